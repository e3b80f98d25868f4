import { createHash } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** An event id: 80 bits of SHA-256 over the parts, as 16 characters of `[a-z2-7]`. The same parts give the same id. */
export function eventId(...parts: (string | number)[]): string {
  const digest = createHash("sha256").update(parts.join("\n")).digest();
  let id = "";
  let bits = 0;
  let value = 0;
  for (const byte of digest.subarray(0, 10)) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      id += ALPHABET[(value >> (bits - 5)) & 31];
      bits -= 5;
    }
  }
  return id;
}
