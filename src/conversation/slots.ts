import type { SlotName } from "../knowledge/entry.ts";

/** Ways customers say that they cannot or will not give a detail. */
const SKIP =
  /^\s*(?:跳过|略过|下一[个步]|没有(?:哈希|截图|了)?|不知道|不清楚|忘了|查不到|找不到|無|没|skip|none|no|n\/?a|i (?:don'?t|do not) (?:know|have)(?: it| one| that)?|don'?t (?:know|have)(?: it| one)?|not sure|no (?:hash|screenshot|idea))\s*[.。!！]*\s*$/iu;

const CHAINS: [string, RegExp][] = [
  ["BNB Smart Chain", /\b(?:bsc|bnb ?(?:smart )?chain|bep-?20)\b|币安(?:智能)?链|幣安鏈/iu],
  ["TRON", /\b(?:tron|trc-?20)\b|波场|波場|\btrx ?链|\btrx chain/iu],
  ["Ethereum", /\b(?:ethereum|erc-?20)\b|以太坊|\beth ?(?:主网|链|鏈|chain|network|mainnet)/iu],
  ["Polygon", /\b(?:polygon|matic)\b/iu],
  ["Solana", /\bsolana\b|\bsol ?(?:链|鏈|chain|network)/iu],
  ["Bitcoin", /\bbitcoin\b|\bbtc ?(?:主网|链|鏈|chain|network)|比特币(?:网络|链)/iu],
  ["Arbitrum", /\barb(?:itrum)?\b/iu],
  ["Optimism", /\boptimism\b|\bop ?(?:链|chain|mainnet)/iu],
  ["Avalanche", /\b(?:avalanche|avax)\b|雪崩链/iu],
  ["Base", /\bbase ?(?:链|鏈|chain|network)|\bon base\b/iu],
  ["TON", /\bton ?(?:链|鏈|chain|network)|\bon ton\b/iu],
];
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
};
const HASH = /(?:0x)?[0-9a-f]{64}(?![0-9a-f])|\b[1-9A-HJ-NP-Za-km-z]{86,88}\b/iu;
const ADDRESS = /\b0x[0-9a-f]{40}(?![0-9a-f])|\bT[1-9A-HJ-NP-Za-km-z]{33}\b|\bbc1[a-z0-9]{20,60}\b/iu;
const AMOUNT =
  /(?<![\w.])\d[\d,]*(?:\.\d+)?\s*(?:个|枚|块)?\s*(?:usdt|usdc|busd|dai|eth|bnb|btc|trx|sol|matic|pol|avax|ton|arb|op|shib|doge|u(?![a-z])|刀|美金|[a-z]{2,6}币)/iu;
const TIME =
  /(?:今天|今早|今晚|昨天|昨晚|前天|刚才|刚刚|上午|下午|中午|晚上|早上|凌晨|周[一二三四五六日天]|\d+ ?(?:分钟|小时|天|点|號|号|月)|(?:[一二三四五六七八九十]{1,3})(?:点|小时|天)|\btoday\b|\byesterday\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b|\blast night\b|\b(?:an? )?(?:\d+ )?(?:min(?:ute)?s?|hours?|days?) ago\b|\bjust now\b|\b\d{1,2}(?::\d{2})? ?(?:am|pm)\b|\b\d{1,2}:\d{2}\b|\b\d{4}-\d{2}-\d{2}\b)/iu;
const EMAIL = /[\w.*+-]+@[\w-]+(?:\.[\w-]+)+/u;
const VERSION = /\bv?\d{1,3}\.\d{1,4}(?:\.\d{1,5}){0,2}\b/iu;
const DEVICE =
  /\b(?:iphone|ipad|pixel|galaxy|samsung|huawei|xiaomi|redmi|oppo|vivo|oneplus|android|ios)\b[\w .]{0,20}|华为[\p{L}\d ]{0,12}|小米[\p{L}\d ]{0,12}|苹果[\p{L}\d ]{0,12}|安卓[\d. ]{0,6}/iu;

/** Finds a slot's value in running text; undefined where the text does not plainly hold one. */
export function extract(slot: SlotName, text: string): string | undefined {
  switch (slot) {
    case "chain":
      return CHAINS.find(([, pattern]) => pattern.test(text))?.[0];
    case "tx-hash":
      return HASH.exec(text)?.[0];
    case "address":
      return HASH.test(text) ? undefined : ADDRESS.exec(text)?.[0];
    case "token-amount":
      return trimmed(AMOUNT.exec(text));
    case "time":
      return timeIn(text);
    case "registered-email":
      return EMAIL.exec(text)?.[0];
    case "app-version":
      return VERSION.exec(text)?.[0];
    case "device":
      return trimmed(DEVICE.exec(text));
    default:
      return undefined;
  }
}

/** All that is said about time, in the customer's own words: "今天上午十点". */
function timeIn(text: string): string | undefined {
  const clause = text.split(/[,，;；。\n]/u).find((part) => TIME.test(part));
  if (clause === undefined) return undefined;
  return clause.length <= 40 ? clause.trim() : trimmed(TIME.exec(clause));
}

function trimmed(found: RegExpExecArray | null): string | undefined {
  return found?.[0].trim();
}

export type SlotReading = { kind: "value"; value: string } | { kind: "skip" } | { kind: "unclear" };

/** Reads the answer to the question for one slot: more lenient than `extract`, since the customer was asked. */
export function readSlot(slot: SlotName, text: string): SlotReading {
  const found = extract(slot, text);
  if (found !== undefined) return { kind: "value", value: found };
  if (SKIP.test(text)) return { kind: "skip" };
  const words = text.trim();
  if (slot === "chain") {
    const short = CHAIN_SHORT[words.toLowerCase().replace(/\s*(?:链|鏈|网络|chain|network)$/u, "")];
    if (short !== undefined) return { kind: "value", value: short };
    return /^[\p{L}\d .-]{2,24}$/u.test(words) && words.split(/\s+/u).length <= 3
      ? { kind: "value", value: words }
      : { kind: "unclear" };
  }
  if (slot === "token-amount") return /\d/u.test(words) ? bounded(words) : { kind: "unclear" };
  if (slot === "time") return /\d|点|天|周|月/u.test(words) ? bounded(words) : { kind: "unclear" };
  if (slot === "tx-hash" || slot === "address" || slot === "registered-email") return { kind: "unclear" };
  return words.length >= 2 ? bounded(words) : { kind: "unclear" };
}

function bounded(words: string): SlotReading {
  return { kind: "value", value: words.slice(0, 500) };
}

/** Slots whose answer is free text: almost anything answers them. */
export function isFree(slot: SlotName): boolean {
  return ["error-text", "steps", "details", "counterparty", "screenshot", "device"].includes(slot);
}
