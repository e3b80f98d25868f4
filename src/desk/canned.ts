import { AppError } from "../errors.ts";
import type { OutboundCheck } from "../guard/outbound.ts";
import type { CannedReply, CannedStore } from "../store/canned.ts";
import { assertSafeReply } from "./reply-check.ts";

/** What a kept reply may leave open until it is used: filled in from the conversation, or asked for. */
export const VARIABLES = ["customer.name", "agent.name", "reference", "tenant"] as const;

/** A reply to keep, as it comes in. An empty text counts as none. */
interface CannedInput {
  shortcut: string;
  name: string;
  texts: { zh?: string | undefined; en?: string | undefined };
  /** The writer answers for links, numbers and accounts that are not on the official list. */
  acknowledge?: boolean | undefined;
}

/** Replies kept for use again. Each is held to what a reply is held to when it is saved, not only when it is sent. */
export interface CannedReplies {
  list(): Promise<CannedReply[]>;
  /** @throws AppError input_invalid (an unknown variable, no text), reply_unsafe, conflict */
  add(input: CannedInput, by: string): Promise<CannedReply>;
  /** @throws AppError as `add`, and not_found */
  change(id: string, input: CannedInput, by: string): Promise<CannedReply>;
  /** @throws AppError not_found */
  remove(id: string): Promise<void>;
}

export interface CannedDeps {
  canned: CannedStore;
  check(text: string): OutboundCheck;
  redact(text: string): string;
  now(): number;
}

export function cannedReplies({ canned, check, redact, now }: CannedDeps): CannedReplies {
  const checked = ({ shortcut, name, texts, acknowledge }: CannedInput) => {
    const kept = Object.fromEntries(
      (["zh", "en"] as const).flatMap((locale) => {
        const text = texts[locale]?.trim() ?? "";
        return text === "" ? [] : [[locale, text]];
      }),
    );
    if (Object.keys(kept).length === 0) {
      throw new AppError("input_invalid", "texts: is empty; write it in at least one language, zh or en.");
    }
    for (const [locale, text] of Object.entries(kept)) assertVariables(text, locale);
    // A variable looks like an address to the guard (customer.name); what fills it is checked when it is sent.
    const plain = Object.values(kept).join("\n\n").replace(MARK, "X");
    assertSafeReply(check(plain), { acknowledged: acknowledge === true, redact });
    return { shortcut: shortcut.toLowerCase(), name, texts: kept };
  };
  return {
    list: () => canned.list(),
    add: async (input, by) => canned.add(checked(input), by, now()),
    async change(id, input, by) {
      const changed = await canned.change(id, checked(input), by, now());
      if (changed === undefined) throw unknown();
      return changed;
    },
    async remove(id) {
      if (!(await canned.remove(id))) throw unknown();
    },
  };
}

const MARK = /\{\{([^{}]*)\}\}/g;

function assertVariables(text: string, locale: string): void {
  const known = VARIABLES.map((name) => `{{${name}}}`).join(", ");
  for (const [mark, name = ""] of text.matchAll(MARK)) {
    if (VARIABLES.some((variable) => variable === name.trim())) continue;
    throw new AppError("input_invalid", `texts.${locale}: ${mark} is no variable. Use ${known}.`);
  }
  if (!/\{\{|\}\}/.test(text.replace(MARK, ""))) return;
  throw new AppError("input_invalid", `texts.${locale}: a {{ or }} stands alone. Use ${known}.`);
}

function unknown(): AppError {
  return new AppError("not_found", "There is no kept reply with this id. It may have been deleted.");
}
