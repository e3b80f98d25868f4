import type { ChannelHealth, ChannelPorts } from "../../src/channel/contract.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { BotApi } from "./api.ts";
import { backoffMs, type Fault, faultOf, isTokenRefusal } from "./errors.ts";
import { offsetAfter, offsetCursor, type Take } from "./intake.ts";
import { allowedUpdates } from "./update.ts";

export interface PollingParts {
  api: BotApi;
  take: Take;
  cursor: ChannelPorts["cursor"];
  setHealth(health: ChannelHealth): void;
  log: Log;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
  /** Aborting ends the loop, and the open request with it; a batch being stored is finished first. */
  signal: AbortSignal;
}

/** Seconds Telegram holds an empty answer, and how long we wait for a connection that died silently. */
const holdSeconds = 50;
const requestMs = 65_000;

export const tokenRefused =
  "Telegram refused the token. Get a new one from @BotFather, set TELEGRAM_BOT_TOKEN and restart.";

/**
 * Reads updates until `signal` aborts or the token is refused. The next request, which confirms a batch to
 * Telegram, leaves only after the batch and its offset are committed together: what is not on disk comes again.
 */
export async function pollUpdates(parts: PollingParts): Promise<void> {
  const { signal, setHealth, log } = parts;
  let offset: number | undefined;
  let known = false;
  let failures = 0;
  /** After a failure one request asks for no wait, so that recovery is seen at once and not 50 s later. */
  let probe = false;
  while (!signal.aborted) {
    try {
      if (!known) offset = numberOf(await parts.cursor.get(offsetCursor));
      known = true;
      const batch = await fetchBatch(parts, offset, probe ? 0 : holdSeconds);
      if (signal.aborted) return;
      if ("fault" in batch) {
        const trouble = await troubleOf(batch.fault, parts);
        setHealth(trouble.health);
        log.warn({ reason: batch.fault.detail, attempt: failures + 1 }, "telegram polling failed");
        if (trouble.fatal) return;
        probe = trouble.probe;
        await parts.delay(trouble.waitMs ?? backoffMs(++failures), signal);
        continue;
      }
      if (batch.updates.length > 0) await parts.take(batch.updates, { advance: true });
      // Telegram numbers anew after a quiet week, so the newest batch counts even if its ids are lower.
      offset = offsetAfter(idsOf(batch.updates)) ?? offset;
      failures = 0;
      probe = false;
      setHealth({ state: "up" });
    } catch (error) {
      // Only the store can bring us here. Nothing was confirmed: Telegram keeps the batch up to 24 hours.
      setHealth({ state: "degraded", detail: "Messages wait at Telegram: they cannot be stored." });
      log.error({ reason: reasonOf(error), attempt: failures + 1 }, "telegram batch not stored");
      await parts.delay(backoffMs(++failures), signal);
    }
  }
}

async function fetchBatch(
  { api, signal }: PollingParts,
  offset: number | undefined,
  timeout: number,
): Promise<{ updates: unknown[] } | { fault: Fault }> {
  const payload = { timeout, limit: 100, allowed_updates: allowedUpdates, offset };
  try {
    const updates = await api.call("getUpdates", payload, { signal, timeoutMs: requestMs });
    // A batch that no offset can confirm would come again at once, for ever: that is a fault, so we back off.
    const usable = Array.isArray(updates) && (updates.length === 0 || idsOf(updates).length > 0);
    return usable ? { updates } : { fault: { kind: "lost", detail: "getUpdates answered without updates" } };
  } catch (error) {
    return { fault: faultOf(error, api.redact) };
  }
}

interface Trouble {
  health: ChannelHealth;
  fatal?: true;
  probe: boolean;
  waitMs?: number | undefined;
}

async function troubleOf(fault: Fault, parts: PollingParts): Promise<Trouble> {
  if (isTokenRefusal(fault)) {
    return { health: { state: "down", detail: tokenRefused }, fatal: true, probe: false };
  }
  if (fault.kind === "refused" && fault.code === 409) return conflict(fault, parts);
  const waitMs = fault.kind === "refused" ? fault.retryAfterMs : undefined;
  return { health: { state: "degraded", detail: `Telegram: ${fault.detail}` }, probe: true, waitMs };
}

/** Somebody set a webhook, or polls with our token. Both may pass: we step back, and never give up. */
async function conflict(fault: Fault, { api, log }: PollingParts): Promise<Trouble> {
  if (/webhook/i.test(fault.detail)) {
    await api.call("deleteWebhook", {}).catch((error: unknown) => {
      log.warn({ reason: faultOf(error, api.redact).detail }, "telegram webhook not removed");
    });
    return {
      health: { state: "degraded", detail: "A webhook was set for this bot elsewhere." },
      probe: true,
    };
  }
  const detail = "Another process polls this token. Stop it, or give this one a bot of its own.";
  // No probe: it would cut the other's request off and call that a recovery.
  return { health: { state: "degraded", detail }, probe: false };
}

function numberOf(value: string | undefined): number | undefined {
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

function idsOf(updates: readonly unknown[]): number[] {
  return updates.flatMap((update) => {
    const id = typeof update === "object" && update !== null ? Reflect.get(update, "update_id") : undefined;
    return Number.isSafeInteger(id) ? [Number(id)] : [];
  });
}
