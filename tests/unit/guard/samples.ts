import { entropyToMnemonic } from "@scure/bip39";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import fc from "fast-check";
import { redact } from "../../../src/guard/secrets.ts";

/** Bytes that look random and are the same in every run. */
export const bytes = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 37 + seed * 101 + ((i * i) % 13)) & 255);

/** The entropy of a phrase of any length. */
export const entropy = fc
  .constantFrom(16, 20, 24, 28, 32)
  .chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));

/** A valid phrase nobody has. */
export const phrase = (seed: number, size = 16): string[] =>
  entropyToMnemonic(bytes(size, seed), english).split(" ");

/** The kinds of secrets the guard takes out of a text. */
export const kinds = (text: string, context = {}): string[] =>
  redact(text, context).found.map((found) => found.kind);
