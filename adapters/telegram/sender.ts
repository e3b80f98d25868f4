import type { Delivery, SendResult } from "../../src/channel/contract.ts";
import { type Caller, type Posting, postAll, postCall } from "./calls.ts";
import { encodePart, type PlatformCall } from "./encode.ts";
import { type Fault, isTopicGone, sendResultOf } from "./errors.ts";
import type { FloodScope } from "./flood.ts";
import type { CarriedPart, Carry } from "./upload.ts";

export interface SenderParts {
  call: Caller;
  floods: FloodScope;
  /** Fetches the files of other channels that a part carries. */
  carry: Carry;
  /** The bot's user name: asks Telegram where it is not known yet, and gives undefined when that failed. */
  username(signal: AbortSignal): Promise<string | undefined>;
}

/** The warning must not wait long for the removal: it asks the customer for the same. */
const takeDownMs = 5_000;

/** How often a file of a channel that is down for the moment is asked for again, before its words go out without it. */
const carryAttempts = 3;

/** One attempt per `send`, never throwing: how it ended is in the result. */
export function telegramSender({ call, floods, carry, username }: SenderParts) {
  /** Where the topic is gone, the answer comes in the group's general one. */
  async function post(one: PlatformCall, signal: AbortSignal): Promise<Posting> {
    const result = await postCall(one, call, signal);
    const gone = "fault" in result && result.posted === undefined && isTopicGone(result.fault);
    if (!gone || one.payload.message_thread_id === undefined) return result;
    return postCall(withoutTopic(one), call, signal);
  }

  /** Takes a message down that shows a secret. Undefined when that is dealt with, allowed or not. */
  async function takeDown({ space, replyTo }: Delivery, signal: AbortSignal): Promise<Fault | undefined> {
    const id = Number(replyTo);
    if (replyTo === undefined || !Number.isSafeInteger(id)) return undefined;
    const limit = { timeoutMs: takeDownMs };
    const result = await call("deleteMessage", { chat_id: space.id, message_id: id }, signal, limit);
    const again = "fault" in result && result.fault.kind === "refused" && result.fault.code === 429;
    return again ? result.fault : undefined;
  }

  return async function send(delivery: Delivery, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return stopped;
    const linked = delivery.part.choices.some((choice) => choice.private);
    const name = linked ? await username(signal) : undefined;
    if (linked && name === undefined) {
      const detail = "the bot's own name is not known yet, so there is no link to its private chat";
      return { outcome: "retry", afterMs: 5_000, scope: "call", detail };
    }
    const part = await carry(delivery.part, signal);
    if (signal.aborted) return stopped;
    if (part.later !== undefined && delivery.attempt < carryAttempts) {
      return { outcome: "retry", afterMs: 5_000, scope: "call", detail: part.later };
    }
    const ended = (fault: Fault) =>
      sendResultOf(fault, { scope: floods(fault, delivery.space.id), attempt: delivery.attempt });
    const held = delivery.part.takeDown ? await takeDown(delivery, signal) : undefined;
    if (held) return ended(held);
    const calls = callsOf(delivery, part, name);
    if (calls.length === 0) return { outcome: "failed", reason: "bad_format", detail: "nothing to send" };
    const result = await postAll(calls, (one) => post(one, signal));
    if ("ids" in result) return { outcome: "sent", ids: result.ids };
    return result.posted ? partly(result.fault) : ended(result.fault);
  };
}

export const stopped: Extract<SendResult, { outcome: "retry" }> = {
  outcome: "retry",
  afterMs: 0,
  scope: "call",
  detail: "stopped before it was sent",
};

/** The first half is in the chat: saying "retry" or "failed" would post it twice or deny it. */
export function partly(fault: Fault): Extract<SendResult, { outcome: "unknown" }> {
  return { outcome: "unknown", detail: `only partly sent: ${fault.detail}` };
}

/** An empty list where the part cannot be written down at all, so that `send` keeps its promise not to throw. */
function callsOf(
  { space, replyTo }: Delivery,
  part: CarriedPart,
  username: string | undefined,
): PlatformCall[] {
  try {
    return encodePart(part, { space, replyTo, username });
  } catch {
    return [];
  }
}

function withoutTopic({ plain, instead, ...call }: PlatformCall): PlatformCall {
  const strip = ({ message_thread_id: _, ...payload }: Record<string, unknown>) => payload;
  return {
    ...call,
    payload: strip(call.payload),
    ...(plain && { plain: strip(plain) }),
    ...(instead && { instead: instead.map(withoutTopic) }),
  };
}
