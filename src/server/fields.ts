import { z } from "@hono/zod-openapi";
import { name } from "../guard/bound.ts";

/** Longest reply or note; channels split what is longer than one message of theirs. */
const MAX_TEXT = 10_000;

/** A field's fault in words: "is missing; MEND" when it is not there, else the mend alone. */
export function given(mend: string): (issue: { input?: unknown }) => string {
  return (issue) => (issue.input === undefined ? `is missing; ${mend}` : mend);
}

export const email = z
  .email({ error: given("send an e-mail address") })
  .max(254, { error: "is longer than 254 characters" });

export const password = z.string({ error: given("send a string") });

/** Of an authenticator app, or for recovery. */
export const code = z
  .string({ error: given("send the code of your authenticator app, or a recovery code") })
  .max(64, { error: "is no code" });

/** Customers see it: on one line, without controls or marks that turn the text around. */
export const personName = z
  .string({ error: "send a string" })
  .max(64, { error: "is longer than 64 characters" })
  .transform(name)
  .refine((shown) => shown !== "", { error: "is empty; leave it out or send a name" })
  .optional();

/** A text that may be blank, where something else can stand for it. */
export const anyText = z
  .string({ error: given("send a string") })
  .max(MAX_TEXT, { error: `is longer than ${MAX_TEXT} characters; send it in parts` });

export const EMPTY = "is empty; write at least one visible character";

export const text = anyText.refine((value) => value.trim() !== "", { error: EMPTY });

const WHEN =
  "send a time ahead of now: epoch milliseconds, or ISO 8601 with a zone like 2027-01-31T09:00:00+08:00";

/** A time as milliseconds or ISO 8601; read as milliseconds. */
export const when = z
  .union([z.number().int(), z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))], {
    error: given(WHEN),
  })
  .openapi({ type: "string", format: "date-time", description: "ISO 8601, or epoch milliseconds" });

const KEY = "send 1 to 200 visible ASCII characters, the same in every retry of one act";

/** The header without which nothing is done: a repeat with the same key does nothing again. */
export const idempotencyKey = z.object({
  "idempotency-key": z.string({ error: given(KEY) }).regex(/^[\x21-\x7e]{1,200}$/, { error: KEY }),
});

export const conversationId = z.object({
  id: z
    .string()
    .min(1)
    .max(64, { error: "is no id and no reference" })
    .openapi({ description: "The conversation's id, or its reference (K-XXXXXX)" }),
});
