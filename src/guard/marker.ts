/** What stands in a text where a secret was. */

export const SECRET_KINDS = [
  "seed-phrase",
  "private-key",
  "keystore",
  "one-time-code",
  "password",
  "bank-card",
  "pairing-link",
  "hash-or-key",
] as const;

/**
 * The kinds of secret. `keystore`: an encrypted key file or vault. `pairing-link`: a WalletConnect URI with its
 * key. `hash-or-key`: a string that may be a transaction hash or a private key; only the customer knows which. No name is
 * itself a word of a seed phrase ("card" is one): a mark must not be able to hide one.
 */
export type SecretKind = (typeof SECRET_KINDS)[number];

/** The mark left for a removed secret, the same in every language: a page may show it as a label. */
export function marker(kind: SecretKind): string {
  return `⟦${kind}⟧`;
}

/** Finds every mark in a text; group 1 is the kind. */
export const MARKERS: RegExp = new RegExp(`⟦(${SECRET_KINDS.join("|")})⟧`, "g");
