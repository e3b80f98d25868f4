/** Every code an error of ours can carry. Stable: logs, `/readyz`, API answers and tests name them. */
export type ErrorCode =
  | "config_invalid"
  | "knowledge_invalid"
  | "index_missing"
  | "input_invalid"
  | "not_found"
  | "conflict"
  | "unauthorized"
  | "forbidden"
  | "totp_required"
  | "totp_missing"
  | "rate_limited"
  | "too_large"
  | "reply_unsafe"
  | "data_folder_in_use"
  | "database_foreign"
  | "database_newer"
  | "database_unsafe"
  | "store_failed"
  | "channel_unreachable"
  | "channel_refused"
  | "matcher_late"
  | "embeddings_failed"
  | "server_unreachable"
  | "stopping"
  | "internal";

/**
 * An error a person can act on: a stable code, and a message that says what failed and what to do.
 * `retryable` says that the same call may succeed later without any change.
 */
export class AppError extends Error {
  override name = "AppError";
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** The text of anything thrown, for a log line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
