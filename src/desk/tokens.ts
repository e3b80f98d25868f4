import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits, as text a cookie can carry. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A program's key: `kf_` and 256 random bits. The prefix lets scanners find one that leaked. */
export function newKey(): string {
  return `kf_${newToken()}`;
}

/** What is stored of a token or key. A plain hash will do: 256 random bits cannot be guessed. */
export function fingerprint(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** A code people can read out and type: groups of five letters and digits, without 0/o and 1/l. */
export function readableCode(groups: number): string {
  const letters = [...randomBytes(groups * 5)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? "");
  return (letters.join("").match(/.{5}/g) ?? []).join("-");
}

/** Compares two codes in a time that does not tell how much of them agrees; case, spaces and dashes do not count. */
export function sameCode(given: string, expected: string): boolean {
  const digest = (code: string) =>
    createHash("sha256").update(code.toLowerCase().replace(/[\s-]/g, "")).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** 32 characters, so that every byte falls on one with the same chance. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
