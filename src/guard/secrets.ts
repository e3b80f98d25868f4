import type { SlotName } from "../knowledge/entry.ts";
import { cards } from "./cards.ts";
import { oneTimeCodes } from "./codes.ts";
import { encodedKeys } from "./encoded-keys.ts";
import { type Folded, fold } from "./fold.ts";
import { hexKeys } from "./hex-keys.ts";
import { keystores, pairingLinks } from "./keystores.ts";
import { marker, SECRET_KINDS, type SecretKind } from "./marker.ts";
import { passwords } from "./passwords.ts";
import { chineseSeeds } from "./seed-chinese.ts";
import { englishSeeds } from "./seed-english.ts";
import { seedParts } from "./seed-parts.ts";
import { type Detector, joined, type Span, type View } from "./span.ts";

/** What only the customer can tell: whether a removed string was a public hash or a key. */
type Ambiguity = "hash-or-key";

export interface Redaction {
  /** The text with a mark (`marker(kind)`) in place of every secret; nothing of a secret is left. */
  text: string;
  /** What was removed, without any of it. */
  found: { kind: SecretKind; count: number }[];
  /** What the bot should ask about. */
  ambiguous: Ambiguity[];
}

export interface RedactionContext {
  /** The detail the bot asked for last: a bare 64-digit string is a hash when a hash was asked for. */
  expects?: SlotName | undefined;
  /** The customer's earlier texts of this conversation, oldest first, as they were stored. The last 24 are read. */
  recent?: readonly string[] | undefined;
}

const DETECTORS: readonly Detector[] = [
  englishSeeds,
  chineseSeeds,
  hexKeys,
  encodedKeys,
  keystores,
  pairingLinks,
  oneTimeCodes,
  passwords,
  cards,
];

/** How much of the customer's previous message can label the present one ("my private key is" / "3e67…"). */
const LABEL_REACH = 120;

/**
 * Replaces every secret in a text a customer wrote (message, caption, file name, e-mail body), before it is stored,
 * logged or matched, and before it is cut to length. Linear in the text; `redact(redact(x).text)` changes nothing.
 */
export function redact(text: string, context: RedactionContext = {}): Redaction {
  const counts = new Map<SecretKind, number>();
  let current = text;
  // A mark is shorter than what it stands for, so a second label may now be near enough: until nothing more is found.
  for (;;) {
    const spans = find(current, context);
    if (spans.length === 0) break;
    current = replaced(current, spans, counts);
  }
  const found = SECRET_KINDS.flatMap((kind) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [{ kind, count }];
  });
  return { text: current, found, ambiguous: counts.has("hash-or-key") ? ["hash-or-key"] : [] };
}

/** The secrets of a text as code units of it, sorted and apart. */
function find(text: string, context: RedactionContext): Span[] {
  const present = fold(text);
  const recent = context.recent ?? [];
  const previous = (recent.at(-1) ?? "").slice(-LABEL_REACH);
  const view = viewOf(present, previous === "" ? undefined : fold(previous), context.expects);
  const spans = DETECTORS.flatMap((detect) => detect(view))
    .filter((span) => span.end > view.from)
    .map((span) => ({ ...span, start: Math.max(0, span.start - view.from), end: span.end - view.from }));
  return joined([...spans, ...seedParts(present, recent)]).map((span) => ({
    kind: span.kind,
    start: present.starts[span.start] ?? 0,
    end: present.ends[span.end - 1] ?? text.length,
  }));
}

function viewOf(present: Folded, previous: Folded | undefined, expects: SlotName | undefined): View {
  if (!previous) return { ...present, from: 0, expects };
  return {
    text: `${previous.text}\n${present.text}`,
    lower: `${previous.lower}\n${present.lower}`,
    starts: [],
    ends: [],
    from: previous.text.length + 1,
    expects,
  };
}

function replaced(text: string, spans: readonly Span[], counts: Map<SecretKind, number>): string {
  let result = "";
  let at = 0;
  for (const span of spans) {
    result += text.slice(at, span.start) + marker(span.kind);
    at = span.end;
    counts.set(span.kind, (counts.get(span.kind) ?? 0) + 1);
  }
  return result + text.slice(at);
}
