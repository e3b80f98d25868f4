/** What the words around a string of characters say about it: a key, or something public such as a hash. */
import type { View } from "./span.ts";

export type Meaning = "key" | "public" | "unknown";

const KEY =
  /私\s?[钥鑰匙]|密[钥鑰匙]|秘[钥鑰]|金鑰|[钥鑰]匙|助[记記][词詞]|密语|种子|種子|(?:private|priv|secret|signing|spending|wallet|my|the|import|export(?:ed)?|recovery|master|raw|api|hex|sol|eth|btc|trx|tron|bsc|evm)[\s_-]*keys?\b|\b(?:key|pk|sk|wif|seed|secret|privkey|seckey|keypair|mnemonic)\b|private\s?k|privatekey|secretkey|"key"/g;
const PUBLIC =
  /哈希|雜湊|hash|tx[\s_-]?id|\btxn?s?\b|tx\b|交易(?:号|號|id|编号|單號|单号|记录)|流水|转账(?:记录|编号)|签名|簽名|\bsig(?:nature)?s?\b|公[钥鑰]|public[\s_-]*keys?|pub[\s_-]*key|地址|address|合约|合約|contract|\bmint\b|区块|區塊|block|\btransactions?\b|交易|浏览器|瀏覽器|explorer|\/(?:tx|transaction|txs|block|address|account|token|object|txblock|extrinsic)\//g;
const WEAK_PUBLIC =
  /到账|到帳|到賬|没到|沒到|未到|确认中|確認中|打包|pending|confirm|arrive|转账|轉帳|轉賬|转出|转的|提币|提現|提现|失败|失敗|failed|stuck|transfer|deposit|withdraw/;

/** A sentence end, past which a word no longer labels what follows. */
const STOP = /[.;](?=\s|$)|[!?。]/g;

/**
 * What a string at [start, end) is. The nearest label before it in the same sentence decides, then one just after it,
 * then what the whole message speaks of, then the detail the bot asked for; words that point both ways leave it unknown.
 */
export function meaningOf(view: View, start: number, end: number): Meaning {
  if (/[/=?&]$/.test(view.lower.slice(start - 1, start)) && urlAround(view.lower, start)) {
    return urlMeaning(urlAround(view.lower, start));
  }
  const before = labelBefore(view.lower.slice(Math.max(0, start - 60), start));
  if (before !== "unknown") return before;
  const after = labelAfter(view.lower.slice(end, end + 24));
  if (after !== "unknown") return after;
  const whole = aboutOf(view);
  if (whole.present !== "unknown" || whole.bothWays) return whole.present;
  if (view.expects === "tx-hash" || view.expects === "address") return "public";
  return whole.previous;
}

interface About {
  present: Meaning;
  bothWays: boolean;
  previous: Meaning;
}

/** What the message as a whole and the one before speak of: read once, however many strings it holds. */
const abouts = new WeakMap<View, About>();

function aboutOf(view: View): About {
  const known = abouts.get(view);
  if (known) return known;
  const text = view.lower.slice(view.from).replace(/[\da-z]{26,}/g, " ");
  const present = messageMeaning(text);
  const about = {
    present,
    bothWays: present === "unknown" && has(KEY, text),
    previous: messageMeaning(view.lower.slice(0, view.from)),
  };
  abouts.set(view, about);
  return about;
}

/** Whether words of a private key stand anywhere near. */
export function speaksOfKeys(view: View, start: number, end: number): boolean {
  return (
    has(KEY, view.lower.slice(Math.max(0, start - 60), start)) || has(KEY, view.lower.slice(end, end + 24))
  );
}

function labelBefore(left: string): Meaning {
  const stop = lastMatch(STOP, left);
  const sentence = stop ? left.slice(stop.index + stop.length) : left;
  const key = lastMatch(KEY, sentence);
  const open = lastMatch(PUBLIC, sentence);
  if (!key && !open) return "unknown";
  // "public key" holds "key", "交易哈希" holds "交易": the one that ends later labels, the longer on a draw.
  const keyEnd = key ? key.index + key.length : -1;
  const openEnd = open ? open.index + open.length : -1;
  if (keyEnd === openEnd) return (key?.length ?? 0) > (open?.length ?? 0) ? "key" : "public";
  return keyEnd > openEnd ? "key" : "public";
}

function labelAfter(right: string): Meaning {
  const stop = right.search(STOP);
  const sentence = stop >= 0 ? right.slice(0, stop) : right;
  const key = firstIndex(KEY, sentence);
  const open = firstIndex(PUBLIC, sentence);
  if (key < 0 && open < 0) return "unknown";
  if (key < 0) return "public";
  return open < 0 || key < open ? "key" : "public";
}

function messageMeaning(text: string): Meaning {
  const key = has(KEY, text);
  const open = has(PUBLIC, text);
  if (key && open) return "unknown";
  if (key) return "key";
  return open || WEAK_PUBLIC.test(text) ? "public" : "unknown";
}

function urlAround(lower: string, start: number): string {
  const left = lower.slice(Math.max(0, start - 200), start);
  const scheme = left.lastIndexOf("http");
  return scheme >= 0 && !/\s/.test(left.slice(scheme)) ? left.slice(scheme) : "";
}

function urlMeaning(url: string): Meaning {
  if (/(?:key|secret|seed|priv|mnemonic|pk)[^/]*$/.test(url)) return "key";
  return /\/(?:tx|txs|transaction|transactions|txblock|block|blocks|address|account|token|object|extrinsic|trans|hash)(?:[/#?]|$)|hash=|[?&]tx(?:id)?=/.test(
    url,
  )
    ? "public"
    : "unknown";
}

function lastMatch(pattern: RegExp, text: string): { index: number; length: number } | undefined {
  let last: { index: number; length: number } | undefined;
  for (const match of text.matchAll(pattern)) last = { index: match.index, length: match[0].length };
  return last;
}

function firstIndex(pattern: RegExp, text: string): number {
  return text.search(pattern);
}

function has(pattern: RegExp, text: string): boolean {
  return firstIndex(pattern, text) >= 0;
}
