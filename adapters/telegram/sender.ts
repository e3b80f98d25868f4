import type { Delivery, SendResult } from "../../src/channel/contract.ts";
import type { BotApi } from "./api.ts";
import { encodePart, type PlatformCall } from "./encode.ts";
import { type Fault, faultOf, isMarkupRefusal, sendResultOf } from "./errors.ts";

type Attempt = { id: string } | { fault: Fault };

/** One attempt per `send`, never throwing: how it ended is in the result. */
export function telegramSender(api: BotApi, now: () => number) {
  const floods = floodScope(now);

  async function attempt(method: string, payload: Record<string, unknown>, signal: AbortSignal) {
    try {
      return { id: messageIdOf(await api.call(method, payload, { signal })) };
    } catch (error) {
      return { fault: faultOf(error, api.redact) };
    }
  }

  /** Refused for its markup means not posted: so the plain words are still the same attempt. */
  async function post(call: PlatformCall, signal: AbortSignal): Promise<Attempt> {
    const result = await attempt(call.method, call.payload, signal);
    const refused = "fault" in result && isMarkupRefusal(result.fault);
    return refused && call.plain ? attempt(call.method, call.plain, signal) : result;
  }

  return async function send(delivery: Delivery, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) {
      return { outcome: "retry", afterMs: 0, scope: "call", detail: "stopped before it was sent" };
    }
    const ids: string[] = [];
    for (const call of callsOf(delivery)) {
      const result = await post(call, signal);
      if ("id" in result) {
        ids.push(result.id);
        continue;
      }
      const { fault } = result;
      // The first half is in the chat: saying "retry" or "failed" would post it twice or deny it.
      if (ids.length > 0) return { outcome: "unknown", detail: `only partly sent: ${fault.detail}` };
      const scope = floods(fault, delivery.space.id);
      return sendResultOf(fault, { scope, attempt: delivery.attempt });
    }
    if (ids.length === 0) return { outcome: "failed", reason: "bad_format", detail: "nothing to send" };
    return { outcome: "sent", ids: ids.filter((id) => id !== "") };
  };
}

/** An empty list where the part cannot be written down at all, so that `send` keeps its promise not to throw. */
function callsOf(delivery: Delivery): PlatformCall[] {
  try {
    return encodePart(delivery.part, delivery);
  } catch {
    return [];
  }
}

/**
 * Telegram does not say whether a 429 speaks of one chat or of the whole account. One chat's is taken for that
 * chat alone; when a second chat is refused while the first still has to wait, it is the account's.
 */
function floodScope(now: () => number) {
  let last = { chat: "", until: 0 };
  return (fault: Fault, chat: string): "space" | "account" => {
    if (fault.kind !== "refused" || fault.code !== 429) return "space";
    const scope = last.chat !== chat && last.until > now() ? "account" : "space";
    last = { chat, until: now() + (fault.retryAfterMs ?? 0) };
    return scope;
  };
}

function messageIdOf(result: unknown): string {
  const id = typeof result === "object" && result !== null ? Reflect.get(result, "message_id") : undefined;
  return String(id ?? "");
}
