/**
 * Sentences that ask a customer for what no support may ask: a secret, control of the device, a payment. Written for
 * folded, lower-case text. Warnings and steps to take inside the app ("enter your password in the app") are not asks.
 */

/** The sentences that ask, as they stand in the text. */
export function asks(lower: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let heading = false;
  for (const { start, end } of sentences(lower)) {
    const sentence = calmed(lower.slice(start, end));
    const item = /^\s*(?:[-*•·]|\d{1,2}[.)、])\s?/.test(sentence);
    if (!item) heading = false;
    if (
      asksForSecret(sentence, heading) ||
      asksForControl(sentence, heading) ||
      asksForPayment(sentence, heading)
    )
      found.push({ start, end });
    if (/[::]\s*$/.test(sentence)) heading = NEGATION.test(sentence) || WARNING.test(sentence);
  }
  return found;
}

const SECRET =
  /助[记記][词詞]|种子(?:短语|词)?|恢复(?:短语|词)|备份(?:短语|词)|私[钥鑰]|密[钥鑰]|keystore|(?:支付|登录|登錄|交易|钱包|锁屏)?密[码碼]|口令|(?:验证|驗證|校验|动态|短信|谷歌|安全)(?:验证)?[码碼]|银行卡(?:号|信息)?|信用卡(?:号|信息)?|卡号|\bcvv2?\b|(?:12|24|十二|二十四)\s?个?(?:单词|词|英文)|(?:(?:secret |seed |recovery |backup )+(?:phrases?|words?|key))|\bseeds?\b|mnemonics?|(?:12|24|twelve|twenty-four)[ -]words?(?: phrase)?|(?:private|secret|wallet) keys?|passwords?|passcodes?|passphrases?|\bpins?\b|(?:verification|security|one[- ]time|login|confirmation|authenticator|auth|2fa|sms|otp|text)\s?(?:pass)?codes?|\b(?:otp|2fa)\b|(?:six|6|four|4)[- ]?digit codes?|\bcodes? (?:you (?:received|got|see)|we (?:sent|texted|mailed)|from (?:your|the))|\bthe code\b|(?:credit |debit |bank )?card (?:number|details|info\w*)|bank card|credit card|\bcvc\b/g;

const NEGATION =
  /不要|别|勿|不会|不可|不能|不得|不应|不需|无需|不必|不用|不允许|不存在|不索|从不|从未|永不|永远不|绝不|决不|绝对不|都不|严禁|禁止|谨防|避免|拒绝|没有人|没人|\bnever\b|\bnot\b|n't\b|\bno one\b|\bnobody\b|\bno (?:agent|employee|staff|support|real|legitimate|genuine)|\bnone of\b|\bwithout\b|\bavoid\b|\brefuse\b|\bcannot\b|\bdont\b|\bwont\b|\bneither\b|\bnor\b|\bstop\b/;
/** The one who asks is somebody to beware of, or the asking is only imagined. */
const WARNING =
  /任何(?:人|要求|向您|索要|自称|客服|以)|凡是?|骗|诈|冒充|假冒|假客服|钓鱼|自称|陌生人|有人(?:要|让|叫|问|向|以)|如果(?:有人|对方|某人)|对方(?:要|让|叫)|可疑|仿冒|盗取|窃取|泄露给|谁(?:要|问)|anyone (?:who|asking|claiming|that)|(?:if|when|whenever) (?:someone|anyone|anybody|somebody|a person|they|an? (?:stranger|site|page|message|email))|people who|whoever|someone (?:who|asked|asks|claiming|told)|anybody who|scam|phish|fake|imposter|impostor|impersonat|fraud|thie|attacker|steal|\bever ask|beware|suspicious|red flag/;
