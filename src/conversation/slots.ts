import type { SlotName } from "../knowledge/entry.ts";

/** Ways customers say that they cannot or will not give a detail. */
const SKIP =
  /^\s*(?:跳过|跳過|略过|略過|下一[个個步]|[没沒無无](?:有)?(?:哈希|截图|截圖|邮箱|郵箱|地址|了)?|不知道|不清楚|不记得|不記得|忘了|忘记了|忘記了|查不到|找不到|skip(?: it| this)?|pass|none|no|n\/?a|i (?:don'?t|do not) (?:know|have)(?: it| one| that)?|don'?t (?:know|have)(?: it| one)?|not sure|no (?:hash|screenshot|idea|e-?mail|address))\s*[.。!！]*\s*$/iu;

const QUESTION =
  /[?？]|[吗嗎呢]\s*[。!！]*$|怎么|怎麼|如何|为什么|為什麼|为啥|为何|多久|哪里|哪裡|什么|什麼|能不能|可不可以|\b(?:how|why|what|when|where|which|who)\b|^\s*(?:can|could|do|does|did|is|are|should|will) (?:i|you|it|my|the|there|we)\b/iu;

const CHAINS: [[string, RegExp], ...[string, RegExp][]] = [
  ["BNB Smart Chain", /\b(?:bsc|bnb ?(?:smart )?chain|bep-?20)\b|币安(?:智能)?链|幣安(?:智能)?鏈/iu],
  ["TRON", /\b(?:tron|trc-?20)\b|波场|波場|\btrx ?(?:链|鏈|chain|network)/iu],
  ["Ethereum", /\b(?:ethereum|erc-?20)\b|以太坊|\beth ?(?:主网|主網|链|鏈|chain|network|mainnet)/iu],
  ["Polygon", /\b(?:polygon|matic)\b/iu],
  ["Solana", /\bsolana\b|\bsol ?(?:链|鏈|chain|network)/iu],
  ["Bitcoin", /\bbitcoin\b|\bbtc ?(?:主网|主網|链|鏈|chain|network)|比特[币幣](?:网络|網絡|链|鏈)/iu],
  ["Arbitrum", /\barb(?:itrum)?\b/iu],
  ["Optimism", /\boptimism\b|\bop ?(?:链|鏈|chain|mainnet)/iu],
  ["Avalanche", /\b(?:avalanche|avax)\b|雪崩[链鏈]/iu],
  ["Base", /\bbase ?(?:链|鏈|chain|network)|\bon base\b/iu],
  ["TON", /\bton ?(?:链|鏈|chain|network)|\bon ton\b/iu],
];
/** Offered as a tap when the chain is asked for. */
export const COMMON_CHAINS = ["BNB Smart Chain", "TRON", "Ethereum"];
/** Short names that are a chain only in answer to "which chain?": elsewhere they are tokens. */
const CHAIN_SHORT: Record<string, string> = {
  eth: "Ethereum",
  trx: "TRON",
  sol: "Solana",
  btc: "Bitcoin",
  bnb: "BNB Smart Chain",
  op: "Optimism",
  base: "Base",
  ton: "TON",
  以太: "Ethereum",
  比特币: "Bitcoin",
  比特幣: "Bitcoin",
};
/** "Sui", "zkSync Era", "火币生态链": a chain we have no pattern for. */
const CHAIN_LIKE =
  /^(?:[a-z][a-z\d.-]{1,15}(?: [a-z\d.-]{1,12}){0,2}|[\p{Script=Han}\w ]{1,8}(?:链|鏈|网络|網絡|主网|主網))$/iu;
const NO_CHAIN =
  /^(?:ok|okay|yes|no|hi|hello|hey|thanks?|thx|i|it|my|the|this|that|please|help|sorry|nothing|wait)\b/iu;

const HASH = /(?<![0-9a-z])(?:0x)?[0-9a-f]{64}(?![0-9a-z])|\b[1-9A-HJ-NP-Za-km-z]{86,88}\b/iu;
const ADDRESS = /\b0x[0-9a-f]{40}(?![0-9a-f])|\bT[1-9A-HJ-NP-Za-km-z]{33}\b|\bbc1[a-z0-9]{20,60}\b/iu;
const TOKEN =
  "(?:usdt|usdc|busd|dai|eth|bnb|btc|trx|sol|matic|pol|avax|ton|arb|op|shib|doge|ltc|xrp|u|刀|美金|[a-z]{2,6}[币幣])(?![a-z])";
const NUMBER = "(?<![\\w.])\\d[\\d,]*(?:\\.\\d+)?";
const AMOUNT = new RegExp(
  `${NUMBER}\\s*(?:个|個|枚|块|塊)?\\s*${TOKEN}|(?<![a-z])(?:usdt|usdc|eth|bnb|btc|trx|sol)\\s*\\d[\\d,]*(?:\\.\\d+)?(?![\\w.])`,
  "iu",
);
const TIME_PART = [
  "今天|今早|今晚|昨天|昨晚|前天|刚才|剛才|刚刚|剛剛|上午|下午|中午|晚上|早上|凌晨",
  "(?:上)?(?:周|週|星期)[一二三四五六日天]",
  "\\d{1,4} ?(?:分钟|分鐘|小时|小時|天|点半?|點半?|號|号|日|月|年)前?",
  "[一二两兩三四五六七八九十]{1,3}(?:点半?|點半?|个?小时|個?小時|天|分)前?",
  "\\b(?:today|yesterday|tonight|this (?:morning|afternoon|evening)|last (?:night|week)|just now)\\b",
  "\\b(?:an?|\\d+|one|two|three|four|five|six|ten|few) (?:min(?:ute)?s?|hours?|hrs?|days?|weeks?) ago\\b",
  "\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\\b",
  "\\b\\d{1,2}(?::\\d{2})? ?(?:am|pm)\\b|\\b\\d{1,2}:\\d{2}\\b|\\b\\d{4}-\\d{2}-\\d{2}\\b",
].join("|");
/** A run of words about time, as the customer wrote them: "昨晚八点半", "yesterday around 3 pm". */
const TIME = new RegExp(
  `(?:${TIME_PART})(?:(?:\\s|,|的|大概|大约|左右|at|around|about|,)*(?:${TIME_PART}))*`,
  "iu",
);
const EMAIL = /[\w.*+-]+@[\w-]+(?:\.[\w-]+)+/u;
const VERSION =
  /(?:\bv|version:? ?|版本[号號]?[:：]? ?)(\d{1,3}(?:\.\d{1,5}){1,3})|\b(\d{1,3}(?:\.\d{1,5}){2,3})\b/iu;
const LOOSE_VERSION = /\d{1,3}(?:\.\d{1,5}){1,3}/u;

/** A phone with its model: "Pixel 7", "小米14 Pro". */
const DEVICE =
  /(?:iphone|ipad|pixel|galaxy|samsung|huawei|xiaomi|redmi|oppo|vivo|oneplus|honor|苹果|蘋果|三星|华为|華為|小米|红米|紅米|荣耀|榮耀)(?: ?[a-z]{1,6})? ?\d{1,3}(?: ?(?:pro|max|plus|ultra|mini))*/iu;
/** Exchanges that customers withdraw from. */
const EXCHANGE =
  /欧易|歐易|币安|幣安|火币|火幣|抹茶|\b(?:okx|okex|binance|huobi|htx|bybit|bitget|gate(?:\.io)?|coinbase|kraken|kucoin|mexc)\b/iu;

/** Slots whose answer is free text: almost anything answers them. */
const FREE: readonly SlotName[] = ["error-text", "steps", "details", "counterparty", "screenshot", "device"];
const MAX_FREE = 500;

export type SlotReading = { kind: "value"; value: string } | { kind: "skip" } | { kind: "unclear" };

/** Words that stand around details and say nothing of their own. */
const AROUND =
  /链|鏈|网络|網絡|左右|大概|大约|数量|数额|时间|時間|哈希|地址|从|從|\b(?:from|chain|network|hash|txid|amount|time|address|on|at|around|about|the|and|it was|via)\b/giu;
/** So many letters may be left over in a text that is details alone. */
const LEFT_OVER = 2;

/** Finds a slot's value in running text; undefined where the text does not plainly hold one, and for most free text. */
export function extract(slot: SlotName, text: string): string | undefined {
  switch (slot) {
    case "chain":
      return CHAINS.find(([, pattern]) => pattern.test(text))?.[0];
    case "tx-hash":
      return HASH.exec(text)?.[0];
    case "address":
      return ADDRESS.exec(text)?.[0];
    case "token-amount":
      return AMOUNT.exec(text)?.[0].trim();
    case "time":
      return TIME.exec(text)?.[0].trim();
    case "registered-email":
      return EMAIL.exec(text)?.[0];
    case "app-version": {
      const found = VERSION.exec(text);
      return found?.[1] ?? found?.[2];
    }
    case "device":
      return DEVICE.exec(text)?.[0].trim();
    case "counterparty":
      return EXCHANGE.exec(text.replace(CHAINS[0][1], " "))?.[0];
    default:
      return undefined;
  }
}

/** Reads the answer to the question for one slot: more lenient than `extract`, since the customer was asked. */
export function readSlot(slot: SlotName, text: string): SlotReading {
  const found = isFree(slot) ? undefined : extract(slot, text);
  if (found !== undefined) return { kind: "value", value: found };
  if (saysSkip(text)) return { kind: "skip" };
  const words = text.trim();
  switch (slot) {
    case "chain":
      return reading(chainNamed(words));
    case "token-amount":
      return reading(/\d|[一二两兩三四五六七八九十百千万萬]/u.test(words) ? words : undefined);
    case "time":
      return reading(
        /\d|[点點天周週月年时時]|ago|before|week|month|morning|evening/iu.test(words) ? words : undefined,
      );
    case "app-version":
      return reading(
        LOOSE_VERSION.exec(words)?.[0] ?? (/最新|latest|newest/iu.test(words) ? words : undefined),
      );
    case "tx-hash":
    case "address":
    case "registered-email":
    case "screenshot":
      return { kind: "unclear" };
    default:
      return reading(withoutMarks(words).length >= 2 ? words : undefined);
  }
}

/** True for a text that holds details and nothing else: "TRON, 30 TRX, last night". */
export function onlyDetails(text: string): boolean {
  const chains = CHAINS.map(([, pattern]) => pattern);
  const patterns = [HASH, ADDRESS, EMAIL, AMOUNT, TIME, ...chains, DEVICE, EXCHANGE];
  let rest = text;
  for (const pattern of patterns) rest = rest.replace(new RegExp(pattern.source, "giu"), " ");
  if (rest === text) return false;
  return rest.replace(AROUND, " ").replace(/[^\p{L}\p{N}]/gu, "").length <= LEFT_OVER;
}

export function saysSkip(text: string): boolean {
  return SKIP.test(text);
}

/** True for a text that reads as a question. */
export function asksSomething(text: string): boolean {
  return QUESTION.test(text);
}

export function isFree(slot: SlotName): boolean {
  return FREE.includes(slot);
}

/** True for a text that holds a hash or an address and nothing else. */
export function onlyLookup(text: string): boolean {
  return (HASH.test(text) || ADDRESS.test(text)) && onlyDetails(text);
}

/** The text without the marks the guard left for removed secrets. */
export function withoutMarks(text: string): string {
  return text.replace(/⟦[^⟧]*⟧/gu, " ").trim();
}

function chainNamed(words: string): string | undefined {
  const short = CHAIN_SHORT[words.toLowerCase().replace(/\s*(?:链|鏈|网络|網絡|chain|network)$/u, "")];
  if (short !== undefined) return short;
  return CHAIN_LIKE.test(words) && !NO_CHAIN.test(words) && !asksSomething(words) ? words : undefined;
}

function reading(value: string | undefined): SlotReading {
  return value === undefined ? { kind: "unclear" } : { kind: "value", value: value.slice(0, MAX_FREE) };
}
