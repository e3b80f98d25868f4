import { type Logger, LogLevel, webApi } from "@slack/bolt";
import type { Log } from "../../src/log.ts";
import { type CallLimits, within } from "./deadline.ts";

/** One workspace's Web API. A call is made once: never retried, never queued behind another's rate limit. */
export interface SlackApi {
  /** Resolves to Slack's answer; rejects with what the SDK throws (see `faultOf`) or on the time limit. */
  call(
    method: string,
    payload: Record<string, unknown>,
    limits?: CallLimits,
  ): Promise<Record<string, unknown>>;
  /** Posts to a response_url, which needs no token. Rejects as `call` does. */
  respond(url: string, body: Record<string, unknown>, limits?: CallLimits): Promise<void>;
  /** The same text without tokens and response addresses, whichever way they got in. */
  redact(text: string): string;
}

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

export function slackApi(token: string, root: string, log: Log): SlackApi {
  const redact = (text: string) => redactSecrets(text, token);
  const logger = sdkLogger(log, redact);

  return {
    call: (method, payload, limits) =>
      within(limits, async (signal, timeout) => {
        // A client for each call: it is the SDK's only way to abort one. It costs a sixth of a millisecond.
        const options = clientOptions(root, timeout);
        const client = new webApi.WebClient(token, { ...options, logger, fetch: bound(signal) });
        return (await client.apiCall(method, payload)) as unknown as Record<string, unknown>;
      }),
    respond: (url, body, limits) =>
      within(limits, async (signal) => {
        if (!isResponseUrl(url, root)) throw refusal("not an address of Slack's");
        const answer = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json; charset=utf-8" },
          body: JSON.stringify(body),
          redirect: "error",
          signal,
        });
        await answer.text();
        if (answer.status === 429) throw limited(answer.headers.get("retry-after"));
        if (answer.status >= 500)
          throw Object.assign(new Error(`HTTP ${answer.status}`), { statusCode: answer.status });
        // Used up or too old: Slack says so in words, and shows nothing.
        if (!answer.ok) throw refusal(`the address for answers is closed (HTTP ${answer.status})`);
      }),
    redact,
  };
}

/**
 * Options of one client of the SDK: no retries of its own, a 429 told at once, a time limit. Always a new object,
 * since the SDK's socket client writes its own defaults (a hundred retries) into the one it is given.
 */
export function clientOptions(root: string, timeoutMs: number) {
  return {
    slackApiUrl: root,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
  };
}

/** What the SDK says, at our level "debug" and without secrets. Its own debug lines hold whole messages: dropped. */
export function sdkLogger(log: Log, redact: (text: string) => string): Logger {
  const note = (...words: unknown[]) => {
    log.debug({ sdk: redact(words.map(String).join(" ")).slice(0, 300) }, "slack sdk");
  };
  const quiet = () => undefined;
  return {
    debug: quiet,
    info: quiet,
    warn: note,
    error: note,
    setLevel: quiet,
    setName: quiet,
    getLevel: () => LogLevel.INFO,
  };
}

function bound(signal: AbortSignal): Fetch {
  return (url, init) => fetch(url, { ...init, signal });
}

/** Signed deliveries name it, yet it is an address we post to: only Slack's own, or the stand-in's beside its API. */
function isResponseUrl(url: string, root: string): boolean {
  if (!URL.canParse(url)) return false;
  const target = new URL(url);
  const slacks = target.protocol === "https:" && /(^|\.)slack\.com$/.test(target.hostname);
  return slacks || isStandIns(target, root);
}

/** True when the API is not Slack's own, and this address is beside it. */
export function isStandIns(target: URL, root: string): boolean {
  const api = new URL(root);
  return target.origin === api.origin && !/(^|\.)slack\.com$/.test(api.hostname);
}

function refusal(words: string): Error {
  return Object.assign(new Error(words), { data: { ok: false, error: "response_url_closed" } });
}

function limited(seconds: string | null): Error {
  return Object.assign(new Error("too many answers"), { retryAfter: Number(seconds ?? 5) || 5 });
}

function redactSecrets(text: string, token: string): string {
  return text
    .replaceAll(token, "[token]")
    .replace(/\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w-]+/g, "[token]")
    .replace(/https:\/\/hooks\.slack\.com\/\S+/g, "[response address]")
    .replace(/wss?:\/\/\S+/g, "[socket address]");
}