/** Words that look like a negation of the asking and are none. */
const SOOTHING =
  /不要(?:担心|着急|害怕|犹豫|忘记?|紧张|惊慌)|别(?:担心|着急|急|怕|犹豫|忘了?|紧张|慌|客气)|(?:不用|无需|不必)(?:担心|着急|害怕)|不会(?:有(?:任何)?(?:风险|问题|损失)|泄露|丢失|保存|外泄)|没(?:有)?(?:关系|问题|事)|不好意思|不客气|如果不方便|能不能|可不可以|方不方便|要不要|是不是|(?:do not|don't|dont|no need to|never) (?:worry|hesitate|panic|forget|be (?:afraid|shy|scared))|no (?:worries|problem|risk)|never mind|why (?:not|don't you)|not (?:a )?(?:problem|sure|to worry)|(?:can't|cannot|can not|won't|couldn't|unable to) (?:help|continue|proceed|restore|recover|process|verify|unlock)[^,.]{0,40}(?:without|unless|until)|won't (?:take|be|share|store|save|keep)/g;

/** Handing something to us. The app's own fields are no hand. */
const HAND_OVER_ZH =
  /(?:发|發|传|寄|交|报|贴|转发|提交|提供|出示|透露|告诉|告知|告訴|回复|私信|说|念|粘贴|复制|截图|拍照|写|填)(?:一下|一份)?(?:给|給|到|至|过来|来|在|下)?(?:一下)?(?:我们?|(?:官方)?客服|这里|这边|本群|专员|工作人员|技术|人工|老师|管理员|聊天|对话)|发(?:过来|一下|来|我)|(?:提供|告知|告诉|告訴|出示|提交|上传|私信|报一下|发送|回复|发下|报下|说(?:一下|下)|念(?:一下|下)|给一下|给下|给我们?看?|附上|附带)|(?:我们?|客服|这边|技术(?:人员)?|工程师|后台|系统管理员)(?:现在|还|先|这边)?(?:需要|要|得|想要|必须)(?:先)?(?:知道|核对|核实|验证|拿到|获取|看到?|收集|您|你|一下)|(?:这里|此处|下方|聊天框?|对话框?|表单|链接|网页|网站|页面|回复)(?:里|中|上|内)?(?:直接)?(?:输入|填写|填入|填|粘贴|写下|发送)|(?:输入|填写|填入|填|粘贴|导入|写)(?=[^,!?]{0,14}到(?:下面|以下|这个|链接|表单|网页|网站))|(?:输入|填写|填入|填|粘贴|导入|写)(?:到|在|进|至)(?:这里|此处|下方|下面|以下|聊天|对话|表单|链接|网页|网站|这个|该)/g;
const HAND_OVER_EN =
  /\b(?:send|share|give|tell|provide|submit|reply(?: back)?(?: to (?:us|me))?(?: with)?|respond with|post|forward|dm|message|upload|show|read(?: me| us| out)?|disclose|supply|dictate|reveal|pass(?: on)?|hand over|let (?:me|us) (?:know|have|see)|(?:text|e-?mail)(?= (?:me|us)\b)|screenshot|photo of|type out|write (?:down )?(?:here|below|me|us)|drop)\b|\b(?:i|we|i'll|we'll|support|our (?:team|engineers?|agents?|technicians?|staff|system)|the (?:team|agent|engineer))(?: (?:will|would|do|may|also|just|first|now|still|might))* (?:need|require|want|must have|have to (?:see|check|verify|know))\b|\b(?:can|could|may|might) (?:i|we) (?:have|get|see|know|ask for)\b|\bwhat(?:'s| is| are| was) your\b|\b(?:enter|type|paste|put|fill in|write|input|confirm|verify|validate|insert)\b(?=[^.!?]{0,80}\b(?:here|below|in (?:this|the) (?:chat|form|conversation|box|reply|link)|(?:this|the|our|following) (?:link|form|page|website|web page|site|portal|tool)|in your (?:reply|next message)|(?:with|for|to) (?:us|me)\b|https?:))|\bask you (?:to|for)\b|\bmind (?:sharing|sending|giving|telling|showing|providing)\b|\b(?:i|we)(?:'d| would) like(?: you)? to (?:see|have|get|know|check|send|share|give)\b|\bwhisper\b|\btrust (?:me|us) with\b/g;

/** Between the verb and the secret: then it is not the secret that is asked for. */
const OTHER_OBJECT =
  /是否|有没有|还在不在|有无|何时|什么时候|怎么|如何|为什么|哪一步|哪个页面|遮|隐藏|打码|除了|不含|不包含|以外|类型|提示|错误|报错|问题|收不到|没收到|页面|长度|关于|相关|\b(?:whether|if|when|how|why|where|hide|hiding|cover|covering|remove|except|about|which step|error|message says|instead of|rather than|problem|issue|you (?:have |already )?(?:changed|reset|forgot|lost|set|updated))\b|without/;
/** After the secret: "密码错误的截图", "password reset page": a thing about it, not itself. */
const ABOUT_IT =
  /^(?:的)?(?:错误|页面|界面|提示|报错|问题|重置|找回|收不到|没收到|是否|有没有|功能|长度|泄露|丢失|忘|备份方式|安全|保护|管理|设置|的?(?:时间|通知|记录))|^\s(?:error|reset|page|screen|problem|issue|field|prompt|settings?|manager|policy|works?|worked|is (?:rejected|refused|not|wrong|safe|lost)|was (?:rejected|changed|leaked|exposed|lost)|has|did|does|didn't|doesn't|never|arriv|change|protection|backup|safe|secure|private|secret|offline|to (?:yourself|anyone|others|strangers))/;
/** Someone else is the receiver: that is a warning or plain advice. */
const OTHER_RECEIVER =
  /(?:任何人|他人|别人|陌生人|其他人|第三方|任何网站|别处|any(?:one|body)\b|others?\b|strangers?\b|any (?:website|site|person)|third part|somebody else|someone else|with people|friends?\b)/;
/** The service sends it to the customer. */
const TO_CUSTOMER =
  /发送验证码(?:后|之后|按钮)|(?:系统|我们|平台|页面|app)?(?:会|将|已|重新|再次)(?:自动|重新|向您|给您|为您|再|通过\S{0,4})*(?:发送?|短信)|(?:获取|点击?「?发送|点「?获取|重新发送|收到|接收|发送到(?:您|你)的?|发到(?:您|你)的?)|\b(?:we|system|app|it|page|that|which)(?: (?:will|has|have|just|then|automatically|may|can|only))*\s?'?(?:ll|ve)?\s?(?:send|sends|sent|text|texts|mail|e-?mail|e-?mails)\b|\bsend (?:you|yourself|it to your)|\bto your (?:phone|e-?mail|inbox|mailbox|registered)|(?:press|tap|click|choose|select|hit) ["']?(?:send|resend|get)|send code|resend|we (?:sent|send|texted)/;
