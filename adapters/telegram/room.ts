import type { Capabilities, ChannelPorts, OutboundPart, SendResult } from "../../src/channel/contract.ts";
import type { RoomOpening, RoomPost, StaffRoom } from "../../src/channel/staff.ts";
import type { Caller } from "./calls.ts";
import { encodeChange } from "./encode.ts";
import { type Fault, isMarkupRefusal, isThreadGone, sendResultOf } from "./errors.ts";
import type { FloodScope } from "./flood.ts";
import type { StaffChat } from "./place.ts";
import { showRoomCommands } from "./profile.ts";
import { isNoChat, roomChat, roomComplaints } from "./room-chat.ts";
import { roomMemory } from "./room-memory.ts";
import { roomNews } from "./room-news.ts";
import { roomPoster } from "./room-post.ts";
import { openThread } from "./room-thread.ts";
import { stopped } from "./sender.ts";
import type { Carry } from "./upload.ts";

/** Longest name of a topic. */
const titleLimit = 128;

export interface RoomParts {
  account: string;
  botId: string;
  /** The chat as the operator names it; it may have moved since. */
  chatId: string;
  capabilities: Capabilities;
  call: Caller;
  carry: Carry;
  floods: FloodScope;
}

/** The staff's group: a topic for each case, or, in a group without topics, a message that the case's others answer. */
export function telegramRoom(parts: RoomParts) {
  const { account, botId, chatId, call, carry, floods, capabilities } = parts;
  const memory = roomMemory(chatId);
  const chat = roomChat(call, botId, memory);
  const poster = roomPoster({ chat, memory });

  function ended(fault: Fault): Exclude<SendResult, { outcome: "sent" }> {
    if (isNoChat(fault)) {
      return { outcome: "failed", reason: "left", detail: `${roomComplaints.unreachable} (${fault.detail})` };
    }
    const result = sendResultOf(fault, { scope: floods(fault, memory.chat()), attempt: 1 });
    return result.outcome === "sent" ? { outcome: "unknown", detail: fault.detail } : result;
  }

  const staff: StaffRoom = {
    id: `${account}/${chatId}`,
    capabilities,
    titleLimit,

    async open({ idempotencyKey, title, card }, signal): Promise<RoomOpening> {
      if (signal.aborted) return stopped;
      return openThread({ chat, memory, poster, ended, carry }, { key: idempotencyKey, title, card }, signal);
    },

    async post({ thread, part, replyTo }: RoomPost, signal): Promise<SendResult> {
      if (signal.aborted) return stopped;
      const carried = await carry(part, signal);
      if (signal.aborted) return stopped;
      const result = await poster.post({ thread, replyTo, part: carried }, signal);
      return "ids" in result ? { outcome: "sent", ids: result.ids } : (result.ended ?? ended(result.fault));
    },

    async change({ id, part }, signal): Promise<SendResult> {
      if (signal.aborted) return stopped;
      return change(id, part, signal);
    },

    async mark({ id, state }, signal): Promise<void> {
      const emoji = state === "sent" ? "👌" : "👎";
      const reaction = [{ type: "emoji", emoji }];
      await chat.inRoom("setMessageReaction", { message_id: Number(id), reaction }, signal);
    },

    async shelve(thread, signal): Promise<void> {
      if ((await chat.hasTopics(signal)) !== true) return;
      await memory.shelve(thread, true).catch(() => undefined);
      await chat.inRoom("closeForumTopic", { message_thread_id: Number(thread) }, signal);
    },
  };

  async function change(id: string, part: OutboundPart, signal: AbortSignal): Promise<SendResult> {
    const { caption, ...text } = encodeChange(part, Number(id));
    for (const one of [text, caption]) {
      let result = await chat.inRoom(one.method, one.payload, signal);
      if ("fault" in result && one.plain && isMarkupRefusal(result.fault)) {
        result = await chat.inRoom(one.method, one.plain, signal);
      }
      if (!("fault" in result) || /message is not modified/i.test(result.fault.detail)) {
        return { outcome: "sent", ids: [id] };
      }
      if (/no text in the message/i.test(result.fault.detail)) continue;
      const outcome = ended(result.fault);
      const gone = outcome.outcome === "failed" && isThreadGone(result.fault);
      return gone ? { ...outcome, reason: "bad_format" } : outcome;
    }
    return { outcome: "failed", reason: "bad_format", detail: "the message has no text to change" };
  }

  const staffChat: StaffChat = { id: chatId, holds: memory.holds };
  return {
    staff,
    /** For reading updates: which chat is the staff's. */
    chat: staffChat,
    complaint: chat.complaint,
    /** From here on things are remembered across restarts. */
    attach: (ports: ChannelPorts) => memory.attach(ports),
    /** Looks where the chat is and what the bot may do there, and shows the staff's commands. */
    async meet(signal: AbortSignal): Promise<void> {
      await memory.ready();
      await chat.look(signal);
      await showRoomCommands(call, memory.chat, signal);
    },
    /** To be shown every update before it is read. Rejects only when the store failed. */
    async notice(update: unknown, signal: AbortSignal): Promise<void> {
      await memory.ready();
      const news = roomNews(update, memory.holds);
      if (news?.movedTo !== undefined) await memory.follow(news.movedTo);
      if (news?.topics !== undefined) chat.noted(news.topics);
      if (news?.membership) void chat.look(signal);
    },
  };
}

export type TelegramRoom = ReturnType<typeof telegramRoom>;
