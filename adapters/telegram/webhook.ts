import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { ChannelHealth } from "../../src/channel/contract.ts";
import type { ChannelRoute, RawRequest, RawResponse } from "../../src/channel/http.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { BotApi } from "./api.ts";
import { backoffMs, type Fault, faultOf, isTokenRefusal } from "./errors.ts";
import type { Take } from "./intake.ts";
import { tokenRefused } from "./polling.ts";
import { allowedUpdates } from "./update.ts";

export const webhookPath = "/webhooks/telegram";

/** The header Telegram repeats our secret in. */
const secretHeader = "x-telegram-bot-api-secret-token";

/**
 * The route Telegram posts to. 200 only after the commit; 503 when we cannot store, so that Telegram sends it
 * again; 401 without a word for anybody who does not know the secret. `take` is undefined while not receiving.
 */
export function webhookRoute(parts: {
  secret: string;
  take(): Take | undefined;
  log: Log;
}): ChannelRoute & { settled(): Promise<void> } {
  const matches = secretCheck(parts.secret);
  const open = new Set<Promise<unknown>>();

  async function handle(request: RawRequest): Promise<RawResponse> {
    if (!matches(request.headers[secretHeader] ?? "")) return { status: 401 };
    const update = parsed(request.body);
    if (update === undefined) return { status: 400 };
    const take = parts.take();
    if (!take) return { status: 503 };
    try {
      await take([update]);
      return { status: 200 };
    } catch (error) {
      parts.log.error({ reason: reasonOf(error) }, "telegram update not stored");
      return { status: 503 };
    }
  }

  return {
    method: "POST",
    path: webhookPath,
    handle(request) {
      const answer = handle(request);
      open.add(answer);
      return answer.finally(() => open.delete(answer));
    },
    /** Resolves when no delivery is half taken in. */
    async settled() {
      await Promise.allSettled(open);
    },
  };
}

export interface WebhookParts {
  api: BotApi;
  url: string;
  secret: string;
  setHealth(health: ChannelHealth): void;
  log: Log;
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

/** How often we ask Telegram whether its deliveries arrive, and how old a failure may be to still count. */
const checkMs = 5 * 60_000;

/**
 * Tells Telegram where to deliver, and keeps looking whether it does: a delivery that fails on the way
 * (a proxy, a certificate) is visible nowhere else. Ends when `signal` aborts or the token is refused.
 */
export async function keepWebhook(parts: WebhookParts): Promise<void> {
  const { signal, setHealth, log, api } = parts;
  let failures = 0;
  let set = false;
  while (!signal.aborted) {
    try {
      if (!set) await register(parts);
      set = true;
      failures = 0;
      setHealth(await deliveryHealth(parts));
    } catch (error) {
      if (signal.aborted) return;
      const fault = faultOf(error, api.redact);
      log.warn({ reason: fault.detail, attempt: failures + 1 }, "telegram webhook not confirmed");
      setHealth(healthOf(fault));
      if (isTokenRefusal(fault)) return;
      failures += 1;
    }
    await parts.delay(failures > 0 ? backoffMs(failures) : checkMs, signal);
  }
}

async function register({ api, url, secret, signal }: WebhookParts): Promise<void> {
  await api.call(
    "setWebhook",
    // Telegram keeps the order within a chat itself; a few connections are plenty for one store.
    { url, secret_token: secret, max_connections: 4, allowed_updates: allowedUpdates },
    { signal },
  );
}

async function deliveryHealth(parts: WebhookParts): Promise<ChannelHealth> {
  const info = await parts.api.call("getWebhookInfo", {}, { signal: parts.signal });
  const field = (name: string) => (typeof info === "object" && info ? Reflect.get(info, name) : undefined);
  if (field("url") !== parts.url) {
    await register(parts);
    return { state: "degraded", detail: "The webhook had been moved elsewhere; it is set again." };
  }
  const failedAt = Number(field("last_error_date") ?? 0) * 1_000;
  const pending = Number(field("pending_update_count") ?? 0);
  if (pending === 0 || failedAt < parts.now() - 2 * checkMs) return { state: "up" };
  const reason = parts.api.redact(String(field("last_error_message") ?? "no reason given"));
  return { state: "degraded", detail: `${pending} messages wait at Telegram, which says: ${reason}` };
}

function healthOf(fault: Fault): ChannelHealth {
  if (isTokenRefusal(fault)) return { state: "down", detail: tokenRefused };
  if (fault.kind === "refused" && fault.code === 400) {
    return { state: "degraded", detail: `Telegram refuses the webhook. Check PUBLIC_URL: ${fault.detail}` };
  }
  return { state: "degraded", detail: `Telegram: ${fault.detail}` };
}

/** Both sides are hashed under a random key first, so neither length nor content shows in the time it takes. */
function secretCheck(secret: string): (given: string) => boolean {
  const key = randomBytes(32);
  const digest = (text: string) => createHmac("sha256", key).update(text).digest();
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
