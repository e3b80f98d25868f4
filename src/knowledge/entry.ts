/** The knowledge base as data: what the bot may answer, and the lines it learns from. */

/** A language with a `knowledge/` folder and a `phrases/` file. */
export const LOCALES = ["zh", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** Details an entry may ask a customer for. Each has its question, label and validator in `conversation/slots.ts`. */
export const SLOTS = [
  "registered-email",
  "device",
  "app-version",
  "error-text",
  "screenshot",
  "time",
  "chain",
  "tx-hash",
  "token-amount",
  "address",
  "counterparty",
  "steps",
  "details",
] as const;
export type SlotName = (typeof SLOTS)[number];

export const SEVERITIES = ["normal", "high", "urgent"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const HANDOFFS = ["never", "offer", "always"] as const;
type Handoff = (typeof HANDOFFS)[number];

/** One answer in one language. `id` is the path below the locale folder with dots: "account.reset-password". */
export interface Entry {
  id: string;
  locale: Locale;
  title: string;
  severity: Severity;
  handoff: Handoff;
  collect: SlotName[];
  related: string[];
  /** Place in the greeting's menu, from 1; absent for entries that are not in it. */
  menu?: number;
  /** The answer, markdown. */
  body: string;
  /** Path below the knowledge folder, for messages about this entry. */
  file: string;
}

/** Training lines of one class in one language, from one `*.phrasings.txt`. */
export interface Phrasings {
  /** A topic id, or "_other.NAME", "_human.NAME", "_urgent.NAME" after the file's name. */
  label: string;
  locale: Locale;
  lines: string[];
  file: string;
}

/** The tenant's own official names. Empty lists mean: name none. */
export interface Official {
  links: string[];
  accounts: string[];
  phones: string[];
  emails: string[];
}

/** Everything read from one knowledge folder at one moment. Immutable: a reload makes a new one. */
export interface Knowledge {
  /** Topic id → its entry by language. */
  topics: ReadonlyMap<string, Partial<Record<Locale, Entry>>>;
  phrasings: readonly Phrasings[];
  official: Official;
  /** Name of a concept → the ways people put it, in any language. Nothing when there is no concepts.yml. */
  concepts?: Readonly<Record<string, readonly string[]>>;
  /** SHA-256 of everything read, hex: same content, same hash, on every machine. */
  hash: string;
  /** The same over what the matcher learns from alone: phrasings, concepts, titles and severities. */
  trainingHash: string;
}
