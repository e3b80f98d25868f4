import type { Delivery, SendResult } from "../../src/channel/contract.ts";
import type { BotApi } from "./api.ts";
import { encodePart, type PlatformCall } from "./encode.ts";
import { type Fault, faultOf, isMarkupRefusal, isTopicGone, sendResultOf } from "./errors.ts";

type Attempt = { ids: string[] } | { fault: Fault };

export interface SenderParts {
  api: BotApi;
  now(): number;
  /** The bot's user name: asks Telegram where it is not known yet, and gives undefined when that failed. */
  username(signal: AbortSignal): Promise<string | undefined>;
}

/** The warning must not wait long for the removal: it asks the customer for the same. */
const takeDownMs = 5_000;

/** One attempt per `send`, never throwing: how it ended is in the result. */
export function telegramSender({ api, now, username }: SenderParts) {
  const floods = floodScope(now);

  async function attempt(
    method: string,
    payload: Record<string, unknown>,
    signal: AbortSignal,
    limit: { timeoutMs?: number } = {},
  ): Promise<Attempt> {
    try {
      return { ids: messageIdsOf(await api.call(method, payload, { signal, ...limit })) };
    } catch (error) {
      return { fault: faultOf(error, api.redact) };
    }
  }

  /**
   * What Telegram refuses was not posted, so another try at it is still the same attempt: in plain words where it could
   * not read ours, and in the group's general topic where the topic is gone.
   */
  async function post(call: PlatformCall, signal: AbortSignal): Promise<Attempt> {
    const result = await attempt(call.method, call.payload, signal);
    if (!("fault" in result)) return result;
    const { plain, payload } = call;
    if (plain && isMarkupRefusal(result.fault)) return attempt(call.method, plain, signal);
    if (payload.message_thread_id === undefined || !isTopicGone(result.fault)) return result;
    const general = { ...call, payload: withoutTopic(payload), ...(plain && { plain: withoutTopic(plain) }) };
    return post(general, signal);
  }

  /** Takes a message down that shows a secret. Undefined when that is dealt with, allowed or not. */
  async function takeDown({ space, replyTo }: Delivery, signal: AbortSignal): Promise<Fault | undefined> {
    const id = Number(replyTo);
    if (replyTo === undefined || !Number.isSafeInteger(id)) return undefined;
    const limit = { timeoutMs: takeDownMs };
    const result = await attempt("deleteMessage", { chat_id: space.id, message_id: id }, signal, limit);
    const again = "fault" in result && result.fault.kind === "refused" && result.fault.code === 429;
    return again ? result.fault : undefined;
  }

  return async function send(delivery: Delivery, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) {
      return { outcome: "retry", afterMs: 0, scope: "call", detail: "stopped before it was sent" };
    }
    const linked = delivery.part.choices.some((choice) => choice.private);
    const name = linked ? await username(signal) : undefined;
    if (linked && name === undefined) {
      const detail = "the bot's own name is not known yet, so there is no link to its private chat";
      return { outcome: "retry", afterMs: 5_000, scope: "call", detail };
    }
    const held = delivery.part.takeDown ? await takeDown(delivery, signal) : undefined;
    if (held) {
      const scope = floods(held, delivery.space.id);
      return sendResultOf(held, { scope, attempt: delivery.attempt });
    }
    const ids: string[] = [];
    for (const call of callsOf(delivery, name)) {
      const result = await post(call, signal);
      if ("ids" in result) {
        ids.push(...result.ids);
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
function callsOf({ part, space, replyTo }: Delivery, username: string | undefined): PlatformCall[] {
  try {
    return encodePart(part, { space, replyTo, username });
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

function withoutTopic({ message_thread_id: _, ...payload }: Record<string, unknown>) {
  return payload;
}

/** One message's id, or those of an album. */
function messageIdsOf(result: unknown): string[] {
  return (Array.isArray(result) ? result : [result]).map((message: unknown) => {
    const id =
      typeof message === "object" && message !== null ? Reflect.get(message, "message_id") : undefined;
    return String(id ?? "");
  });
}
