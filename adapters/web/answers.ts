import type { RawResponse } from "../../src/channel/http.ts";
import { AppError, type ErrorCode } from "../../src/errors.ts";

const STATUS: Partial<Record<ErrorCode, number>> = {
  input_invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  rate_limited: 429,
  too_large: 413,
  channel_unreachable: 502,
  channel_refused: 502,
  store_failed: 503,
  stopping: 503,
};

/** A JSON answer that no cache keeps. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): RawResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

/** Any error as `{error: {code, message}}`. What is not an AppError says nothing of the inside. */
export function errorAnswer(error: unknown): RawResponse {
  if (!(error instanceof AppError)) {
    return json(500, { error: { code: "internal", message: "Something broke on our side. Try again." } });
  }
  const status = STATUS[error.code] ?? 500;
  const headers: Record<string, string> = {};
  if (status === 503) headers["retry-after"] = "2";
  if (error instanceof TooOften) headers["retry-after"] = String(Math.ceil(error.waitMs / 1000));
  return json(status, { error: { code: error.code, message: error.message } }, headers);
}

/** Refused for now; may be tried again after `waitMs`. */
export class TooOften extends AppError {
  readonly waitMs: number;

  constructor(message: string, waitMs: number) {
    super("rate_limited", message, { retryable: true });
    this.waitMs = waitMs;
  }
}
