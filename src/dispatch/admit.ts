import type { FileRef, InboundEvent } from "../channel/contract.ts";
import { dialogText } from "../conversation/form-dialog.ts";
import { reasonOf } from "../errors.ts";
import { bound, name } from "../guard/bound.ts";
import { type RedactionContext, redact } from "../guard/secrets.ts";
import { SLOTS, type SlotName } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { AdmitContext, Admitted } from "../store/store.ts";

/** Code points kept of what a customer wrote. */
const TEXT_LIMIT = 8_000;
/** UTF-16 units the guard reads of a text: reading more would hold up everybody, and is never shown. */
const READ_LIMIT = 2 * TEXT_LIMIT;
/** Units at the end of a text cut there that are not kept: a secret cut in two is not recognised. */
const UNSURE_END = 2000;
const FILE_NAME_LIMIT = 200;
const LABEL_LIMIT = 100;
const COMMAND_LIMIT = 32;
const MIME = /^[\w.+-]{1,64}\/[\w.+-]{1,64}$/;

/** What the guard took out of one event. */
interface Findings {
  found: Set<string>;
  ambiguousHash: boolean;
}

/** An event as it may be stored: every text in it redacted, then bounded; names made harmless. */
export function admitted(
  event: InboundEvent,
  context: AdmitContext,
  flood: Admitted["flood"],
  log: Log,
): Admitted {
  const findings: Findings = { found: new Set(), ambiguousHash: false };
  const expects = context.expects?.kind === "slot" ? context.expects.slot : undefined;
  const words = reader(findings, { recent: context.recent, expects }, log);
  // What a file or a person is called is no part of the dialogue: "my password is" does not make the name a password.
  const label = reader({ found: findings.found, ambiguousHash: false }, {}, log);
  if (event.kind === "form") return filled(event, context, { findings, label, flood }, log);
  const safe = { ...cleaned(event, words, label), actor: actorOf(event, label) } as InboundEvent;
  findings.found.delete("hash-or-key");
  return { event: safe, found: [...findings.found], ambiguousHash: findings.ambiguousHash, flood };
}

/** Each field is read as the answer to its own question: a bare hash where one was asked for is no key. */
function filled(
  event: InboundEvent & { kind: "form" },
  { locale = "en", recent }: AdmitContext,
  of: { findings: Findings; label: Read; flood: Admitted["flood"] },
  log: Log,
): Admitted {
  const { findings, label, flood } = of;
  const values: Partial<Record<SlotName, string>> = {};
  for (const slot of SLOTS) {
    const given = event.values[slot];
    if (given !== undefined) values[slot] = reader(findings, { recent, expects: slot }, log)(given);
  }
  const safe = { ...event, values, actor: actorOf(event, label) };
  findings.found.delete("hash-or-key");
  const { ambiguousHash } = findings;
  const text = dialogText(locale, values);
  return { event: safe, found: [...findings.found], ambiguousHash, flood, ...(text ? { text } : {}) };
}

type Read = (text: string) => string;

/** Reads texts in one context, adding up what was found. A text the guard cannot read is never kept. */
function reader(findings: Findings, context: RedactionContext, log: Log): Read {
  return (text) => {
    try {
      const head = text.slice(0, READ_LIMIT);
      const redaction = redact(head, context);
      for (const { kind } of redaction.found) findings.found.add(kind);
      if (redaction.ambiguous.length > 0) findings.ambiguousHash = true;
      if (head.length === text.length) return bound(redaction.text, TEXT_LIMIT);
      const sure = Array.from(redaction.text.slice(0, -UNSURE_END)).slice(0, TEXT_LIMIT).join("");
      return `${bound(sure)}…[+${text.length - sure.length}]`;
    } catch (error) {
      log.error({ reason: reasonOf(error) }, "the guard could not read a text; it was not kept");
      return "[…]";
    }
  };
}

function actorOf({ actor }: InboundEvent, label: Read): InboundEvent["actor"] {
  const { name: given, locale, ...rest } = actor;
  return {
    ...rest,
    ...(given === undefined ? {} : { name: name(label(given)) }),
    ...(locale === undefined ? {} : { locale: locale.slice(0, COMMAND_LIMIT) }),
  };
}

function cleaned(event: InboundEvent, words: Read, label: Read): InboundEvent {
  switch (event.kind) {
    case "message":
    case "edit":
      return { ...event, text: words(event.text), files: event.files.map((file) => fileOf(file, label)) };
    case "command":
      return {
        ...event,
        name: bound(label(event.name), COMMAND_LIMIT),
        args: words(event.args),
        ...(event.files === undefined ? {} : { files: event.files.map((file) => fileOf(file, label)) }),
      };
    case "rating":
      return event.comment === undefined ? event : { ...event, comment: words(event.comment) };
    case "unsupported":
      return { ...event, label: bound(label(event.label), LABEL_LIMIT) };
    default:
      return event;
  }
}

function fileOf({ name: given, mime, ...file }: FileRef, label: Read): FileRef {
  return {
    ...file,
    ...(given === undefined ? {} : { name: bound(label(given), FILE_NAME_LIMIT) }),
    ...(mime !== undefined && MIME.test(mime) ? { mime } : {}),
  };
}
