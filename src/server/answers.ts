import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { UnsafeReply } from "../desk/reply-check.ts";
import { TooManyTries } from "../desk/too-many.ts";
import { AppError, type ErrorCode, reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { NewerMessages } from "../store/store.ts";

const STATUS: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  input_invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  totp_required: 401,
  totp_missing: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  reply_unsafe: 422,
  rate_limited: 429,
  channel_unreachable: 502,
  channel_refused: 502,
  store_failed: 503,
  stopping: 503,
};

/** Turns anything thrown into `{error: {code, message}}`. What we did not foresee is logged, and says nothing of the inside. */
export function errorAnswers(log: Log): (error: unknown, c: Context) => Response {
  return (error, c) => {
    c.header("cache-control", "no-store");
    if (error instanceof HTTPException) return libraryAnswer(error, c);
    const status = error instanceof AppError ? STATUS[error.code] : undefined;
    if (!(error instanceof AppError) || status === undefined) {
      log.error({ method: c.req.method, path: c.req.path, reason: reasonOf(error) }, "a request failed");
      return refuse(c, 500, { code: "internal", message: "Something broke on our side. Try again." });
    }
    if (error instanceof TooManyTries) c.header("retry-after", String(Math.ceil(error.waitMs / 1000)));
    if (status === 503) {
      log.warn({ path: c.req.path, code: error.code }, "a request had to be put off");
      c.header("retry-after", "2");
    }
    // The rest of the body is on its way still: the client must not take this connection for its next call.
    if (status === 413) c.header("connection", "close");
    if (status === 401) c.header("www-authenticate", 'Bearer realm="kefu"');
    const problems = error instanceof UnsafeReply ? { problems: error.problems } : {};
    return refuse(c, status, { code: error.code, message: error.message, ...problems });
  };
}

/** A refusal as every door of ours words it. */
export function refuse(
  c: Context,
  status: ContentfulStatusCode,
  error: {
    code: string;
    message: string;
    owner?: string;
    problems?: UnsafeReply["problems"];
    newer?: NewerMessages;
  },
): Response {
  c.set("refused", error.code);
  return c.json({ error }, status);
}

/** The web library throws for bodies that are no JSON or of another kind. */
function libraryAnswer(error: HTTPException, c: Context): Response {
  if (error.status === 415) {
    return refuse(c, 415, {
      code: "input_invalid",
      message: "Send the body as content-type: application/json.",
    });
  }
  return refuse(c, error.status === 400 ? 400 : 500, {
    code: error.status === 400 ? "input_invalid" : "internal",
    message: "The body is not JSON. Send a JSON object in UTF-8.",
  });
}
