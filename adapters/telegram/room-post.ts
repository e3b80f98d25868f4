import type { SendResult } from "../../src/channel/contract.ts";
import { type Posting, postAll, postCall } from "./calls.ts";
import { encodePart, type PlatformCall } from "./encode.ts";
import { type Fault, isReplyGone, isThreadGone, isTopicClosed } from "./errors.ts";
import type { RoomChat } from "./room-chat.ts";
import type { RoomMemory } from "./room-memory.ts";
import { partly } from "./sender.ts";
import type { CarriedPart } from "./upload.ts";

/** What goes into a thread; without one it goes into the chat itself. */
export interface RoomMessage {
  thread?: string | undefined;
  replyTo?: string | undefined;
  part: CarriedPart;
}

export type Posted = { ids: string[] } | { fault: Fault; ended?: SendResult };

/** Posts in threads of the staff's chat. */
export function roomPoster({ chat, memory }: { chat: RoomChat; memory: RoomMemory }) {
  async function reopen(thread: string, signal: AbortSignal): Promise<void> {
    await chat.inRoom("reopenForumTopic", { message_thread_id: Number(thread) }, signal);
    await memory.shelve(thread, false).catch(() => undefined);
  }

  /** One message; a topic that is closed is opened for it. */
  async function one(call: PlatformCall, message: RoomMessage, signal: AbortSignal): Promise<Posting> {
    const first = await postCall(call, chat.inRoom, signal);
    if (message.thread === undefined || !("fault" in first) || !isTopicClosed(first.fault)) return first;
    await reopen(message.thread, signal);
    return postCall(call, chat.inRoom, signal);
  }

  async function inTopics(message: RoomMessage, signal: AbortSignal, topics: boolean): Promise<Posting> {
    const { thread, part } = message;
    if (topics && thread !== undefined && memory.isShelved(thread)) await reopen(thread, signal);
    const calls = encoded(message, memory.chat(), topics);
    if (calls.length === 0) return { fault: nothing(part) };
    return postAll(calls, (call) => one(call, message, signal));
  }

  /** A thread that is said to be gone is asked for once more: Telegram says so of living ones too. */
  async function post(message: RoomMessage, signal: AbortSignal): Promise<Posted> {
    await memory.ready().catch(() => undefined);
    const known = await chat.hasTopics(signal);
    if (typeof known !== "boolean") return { fault: known };
    const { thread, replyTo } = message;
    let result = await inTopics(message, signal, known);
    if (thread !== undefined && missing(result)) {
      await chat.look(signal);
      const topics = await chat.hasTopics(signal);
      // In a group without topics the message replied to may be gone, and the case's first one still be there.
      const again = topics === true || replyTo === thread ? message : { ...message, replyTo: undefined };
      result = await inTopics(again, signal, topics === true);
    }
    if ("ids" in result) return result;
    if (result.posted) return { fault: result.fault, ended: partly(result.fault) };
    if (thread === undefined || !missing(result)) return { fault: result.fault };
    await memory.forget(thread).catch(() => undefined);
    const { detail } = result.fault;
    return { fault: result.fault, ended: { outcome: "failed", reason: "space_gone", detail } };
  }

  return { post };
}

export type RoomPoster = ReturnType<typeof roomPoster>;

function missing(result: Posting): result is { fault: Fault } {
  if (!("fault" in result) || result.posted) return false;
  return isThreadGone(result.fault) || isReplyGone(result.fault);
}

/** In a topic, or as an answer to the case's first message, without which it would belong to nothing. */
function encoded({ thread, replyTo, part }: RoomMessage, chat: string, topics: boolean): PlatformCall[] {
  const space = { id: chat, kind: "group" as const };
  try {
    if (topics) {
      const place = thread === undefined ? space : { ...space, thread };
      return encodePart(part, { space: place, replyTo });
    }
    const calls = encodePart(part, { space, replyTo: replyTo ?? thread });
    return calls.map(mustReply);
  } catch {
    return [];
  }
}

function mustReply(call: PlatformCall): PlatformCall {
  const bound = (payload: Record<string, unknown>) =>
    payload.reply_parameters === undefined
      ? payload
      : {
          ...payload,
          reply_parameters: { ...payload.reply_parameters, allow_sending_without_reply: false },
        };
  return {
    ...call,
    payload: bound(call.payload),
    ...(call.plain && { plain: bound(call.plain) }),
    ...(call.instead && { instead: call.instead.map(mustReply) }),
  };
}

function nothing(part: CarriedPart): Fault {
  const detail = `nothing to send (${part.files.length} files)`;
  return { kind: "refused", code: 400, detail };
}
