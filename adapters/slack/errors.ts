import type { RefusalReason, SendResult } from "../../src/channel/contract.ts";

/** What one call to Slack came to when it did not come to an answer we wanted. */
export type Fault =
  /** Slack answered "no": nothing was done. `code` is its word for it. */
  | { kind: "refused"; code: string; detail: string }
  /** Slack asks us to wait: nothing was done. */
  | { kind: "limited"; detail: string; retryAfterMs?: number }
  /** The request surely never reached Slack. */
  | { kind: "unsent"; detail: string }
  /** The request may have been carried out: the answer was lost, late, or a server error. */
  | { kind: "lost"; detail: string };

/**
 * Sorts anything a call threw. Conservative: whatever is not surely unsent or surely refused is `lost`.
 * Slack says nearly everything with HTTP 200 and `{ok: false, error}`; 429 and 5xx are its only other answers, so any
 * other status was said by something in between, which did not pass the call on.
 */
export function faultOf(error: unknown, redact: (text: string) => string = (text) => text): Fault {
  const thrown = isRecord(error) ? error : {};
  const detail = redact(typeof thrown.message === "string" ? thrown.message : String(error)).slice(0, 300);
  const data = isRecord(thrown.data) ? thrown.data : undefined;
  if (data !== undefined) return answered(data, detail);
  if (typeof thrown.retryAfter === "number") return limited(detail, thrown.retryAfter);
  if (typeof thrown.statusCode === "number") {
    const status = thrown.statusCode;
    return status >= 500 || status === 408
      ? { kind: "lost", detail }
      : { kind: "unsent", detail: `something before Slack answered HTTP ${status}` };
  }
  return surelyUnsent(error) ? { kind: "unsent", detail } : { kind: "lost", detail };
}

/** How one send ended, from its fault. `scope` is whom a 429 is taken to speak of; `attempt` counts from 1. */
export function sendResultOf(
  fault: Fault,
  context: { scope: "space" | "account"; attempt: number },
): SendResult {
  const { detail } = fault;
  switch (fault.kind) {
    case "lost":
      return { outcome: "unknown", detail };
    case "unsent":
      return { outcome: "retry", afterMs: backoffMs(context.attempt), scope: "call", detail };
    case "limited":
      return { outcome: "retry", afterMs: fault.retryAfterMs ?? 5_000, scope: context.scope, detail };
    case "refused":
      return { outcome: "failed", reason: REFUSALS[fault.code] ?? reasonOfUnknown(fault.code), detail };
  }
}

/** True when Slack could not take our blocks: the same words without them will pass. */
export function isBlockRefusal(fault: Fault): boolean {
  return fault.kind === "refused" && /^invalid_blocks|^msg_blocks_too_long$/.test(fault.code);
}

/** True when the token itself is refused: nothing will work until a person changes it. */
export function isTokenRefusal(fault: Fault): boolean {
  return fault.kind === "refused" && REFUSALS[fault.code] === "auth";
}

/** 1, 2, 4 … 30 seconds; `attempt` counts from 1. */
export function backoffMs(attempt: number): number {
  return Math.min(30_000, 1_000 * 2 ** Math.min(10, Math.max(0, attempt - 1)));
}

/** Slack's words (docs.slack.dev, chat.postMessage and the errors every method has), and what they mean to a sender. */
const REFUSALS: Readonly<Record<string, RefusalReason>> = {
  channel_not_found: "space_gone",
  is_archived: "space_gone",
  thread_not_found: "space_gone",
  message_not_found: "space_gone",
  not_in_channel: "left",
  user_not_found: "left",
  users_not_found: "left",
  user_disabled: "left",
  user_not_visible: "left",
  cannot_dm_bot: "blocked",
  messages_tab_disabled: "blocked",
  msg_too_long: "too_large",
  msg_blocks_too_long: "too_large",
  message_limit_exceeded: "quota",
  token_revoked: "auth",
  token_expired: "auth",
  account_inactive: "auth",
  invalid_auth: "auth",
  not_authed: "auth",
  user_removed_from_team: "auth",
  team_disabled: "auth",
  missing_scope: "forbidden",
  no_permission: "forbidden",
  restricted_action: "forbidden",
  not_allowed_token_type: "forbidden",
  access_denied: "forbidden",
  accesslimited: "forbidden",
  ekm_access_denied: "forbidden",
  team_access_not_granted: "forbidden",
  as_user_not_supported: "forbidden",
  method_not_supported_for_channel_type: "forbidden",
};

function reasonOfUnknown(code: string): RefusalReason {
  return /^(?:restricted_|cannot_|not_allowed|no_)/.test(code) && code !== "no_text"
    ? "forbidden"
    : "bad_format";
}

/** By Slack's own words "some aspect of the operation may have succeeded" before these. */
const MAYBE_DONE = new Set(["fatal_error", "internal_error", "service_unavailable", "request_timeout"]);

function answered(data: Record<string, unknown>, detail: string): Fault {
  const code = data.error;
  const metadata = isRecord(data.response_metadata) ? data.response_metadata : {};
  // An answer that was no JSON arrives here as its whole text.
  if (typeof code !== "string" || !/^[a-z][\w.-]{1,60}$/i.test(code)) {
    return { kind: "lost", detail: "an answer that is none of Slack's" };
  }
  if (/^(?:ratelimited|rate_limited)$/.test(code)) return limited(detail, metadata.retryAfter);
  return MAYBE_DONE.has(code) ? { kind: "lost", detail } : { kind: "refused", code, detail };
}

function limited(detail: string, seconds: unknown): Fault {
  const usable = typeof seconds === "number" && seconds >= 0;
  return { kind: "limited", detail, ...(usable ? { retryAfterMs: Math.ceil(seconds * 1_000) } : {}) };
}

/** Failures of making a connection: nothing was written on it. */
const UNSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The SDK wraps fetch's error, which wraps the socket's, which wraps one per address tried. */
function surelyUnsent(error: unknown, depth = 0): boolean {
  if (!isRecord(error) || depth > 5) return false;
  if (typeof error.code === "string" && UNSENT.has(error.code)) return true;
  const tried = Array.isArray(error.errors) ? error.errors : [];
  if (tried.length > 0) return tried.every((one) => surelyUnsent(one, depth + 1));
  return surelyUnsent(error.cause, depth + 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