const US =
  /给(?:我|客服|本|这边|技术|工程师|专员|工作人员)|(?:告诉|告知|告訴|私信|回复|发)(?:我|客服)|\b(?:to |with |tell |give |send |show |dm |message )(?:me|us|our|support|the (?:agent|team|support|admin|engineer))\b|发过来|发来|here\b|这里|此处|below/;
const EXCEPT_US =
  /除(?:了)?(?:我们?|客服|官方客服|本客服|工作人员|技术|专员)(?:\S{0,6}(?:外|以外|之外)|\S{0,4},)|只(?:能|需要?|要|可以|可)?(?:发|告诉|提供|交)(?:给)?(?:我|客服|官方客服)|\b(?:except|but|other than|besides|apart from|only|unless it is|unless it's)(?: (?:to|with|for|by|from))? (?:us|me|(?:our |the )?(?:official )?(?:support|agents?|staff|team|customer service|tpwallet support)|an? (?:official |support )*agent)\b/;

function asksForSecret(sentence: string, heading: boolean): boolean {
  const secrets = [...sentence.matchAll(SECRET)];
  if (secrets.length === 0) return false;
  if (EXCEPT_US.test(sentence) && NEGATION.test(sentence)) return true;
  if (WARNING.test(sentence)) return false;
  if (
    /(?:您|你)(?:的|现在的|设置的)?\S{0,6}(?:助记词|私钥|密码|验证码|短语|卡号)(?:是|为)?(?:什么|多少|啥|几|哪)/.test(
      sentence,
    )
  )
    return !NEGATION.test(sentence);
  const verbs = [...sentence.matchAll(HAND_OVER_EN), ...sentence.matchAll(HAND_OVER_ZH)];
  return secrets.some((secret) =>
    governed(sentence, verbs, secret.index, secret.index + secret[0].length, heading),
  );
}

/** Whether some verb of handing over has this secret as its object, and nothing turns it round. */
function governed(
  sentence: string,
  verbs: readonly RegExpExecArray[],
  start: number,
  end: number,
  heading: boolean,
): boolean {
  for (const verb of verbs) {
    if (Math.abs(verb.index - start) > 130) continue;
    const verbEnd = verb.index + verb[0].length;
    if (
      /\b(?:your|the|an?|this|our|my|that|each|one|error|any|no)\s$/.test(
        sentence.slice(Math.max(0, verb.index - 8), verb.index),
      ) &&
      !/^what/.test(verb[0])
    )
      continue;
    const between = verb.index < start ? sentence.slice(verbEnd, start) : sentence.slice(end, verb.index);
    if (!reaches(sentence, verb[0], verb.index, start, between)) continue;
    const from = clauseStart(sentence, Math.min(verb.index, start));
    const scope = sentence.slice(from, Math.max(verbEnd, end));
    const rest = sentence.slice(Math.max(verbEnd, end), Math.max(verbEnd, end) + 40);
    if (OTHER_OBJECT.test(between) || ABOUT_IT.test(sentence.slice(end, end + 24))) continue;
    const toUs = US.test(scope + rest);
    if (negated(sentence, from, scope) || (heading && !US.test(scope))) continue;
    if (
      (OTHER_RECEIVER.test(scope + rest) && !toUs) ||
      (TO_CUSTOMER.test(scope + rest) &&
        !/发给我|告诉|提供|回复|\b(?:to|with|tell|give|send|share with) (?:me|us)\b|\b(?:share|tell|provide|reply|enter|forward|give)\b/.test(
          scope,
        ))
    )
      continue;
    return true;
  }
  return false;
}

function reaches(sentence: string, verb: string, verbAt: number, start: number, between: string): boolean {
  const chinese = /[\u4E00-\u9FFF]/.test(verb);
  if (between.length > (chinese ? 30 : 90) || between.includes(";")) return false;
  if (verbAt < start) return true;
  // The object first: "把助记词发给我", "your seed phrase: send it to us".
  return chinese
    ? between.length <= 14
    : /\b(?:it|them|that|those|these)\b/.test(sentence.slice(verbAt, verbAt + verb.length + 10)) ||
        /^\s?[:,-]?\s?(?:please|kindly|now|here)?\s*$/.test(between);
}

function negated(sentence: string, from: number, scope: string): boolean {
  if (NEGATION.test(scope)) return true;
  // "Never, under any circumstances, share …", "Nobody from our team, however senior, will …"
  const opening = sentence.slice(0, from);
  return (
    /^\W*(?:please |请|務必|务必|千万|and |but |也|同时)?(?:never|do not|don't|nobody|no one|none|not|no|不要|切勿|请勿|勿|别|千万不要|绝不|永远不要|任何情况下都?不)/.test(
      opening,
    ) &&
    !/\b(?:but|except|instead|just|only|then|rather)\b|但|而是|只需|只要|就|请/.test(
      `${opening.slice(6)}${scope}`,
    )
  );
}

function clauseStart(sentence: string, at: number): number {
  const left = sentence.slice(0, at);
  const stop = Math.max(
    left.lastIndexOf(","),
    left.lastIndexOf(";"),
    left.lastIndexOf(":"),
    left.lastIndexOf("("),
    left.lastIndexOf(" but "),
    left.lastIndexOf("但"),
    left.lastIndexOf(" - "),
  );
  // A list of objects ("不要提供助记词, 私钥, 密码") is one clause: its commas follow the verb, so they do not count here.
  return stop < 0 ? 0 : stop + 1;
}

const CONTROL =
  /远程(?:控制|协助|桌面|操作|连接)|屏幕共享|共享屏幕|共享.{0,3}屏幕|teamviewer|anydesk|todesk|rustdesk|向日葵|remote(?:ly)? (?:control|access|desktop|assist|connect|session)|screen[- ]?shar\w*|share your screen|quick assist/;
const GRANT =
  /请|下载|安装|打开|开启|接受|允许|授权|同意|让我|帮(?:您|你)|给我|我来|\b(?:please|install|download|open|start|accept|allow|grant|give|let|enable|join|share|run|need|can (?:i|we)|we (?:can|will))\b/;

function asksForControl(sentence: string, heading: boolean): boolean {
  return (
    CONTROL.test(sentence) &&
    GRANT.test(sentence) &&
    !NEGATION.test(sentence) &&
    !WARNING.test(sentence) &&
    !heading
  );
}

const PAYMENT =
  /\bpayment\b[^.!?]{0,40}\bto (?:unlock|unfreeze|activate|verify|release)|\b(?:send|transfer|deposit)\b(?:[^.!?]|\.\d){0,100}\bto (?:unlock|unfreeze|activate|verify|release|validate)\b|\b(?:send|transfer|deposit)\b(?:[^.!?]|\.\d){0,40}\bto 0x[0-9a-f]{40}|请[^!?]{0,12}(?:转|充|打)[^!?]{0,20}0x[0-9a-f]{40}|(?:转|打款|打币|汇|支付|充|存|缴|转账|划转)\s?(?:入|账|款|一笔|些|币|\d[\d.]*\s?[a-z]*|[^\s,]{0,10})?\s?(?:给|到|至|入|进)(?:我们?|客服|以下|下面|这个|这边|指定|官方|安全|平台|专员|本)(?:\S{0,6})?|(?:支付|缴纳|交|付|转|补缴|预付|先交|缴)[^,!?]{0,10}(?:解冻费|保证金|验证金|税金?|服务费|激活费|押金|定金|解锁费|认证金|罚款|会员费|通道费|追回费)|\b(?:send|transfer|pay|deposit|move|wire)\b[^.!?]{0,60}\b(?:to (?:us|me|our|this|the following|the (?:safe|security|secure|official|support|verification|recovery) )|(?:unlock|verification|release|activation|recovery|processing|service|security|unfreez\w+|clearance|refundable) (?:fee|deposit|charge)|(?:tax|a deposit|upfront fee|a fee to))|\b(?:gift cards?)\b[^.!?]{0,40}\b(?:send|buy|code)|\b(?:buy|send)\b[^.!?]{0,30}\bgift cards?/;

function asksForPayment(sentence: string, heading: boolean): boolean {
  return (
    PAYMENT.test(sentence) &&
    !NEGATION.test(sentence) &&
    !WARNING.test(sentence) &&
    !heading &&
    !/\bto (?:the|this) (?:new|fresh) (?:wallet|address)|新(?:的)?钱包/.test(sentence)
  );
}

function calmed(sentence: string): string {
  return sentence.replace(SOOTHING, (words) => " ".repeat(words.length));
}

function sentences(lower: string): { start: number; end: number }[] {
  return [...lower.matchAll(/[^.!?。\n]+(?:(?:[.](?=\S)|(?<=\d)[.])[^.!?。\n]+)*[.!?。]*/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
