/** Private keys with an encoding of their own: WIF, extended keys, Solana, bech32 and the like, byte lists, PEM. */
import { sha256 } from "@noble/hashes/sha2.js";
import { base58, createBase58check } from "@scure/base";
import { meaningOf } from "./context.ts";
import { isKeyPair } from "./ed25519.ts";
import { besideKeyWords } from "./hex-keys.ts";
import type { SecretKind } from "./marker.ts";
import type { Span, View } from "./span.ts";

const base58check = createBase58check(sha256);

/** Checksums take a fifth of a millisecond; whoever pastes more strings of this shape than that pastes keys. */
const WIF_CHECKS = 24;
/** A key pair check takes a few milliseconds; further strings of one message are judged by their length and words. */
const PAIR_CHECKS = 4;

/** Finds keys written in letters and digits. */
export function encodedKeys(view: View): Span[] {
  const spans: Span[] = [...prefixed(view), ...byteLists(view)];
  const left = { pairs: PAIR_CHECKS, wifs: WIF_CHECKS };
  for (const match of view.text.matchAll(/[0-9A-Za-z]{26,}/g)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (!/^[1-9A-HJ-NP-Za-km-z]+$/.test(match[0])) continue;
    const kind = base58Kind(view, match[0], start, end, left);
    if (kind) spans.push({ start, end, kind });
  }
  return spans;
}

function base58Kind(
  view: View,
  token: string,
  start: number,
  end: number,
  left: { pairs: number; wifs: number },
): SecretKind | undefined {
  const { length } = token;
  if (length >= 50 && length <= 53 && /^[5KL9c]/.test(token)) {
    if (left.wifs-- <= 0 || isWif(token)) return "private-key";
    const meaning = meaningOf(view, start, end);
    return meaning === "key" ? "private-key" : meaning === "public" ? undefined : "hash-or-key";
  }
  if (length === 58 && token.startsWith("6P")) return "keystore";
  if (length >= 84 && length <= 90) {
    const bytes = left.pairs-- > 0 ? decode(token) : undefined;
    if (bytes?.length === 64 && isKeyPair(bytes)) return "private-key";
    const meaning = meaningOf(view, start, end);
    if (meaning === "key") return "private-key";
    return meaning === "public" || (bytes && bytes.length !== 64) ? undefined : "hash-or-key";
  }
  if (
    ((length >= 43 && length <= 58) || (length === 29 && token.startsWith("s"))) &&
    besideKeyWords(view, start, end)
  ) {
    return "private-key";
  }
  return undefined;
}

/** Wallet import format: version 0x80 (or 0xef on test networks), 32 bytes, perhaps 0x01 for a compressed key. */
function isWif(token: string): boolean {
  try {
    const payload = base58check.decode(token);
    return (payload[0] === 0x80 || payload[0] === 0xef) && (payload.length === 33 || payload.length === 34);
  } catch {
    return false;
  }
}

function decode(token: string): Uint8Array | undefined {
  try {
    return base58.decode(token);
  } catch {
    return undefined;
  }
}

/** Extended private keys, Sui, Cardano, Stellar and PEM keys: the prefix says what they are. */
function prefixed(view: View): Span[] {
  const spans: Span[] = [];
  const whole = [
    /(?<![A-Za-z])[xyztuvYZTUV]prv[1-9A-HJ-NP-Za-km-z]{60,130}/g,
    /(?<![A-Za-z0-9])S[A-Z2-7]{55}(?![A-Za-z0-9])/g,
    /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]{0,8000}(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?/g,
  ];
  for (const pattern of whole) for (const match of view.text.matchAll(pattern)) spans.push(spanAt(match));
  const lower =
    /(?<![a-z])(?:suiprivkey|[a-z_\d]{0,16}(?:sk|xsk|prv|nsec))1[02-9ac-hj-np-z]{50,200}|(?<![a-z])edsk[1-9a-z]{50,94}/g;
  for (const match of view.lower.matchAll(lower)) spans.push(spanAt(match));
  if (!view.text.includes("=")) return spans;
  for (const match of view.text.matchAll(/[A-Za-z0-9+/]{43}=(?!=)|[A-Za-z0-9+/]{86}==/g)) {
    if (besideKeyWords(view, match.index, match.index + match[0].length)) spans.push(spanAt(match));
  }
  return spans;
}

/** [95,239,…]: 64 bytes of a Solana key file; 32 only beside words of a key. */
function byteLists(view: View): Span[] {
  const spans: Span[] = [];
  for (const match of view.lower.matchAll(/\[?\s{0,3}\d{1,3}(?:[,;\s]{1,6}\d{1,3}){23,}\s{0,3}\]?/g)) {
    const numbers = match[0].match(/\d+/g) ?? [];
    if (numbers.some((number) => Number(number) > 255)) continue;
    const start = match.index;
    const end = start + match[0].trimEnd().length;
    const likely = numbers.length >= 60 && numbers.length <= 68;
    if (likely || besideKeyWords(view, start, end)) spans.push({ start, end, kind: "private-key" });
  }
  return spans;
}

function spanAt(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length, kind: "private-key" };
}
