import type { z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { LARGEST_CARRIED_FILE } from "../channel/contract.ts";
import { LARGEST_UPLOAD } from "../channel/own-files.ts";
import { AppError } from "../errors.ts";
import type { DeskEnv } from "./deps.ts";

/** The longest body that is read. */
const MAX_BODY_BYTES = 1_048_576;

/** Where agents upload files: longer bodies, and of another kind. Their length is said before they are read. */
export const UPLOADS = "/api/desk/files";
/** Where files are uploaded, and the longest that is taken there. */
const LARGEST: Readonly<Record<string, number>> = {
  [UPLOADS]: LARGEST_CARRIED_FILE,
  "/api/web/files": LARGEST_UPLOAD,
};
/** What the form around a file may take. */
const FORM_BYTES = 65_536;

/**
 * Refuses longer bodies, unread where they say their length. A body that does not say it is read here and put back.
 * The request is made anew from its parts: the listener's own object cannot be handed to `new Request`.
 */
export const boundedBody: MiddlewareHandler<DeskEnv> = async (c, next) => {
  const { url, method, headers, body } = c.req.raw;
  if (body === null) return next();
  const length = headers.get("content-length");
  if (length !== null && !headers.has("transfer-encoding")) {
    const largest = isForm(c.req.header("content-type")) ? LARGEST[c.req.path] : undefined;
    if (largest !== undefined && Number(length) > largest + FORM_BYTES) {
      const megabytes = largest / (1024 * 1024);
      throw new AppError(
        "too_large",
        `The file is larger than ${megabytes} MB. Send a smaller one, or a link to it.`,
      );
    }
    if (largest === undefined && Number(length) > MAX_BODY_BYTES) throw tooLong();
    return next();
  }
  const read = await readBounded(body).catch((error) => {
    throw error instanceof AppError ? error : cutShort();
  });
  c.req.raw = new Request(url, { method, headers, ...(read.byteLength === 0 ? {} : { body: read }) });
  return next();
};

async function readBounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw tooLong();
    chunks.push(chunk);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** The client went away in the middle of a body: no fault of ours, and nothing to log. */
export function cutShort(): AppError {
  return new AppError("input_invalid", "The body ended early. Send all of it.");
}

function tooLong(): AppError {
  return new AppError("too_large", "The body is longer than 1 MB. Send less.");
}

/**
 * Lets through only bodies that say they are JSON: a form on a foreign page cannot send one.
 * A call without any body needs no content type.
 */
export const jsonOnly: MiddlewareHandler<DeskEnv> = async (c, next) => {
  const type = c.req.header("content-type");
  const hasBody = Number(c.req.header("content-length") ?? 0) > 0 || c.req.header("transfer-encoding");
  const isJson = type !== undefined && /^application\/json\s*(;|$)/i.test(type);
  // From foreign pages `sameOrigin` has kept it already.
  if (c.req.path === UPLOADS && isForm(type)) return next();
  if (c.req.method === "GET" || isJson || (type === undefined && !hasBody)) return next();
  const message = "Send the body as content-type: application/json.";
  return c.json({ error: { code: "input_invalid", message } }, 415);
};

function isForm(type: string | undefined): boolean {
  return type !== undefined && /^multipart\/form-data\s*;/i.test(type);
}

type Validation = { target: string } & ({ success: true } | { success: false; error: z.ZodError });

/** Words the first fault of a request: which field, what is wrong, and how to mend it. @throws AppError input_invalid */
export function sayFault(result: Validation): void {
  if (result.success) return;
  const [issue] = result.error.issues;
  throw new AppError(
    "input_invalid",
    issue === undefined ? "The request is not valid." : sentence(result.target, issue),
  );
}

function sentence(target: string, issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `${issue.keys.join(", ")}: unknown field. Leave it out.`;
  if (issue.path.length === 0) return "The body is not a JSON object. Send one.";
  const field = issue.path.map(String).join(".");
  return `${target === "header" ? headerName(field) : field}: ${issue.message}.`;
}

function headerName(lower: string): string {
  return lower.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
