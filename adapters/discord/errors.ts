import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import type { RefusalReason, SendResult } from "../../src/channel/contract.ts";

/** What one call to Discord came to when it did not come to an answer we wanted. */
export type Fault =
  /** Discord answered "no": nothing was posted. `code` is its own number, 0 where it gave none. */
  | { kind: "refused"; status: number; code: number; detail: string; tooLong: boolean }
  /** Discord, or its own pace kept by the client, asks to wait: nothing was posted. */
  | { kind: "limited"; afterMs: number; scope: "space" | "account"; detail: string }
  /** The request surely never reached Discord. */
  | { kind: "unsent"; detail: string }
  /** The request may have been carried out: the answer was lost, late, or a server error. */
  | { kind: "lost"; detail: string };

/** A 429 as Discord words it; thrown before the client would wait and repeat by itself. */
export class Flooded extends Error {
  override name = "Flooded";
  readonly afterMs: number;
  readonly scope: "space" | "account";

  constructor(afterMs: number, scope: "space" | "account") {
    super(`Discord asks to wait ${afterMs} ms (${scope === "account" ? "all calls" : "this place"})`);
    this.afterMs = afterMs;
    this.scope = scope;
  }
}

/** A call that was not made at all: the token was refused before, or too many calls were. */
export class Unasked extends Error {
  override name = "Unasked";
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.detail);
    this.fault = fault;
  }
}

/** How long to wait where a 429 names no time. */
const usualWaitMs = 5_000;

/** Reads a 429: `retry_after` is in seconds, with a fraction; `global` or a page without JSON means every call. */
export function floodOf(headers: { get(name: string): string | null }, body: unknown): Flooded {
  const { retry_after: told, global } = isRecord(body) ? body : {};
  const seconds = typeof told === "number" ? told : Number(headers.get("retry-after") ?? Number.NaN);
  const afterMs = Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1_000) : usualWaitMs;
  const everywhere = global === true || headers.get("x-ratelimit-scope") === "global" || !isRecord(body);
  return new Flooded(afterMs, everywhere ? "account" : "space");
}

/** Sorts anything a call threw. Conservative: whatever is not surely unsent or surely refused is `lost`. */
export function faultOf(error: unknown, redact: (text: string) => string = (text) => text): Fault {
  if (error instanceof Unasked) return error.fault;
  if (error instanceof Flooded) {
    return { kind: "limited", afterMs: error.afterMs, scope: error.scope, detail: error.message };
  }
  if (error instanceof RateLimitError) {
    const afterMs = Math.max(250, Math.ceil(Math.max(error.timeToReset, error.sublimitTimeout)));
    const detail = `the pace Discord asks for: ${error.limit} calls, again in ${afterMs} ms`;
    return { kind: "limited", afterMs, scope: error.global ? "account" : "space", detail };
  }
  if (error instanceof DiscordAPIError) return refusal(error, redact);
  if (error instanceof HTTPError) return { kind: "lost", detail: `Discord answered ${error.status}` };
  const message = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  const detail = redact(code === undefined ? message : `${message} (${code})`);
  return code !== undefined && unsentCodes.has(code) ? { kind: "unsent", detail } : { kind: "lost", detail };
}

/** How one send ended, from its fault; `attempt` counts from 1. */
export function sendResultOf(fault: Fault, attempt: number): SendResult {
  const { detail } = fault;
  switch (fault.kind) {
    case "lost":
      return { outcome: "unknown", detail };
    case "unsent":
      return { outcome: "retry", afterMs: backoffMs(attempt), scope: "call", detail };
    case "limited":
      return { outcome: "retry", afterMs: fault.afterMs, scope: fault.scope, detail };
    case "refused": {
      const pause = pauses.get(fault.code);
      if (pause !== undefined) return { outcome: "retry", ...pause, detail };
      return { outcome: "failed", reason: reasonOfRefusal(fault), detail };
    }
  }
}

/** True when the token itself is refused: nothing will work until a person changes it. */
export function isTokenRefusal(fault: Fault): boolean {
  return fault.kind === "refused" && fault.status === 401;
}

/** 1, 2, 4 … 60 seconds; `attempt` counts from 1. */
export function backoffMs(attempt: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(10, Math.max(0, attempt - 1)));
}

const reasons: readonly [codes: number[], reason: RefusalReason][] = [
  // Cannot message this user: direct messages closed, or we are blocked.
  [[50007], "blocked"],
  // No server in common any more.
  [[50278], "left"],
  // Unknown channel, guild.
  [[10003, 10004], "space_gone"],
  // Unknown message, webhook, interaction; invalid webhook token; a thread that is archived or locked.
  [[10008, 10015, 10062, 50027, 50083, 160005], "window_closed"],
  // Too many open threads, too many channels; too many edits of an old message.
  [[160006, 30013, 30046], "quota"],
  // Missing access, missing permission; stopped by the server's own moderation.
  [[50001, 50013, 200000, 200001], "forbidden"],
  [[40005], "too_large"],
];

/** Refusals that pass by themselves: opening direct messages too fast, a channel's own write limit. */
const pauses = new Map<number, { afterMs: number; scope: "call" | "space" }>([
  [40003, { afterMs: 60_000, scope: "call" }],
  [20028, { afterMs: usualWaitMs, scope: "space" }],
]);

const byStatus: Record<number, RefusalReason> = {
  401: "auth",
  403: "forbidden",
  404: "space_gone",
  413: "too_large",
};

function reasonOfRefusal({ code, status, tooLong }: Extract<Fault, { kind: "refused" }>): RefusalReason {
  if (status === 401) return "auth";
  const known = reasons.find(([codes]) => codes.includes(code))?.[1];
  if (known !== undefined) return known;
  return tooLong ? "too_large" : (byStatus[status] ?? "bad_format");
}

function refusal(error: DiscordAPIError, redact: (text: string) => string): Fault {
  const { status, message } = error;
  const code = typeof error.code === "number" ? error.code : 0;
  const detail = redact(`${message.replaceAll("\n", "; ")} (${status}${code === 0 ? "" : `, ${code}`})`);
  if (status >= 500) return { kind: "lost", detail };
  const tooLong = code === 50035 && JSON.stringify(error.rawError).includes("BASE_TYPE_MAX_LENGTH");
  return { kind: "refused", status, code, detail, tooLong };
}

/** fetch says only "fetch failed"; the system's own word is its cause. */
function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; isRecord(at) && depth < 4; at = at.cause, depth += 1) {
    if (typeof at.code === "string") return at.code;
    if (Array.isArray(at.errors) && isRecord(at.errors[0]) && typeof at.errors[0].code === "string")
      return at.errors[0].code;
  }
  return undefined;
}

const unsentCodes = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
