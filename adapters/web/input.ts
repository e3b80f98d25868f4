import { z } from "zod";
import { AppError } from "../../src/errors.ts";

/** The longest body read. Longer texts than the guard's bound are its business, not ours. */
const MAX_BODY_BYTES = 1_048_576;

const CLIENT_ID = "send 1 to 128 visible ASCII characters, the same in every retry of one message";
const clientId = z.string({ error: given(CLIENT_ID) }).regex(/^[\x21-\x7e]{1,128}$/, { error: CLIENT_ID });

const WHAT = "send one of text, choice and fileId; text may go with a fileId";
const FILE_ID = "send the fileId that POST /api/web/files answered";

/** What `POST /api/web/messages` takes. */
export const MessageInput = z
  .strictObject({
    clientId,
    text: z
      .string({ error: "send a string" })
      .refine((text) => text.trim() !== "", { error: "is empty; send at least one visible character" })
      .optional(),
    choice: z
      .string({ error: "send the token of a choice, as it came with the message" })
      .regex(/^[\x21-\x7e]{1,22}$/, { error: "send the token of a choice, as it came with the message" })
      .optional(),
    fileId: z
      .string({ error: FILE_ID })
      .regex(/^[a-z2-7]{1,64}$/, { error: FILE_ID })
      .optional(),
  })
  .refine(({ text, choice, fileId }) => (choice === undefined) !== ((text ?? fileId) === undefined), {
    error: WHAT,
    path: ["text"],
    when: ({ issues }) => issues.length === 0,
  });

/** What `POST /api/web/sessions` takes; an empty body will do. */
export const SessionInput = z.strictObject({
  locale: z
    .string({ error: "send a language tag like zh or en-GB" })
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/, { error: "send a language tag like zh or en-GB" })
    .optional(),
  identity: z
    .string({ error: "send a JWT as a string" })
    .max(4096, { error: "is longer than 4096 characters" })
    .optional(),
});

const SCORE = "send a whole number from 1 to 5";

/** What `POST /api/web/rating` takes. With a clientId a retry is not counted twice. */
export const RatingInput = z.strictObject({
  clientId: clientId.optional(),
  score: z
    .number({ error: given(SCORE) })
    .int({ error: SCORE })
    .min(1, { error: SCORE })
    .max(5, { error: SCORE }),
  comment: z
    .string({ error: "send a string" })
    .max(4000, { error: "is longer than 4000 characters" })
    .transform(storable)
    .optional(),
});

/**
 * A body as the given shape.
 * @throws AppError input_invalid naming the field, the reason and the mend; too_large past 1 MB.
 */
export function readBody<T>(body: Uint8Array, shape: z.ZodType<T>): T {
  if (body.byteLength > MAX_BODY_BYTES) {
    throw new AppError("too_large", "The body is longer than 1 MB. Send less text.");
  }
  const result = shape.safeParse(parse(body));
  if (result.success) return result.data;
  throw new AppError("input_invalid", sentence(result.error.issues[0], shape));
}

/** Text every store can keep: no NUL, no half of a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}

function parse(body: Uint8Array): unknown {
  if (body.byteLength === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new AppError("input_invalid", "The body is not JSON. Send a JSON object in UTF-8.");
  }
}

function sentence(issue: z.core.$ZodIssue | undefined, shape: z.ZodType): string {
  if (issue === undefined) return "The body is not what this call takes.";
  if (issue.code === "unrecognized_keys") {
    const known = shape instanceof z.ZodObject ? Object.keys(shape.shape).join(", ") : "";
    return `${issue.keys[0]}: unknown field. This call takes ${known}.`;
  }
  if (issue.path.length === 0) return "The body is not a JSON object. Send one.";
  return `${issue.path.join(".")}: ${issue.message}.`;
}

function given(mend: string): (issue: { input?: unknown }) => string {
  return (issue) => (issue.input === undefined ? `is missing; ${mend}` : mend);
}
