import { Telegram } from "telegraf";
import { agentFor } from "./agent.ts";
import { within } from "./deadline.ts";
import { download } from "./download.ts";

/** One Bot API account. Calls are never retried here, never answered through a webhook's response. */
export interface BotApi {
  /** Resolves to Telegram's `result`; rejects with what telegraf throws (see `faultOf`) or on the time limit. */
  call(method: string, payload: Record<string, unknown>, limits?: CallLimits): Promise<unknown>;
  /** The bytes of a file at the path `getFile` gave, from this server only; rejects with an AppError without the token. */
  download(path: string, limit: number, signal: AbortSignal): Promise<Uint8Array>;
  /** The same text without the token, whichever way it got in. */
  redact(text: string): string;
  close(): void;
}

interface CallLimits {
  signal?: AbortSignal;
  /** Default 15 s. */
  timeoutMs?: number;
}

/** `connectMs` bounds the making of a connection, TLS included (default 8 s). */
export function botApi(token: string, root: string, options: { connectMs?: number } = {}): BotApi {
  const apiRoot = root.endsWith("/") ? root : `${root}/`;
  const agent = agentFor(apiRoot, options.connectMs);
  const telegram = new Telegram(token, { apiRoot, agent, webhookReply: false });
  // telegraf drops the agent for plain http (local Bot API servers), and with it keep-alive.
  telegram.options.agent = agent;
  const callApi = telegram.callApi.bind(telegram) as (
    method: string,
    payload: Record<string, unknown>,
    options: { signal: AbortSignal },
  ) => Promise<unknown>;

  return {
    call: (method, payload, { signal, timeoutMs = 15_000 } = {}) =>
      within(timeoutMs, signal, (until) => callApi(method, formSafe(payload), { signal: until })),
    download: (path, limit, signal) => download(new URL(`./file/bot${token}/`, apiRoot), path, limit, signal),
    redact: (text) => redactToken(text, token),
    close: () => agent.destroy(),
  };
}

/**
 * A payload that uploads goes out as a form, where telegraf drops every object it does not know for a file. Those are
 * written as JSON here, as the Bot API reads them in a form.
 */
function formSafe(payload: Record<string, unknown>): Record<string, unknown> {
  const items = Object.values(payload);
  const uploads = items.some((value) =>
    Array.isArray(value) ? value.some((item) => isUpload(field(item, "media"))) : isUpload(value),
  );
  if (!uploads) return payload;
  const written = Object.entries(payload).map(([name, value]) => {
    const plain = typeof value !== "object" || value === null || Array.isArray(value) || isUpload(value);
    return [name, plain ? value : JSON.stringify(value)] as const;
  });
  return Object.fromEntries(written);
}

function isUpload(value: unknown): boolean {
  return field(value, "source") instanceof Uint8Array;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** telegraf hides the token in some of its errors only; a broken answer still names the whole URL. */
export function redactToken(text: string, token: string): string {
  return text.replaceAll(token, "[token]").replace(/\/bot[^/\s]*:[^/\s]*/g, "/bot[token]");
}
