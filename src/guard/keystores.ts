/** Encrypted key files and vaults pasted as JSON, and WalletConnect pairing links. */
import type { Span, View } from "./span.ts";

/** Each list of names marks a format: Web3 secret storage, MetaMask's vault, Polkadot's account file. */
const FORMATS: readonly (readonly string[])[] = [
  ["ciphertext", "mac"],
  ["ciphertext", "cipher", "iv"],
  ["ciphertext", "kdf"],
  ["data", "iv", "salt"],
  ["encoded", "encoding"],
];

/** Finds the JSON objects that hold an encrypted key, also when the paste was cut short. */
export function keystores(view: View): Span[] {
  if (!view.lower.includes("{")) return [];
  return topObjects(view.lower)
    .filter(([start, end]) => {
      const body = view.lower.slice(start, end);
      return FORMATS.some((names) =>
        names.every((name) => new RegExp(`["']?${name}\\\\?["']?\\s{0,4}[:=]`).test(body)),
      );
    })
    .map(([start, end]) => ({ start, end, kind: "keystore" }));
}

/** Finds WalletConnect URIs (version 1 and 2, also percent-encoded inside a link): who has the key can sign requests. */
export function pairingLinks(view: View): Span[] {
  const spans: Span[] = [];
  for (const match of view.lower.matchAll(/symkey(?:=|%3d)|wc(?::|%3a)[0-9a-f-]{30,80}(?:@|%40)\d/g)) {
    if (match.index < (spans.at(-1)?.end ?? 0)) continue;
    let start = match.index;
    let end = match.index + match[0].length;
    while (end < view.lower.length && isLinkCharacter(view.lower.charAt(end))) end++;
    while (start > 0 && isLinkCharacter(view.lower.charAt(start - 1))) start--;
    if (end - match.index > 24) spans.push({ start, end, kind: "pairing-link" });
  }
  return spans;
}

function isLinkCharacter(character: string): boolean {
  return /[\w:@?&=%./#~+-]/.test(character);
}

/** The outermost {…} of a text; one that is never closed runs to the word after the last quote or brace. */
function topObjects(text: string): [number, number][] {
  const result: [number, number][] = [];
  let depth = 0;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "{") {
      if (depth === 0) open = at;
      depth++;
    } else if (character === "}" && depth > 0) {
      depth--;
      if (depth === 0) result.push([open, at + 1]);
    }
  }
  if (depth > 0) {
    const last = Math.max(text.lastIndexOf('"'), text.lastIndexOf("}"), open) + 1;
    result.push([open, last + (/^\S*/.exec(text.slice(last))?.[0].length ?? 0)]);
  }
  return result.filter(([start, end]) => end > start);
}
