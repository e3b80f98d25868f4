import type { RefusalReason, SendResult } from "../../src/channel/contract.ts";

/** What one call to the Bot API came to when it did not come to an answer we wanted. */
export type Fault =
  /** Telegram answered "no": nothing was posted. */
  | { kind: "refused"; code: number; detail: string; retryAfterMs?: number; migratedTo?: string }
  /** The request surely never reached Telegram. */
  | { kind: "unsent"; detail: string }
  /** The request may have been carried out: the answer was lost, late, or a server error. */
  | { kind: "lost"; detail: string };

/**
 * Sorts anything a call threw. Conservative: whatever is not surely unsent or surely refused is `lost`.
 * telegraf throws a TelegramError (`response.error_code`), node-fetch a FetchError with the system's `code`,
 * which alone does not tell whether the body was written; hence the closed list of codes below.
 */
export function faultOf(error: unknown, redact: (text: string) => string = (text) => text): Fault {
  const thrown = isRecord(error) ? error : {};
  const detail = redact(typeof thrown.message === "string" ? thrown.message : String(error));
  const response = thrown.response;
  if (isRecord(response) && typeof response.error_code === "number") {
    const code = response.error_code;
    return code >= 500 ? { kind: "lost", detail } : refusal(code, detail, response.parameters);
  }
  return surelyUnsent(thrown.code, detail) ? { kind: "unsent", detail } : { kind: "lost", detail };
}

/** How one send ended, from its fault. `scope` is whom a 429 is taken to speak of; `attempt` counts from 1. */
export function sendResultOf(
  fault: Fault,
  context: { scope: "space" | "account"; attempt: number },
): SendResult {
  const { detail } = fault;
  if (fault.kind === "lost") return { outcome: "unknown", detail };
  if (fault.kind === "unsent") {
    return { outcome: "retry", afterMs: backoffMs(context.attempt), scope: "call", detail };
  }
  if (fault.code === 429) {
    return { outcome: "retry", afterMs: fault.retryAfterMs ?? 5_000, scope: context.scope, detail };
  }
  if (fault.migratedTo !== undefined) {
    return { outcome: "failed", reason: "space_gone", detail, migratedTo: fault.migratedTo };
  }
  return { outcome: "failed", reason: reasonOfRefusal(fault.code, detail), detail };
}

/** True when Telegram could not read our markup: the same words as plain text will pass. */
export function isMarkupRefusal(fault: Fault): boolean {
  return refusedWith(fault, /can't parse entities/i);
}

/** True when Telegram cannot show a picture or video we upload: as a document it will pass. */
export function isPictureRefusal(fault: Fault): boolean {
  return refusedWith(fault, /PHOTO_|IMAGE_PROCESS|VIDEO_|STICKER_|VOICE_/i);
}

/** True when the topic of a group was deleted; the group itself may be there. */
export function isTopicGone(fault: Fault): boolean {
  return refusedWith(fault, topicGone);
}

/** True when a topic, or a message of ours, is no more. */
export function isThreadGone(fault: Fault): boolean {
  const words = /message to (edit|react) not found|MESSAGE_ID_INVALID|message can't be edited/i;
  return isTopicGone(fault) || refusedWith(fault, words);
}

/** True when the message that was to be answered is no more. */
export function isReplyGone(fault: Fault): boolean {
  return refusedWith(
    fault,
    /message to be replied not found|replied message not found|REPLY_MESSAGE_ID_INVALID/i,
  );
}

export function isTopicClosed(fault: Fault): boolean {
  return refusedWith(fault, /TOPIC_CLOSED/i);
}

/** True when the group has no topics at all. */
export function isNoForum(fault: Fault): boolean {
  return refusedWith(
    fault,
    /not a forum|CHANNEL_FORUM_MISSING|method is available (only )?(for|in) (forum )?supergroup/i,
  );
}

/** True when the bot may not make topics. */
export function isTopicRightMissing(fault: Fault): boolean {
  return refusedWith(fault, /not enough rights|no rights|CHAT_ADMIN_REQUIRED|administrator rights/i);
}

function refusedWith(fault: Fault, words: RegExp): boolean {
  return fault.kind === "refused" && fault.code === 400 && words.test(fault.detail);
}

/** True when the token itself is refused: nothing will work until a person changes it. */
export function isTokenRefusal(fault: Fault): boolean {
  return fault.kind === "refused" && (fault.code === 401 || fault.code === 404);
}

/** 1, 2, 4 … 30 seconds; `attempt` counts from 1. */
export function backoffMs(attempt: number): number {
  return Math.min(30_000, 1_000 * 2 ** Math.min(10, Math.max(0, attempt - 1)));
}

/** Raised by our own agent when a connection (with TLS) is not up in time: nothing was written on it. */
export const connectTimeoutCode = "ERR_CONNECT_TIMEOUT";

const topicGone = /message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/i;

const unsentCodes = new Set([
  connectTimeoutCode,
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** A TLS handshake that breaks raises ECONNRESET like a broken request does; only the words differ. */
const brokenHandshake = /before secure TLS connection was established|reason: connect ETIMEDOUT/;

function surelyUnsent(code: unknown, detail: string): boolean {
  return (typeof code === "string" && unsentCodes.has(code)) || brokenHandshake.test(detail);
}

function refusal(code: number, detail: string, parameters: unknown): Fault {
  const { retry_after: seconds, migrate_to_chat_id: moved } = isRecord(parameters) ? parameters : {};
  return {
    kind: "refused",
    code,
    detail,
    ...(typeof seconds === "number" && seconds >= 0 ? { retryAfterMs: Math.ceil(seconds * 1_000) } : {}),
    ...(typeof moved === "number" || typeof moved === "string" ? { migratedTo: String(moved) } : {}),
  };
}

/** Descriptions are Telegram's own and not versioned, so each pattern is a fragment; the first that fits counts. */
const refusals: readonly [code: number, words: RegExp, reason: RefusalReason][] = [
  [403, /blocked by the user|can't initiate conversation/i, "blocked"],
  [403, /deactivated|kicked|not a member|was deleted/i, "left"],
  [403, /./, "forbidden"],
  [400, /too long|too big|MEDIA_CAPTION_TOO_LONG/i, "too_large"],
  [400, /chat not found|user not found|PEER_ID_INVALID|chat was (upgraded|deactivated)/i, "space_gone"],
  [400, topicGone, "space_gone"],
  [400, /not enough rights|no rights|WRITE_FORBIDDEN|RESTRICTED|TOPIC_CLOSED/i, "forbidden"],
  [401, /./, "auth"],
  [404, /./, "auth"],
  [413, /./, "too_large"],
];

function reasonOfRefusal(code: number, detail: string): RefusalReason {
  return refusals.find(([at, words]) => at === code && words.test(detail))?.[2] ?? "bad_format";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
