import { wordlist } from "@scure/bip39/wordlists/english.js";
import { stemOf } from "./features.ts";

/** Whether a lower-case word, or another form of it, is everyday English: such a word is never taken for a typo. */
export function isCommonWord(word: string): boolean {
  return STEMS.has(stemOf(word));
}

// The most used words of English; their plurals and -ing, -ed, -ly forms follow from the stem. The 2,048 words of
// BIP 39 are ordinary English as well, and a customer may name one.
const EVERYDAY = `
able about above accept access account across act actual add address adult afraid after afternoon again against age ago agree
ahead air all allow almost alone along already alright also although always am amount an and angry animal another answer any
anybody anymore anyone anything anyway anywhere apart apartment appear apple apply appointment are area aren argue arent arm
around arrive art article as ask asleep at ate attack attention aunt autumn away baby back bad bag bake ball band bank bar
base basic basically bath be beach bear beat beautiful became because become bed been beer before began begin behind being
believe below beside best bet better between beyond big bike bill bird birth birthday bit bite black blood blow blue board
boat body book boot born borrow boss both bother bottle bottom bought bowl box boy bread break breakfast breath bridge bright
bring broke broken brother brought brown brush build building built bus business busy but butter buy by bye cake call came
camera can cancel cannot cant car card care carry case cash cat catch caught cause cell cent center central certain chair
chance change charge chat cheap check cheese chicken child children chinese choice choose chose christmas church city class
clean clear click climb clock close cloth clothes cloud club coat code coffee cold collect college color colour come common
company compare complete computer condition confirm confuse connect consider contact contain content continue control cook
cool copy corner correct cost could couldnt count country couple course court cover crazy create credit cross cry cup current
custom customer cut daily damn dance dark date daughter day dead deal dear death decide deep delay delete deliver depend desk
detail did didnt die differ difference different difficult dinner direct dirty discuss disease dish do doctor does doesnt dog
doing dollar done dont door double doubt down dozen drank draw dream dress drink drive driver drop drove dry due during each
ear early earn earth easily east easy eat edge education effect egg eight either electric eleven else email empty end enemy
enjoy enough enter entire especially etc evening event ever every everybody everyone everything everywhere exact example
excellent except excited excuse exercise exist expect expensive experience explain extra eye face fact fail fair fall false
family famous far farm farther fast fat father fault favor favorite favourite fear feed feel feet fell felt female few field
fifteen fifth fifty fight figure fill film final finally find fine finger finish fire first fish fit five fix flat flight
floor flower fly follow food foot for force foreign forest forever forget forgot forgotten form forth forty forward found four
fourth free french fresh friday friend from front fruit full fun funny furniture further future game garden gas gave general
get gift girl give given glad glass go goes gold gone gonna good got gotta gotten government grade grand grandfather
grandmother grass gray great green grew ground group grow guess guest guide guy had hadnt hair half hall hand hang happen
happy hard hardly has hasnt hat hate have havent having he head health hear heard heart heat heavy held hell hello help her
here hers herself hes hey hi hide high hill him himself his history hit hold hole holiday home honest hope horse hospital hot
hotel hour house how however huge human hundred hungry hurry hurt husband ice id idea if ill illness im imagine important in
include indeed inside instead interest into iron is island isnt issue it item its itself ive job join joke july june just keep
kept key kid kill kind king kiss kitchen knee knew knife know known lady lake land language large last late later laugh law
lay lead learn least leave led left leg lend less let letter level library lie life light like likely line lip list listen
little live load local lock long look lose loss lost lot loud love low luck lunch machine made mail main make male man manage
many map march mark market marry material matter may maybe me meal mean meant measure meat medicine meet member memory men
mention message met middle might mile milk million mind mine minute miss mistake mix modern mom moment monday money month moon
more morning most mother mountain mouth move movie mr mrs much mum music must mustnt my myself name narrow nation natural
nature near nearly necessary neck need needle neighbor neither nephew nervous never new news newspaper next nice night nine no
nobody noise none noon nor normal north nose not note nothing notice now nowhere number nurse object obviously ocean of off
offer office official often oh oil ok okay old on once one online only onto open opinion opposite or orange order other ought
our ours ourselves out outside over own owner pack page paid pain paint pair paper pardon parent park part party pass past pay
peace pen pencil people pepper per perfect perhaps period person pet phone photo pick picture piece pink place plain plan
plane plant plate play please plenty pleasure pocket point police polite pool poor popular possible post pound power practice
prefer prepare present president press pretty previous price print private probably problem process produce program promise
proper protect prove provide public pull purple purpose push put quality quarter queen question quick quiet quit quite race
radio rain raise ran rather reach read ready real reality realize really reason receive recent recently red refund regard
regular relate remain remember remove rent repair repeat reply report request require respect respond rest restaurant result
return rich rid ride right ring rise river road rock roll room round rule run rush sad safe said sale salt same sand sat
saturday save saw say scared school science sea search season seat second secret see seem seen sell send sense sent sentence
separate serious serve service set seven several shake shall shape share she sheep shell shes shine ship shirt shoe shook
shoot shop short should shoulder shouldnt shout show shut sick side sign silver similar simple since sing single sir sister
sit six size skin sky sleep slept slow small smart smell smile smoke snow so soap sock soft sold some somebody somehow someone
something sometimes somewhere son song soon sorry sort sound soup south space speak special specific spend spent spoke spoon
sport spring square stairs stand star start state station stay steal step stick still stole stolen stomach stone stood stop
store storm story straight strange street strong student study stuff stupid such sudden sugar suggest suit summer sun sunday
support suppose sure surprise sweet swim system table take taken talk tall taste taught tax tea teach team teeth telephone
tell ten terrible test than thank thanks that thats the their theirs them themselves then there these theyre they thick thin
thing think third thirsty thirteen thirty this those though thought thousand three threw through throw thursday thus ticket
tie tight till time tiny tired to today together told tomorrow tonight too took tool tooth top total touch toward towards town
toy trade train translate travel tree trip trouble true trust truth try tuesday turn twelve twenty twice two type ugly uncle
under understand understood unless until up update upon upset us use useful user usual usually vacation value various vegetable
very view village visit voice wait wake walk wall wanna want war warm was wash wasnt waste watch water way we wear weather
website wed wednesday week weekend weigh weight welcome well went were werent west wet what whats whatever wheel when where
wheres whether which while white who whole whom whose why wide wife wild will win wind window winter wish with within without
woke woman women wonder wont wood word wore work world worry worse worst worth would wouldnt write wrong wrote yard yeah year
yellow yep yes yesterday yet you youll young your youre yours yourself youth youve zero zoo`;

const STEMS = new Set([...EVERYDAY.trim().split(/\s+/), ...wordlist].map(stemOf));
