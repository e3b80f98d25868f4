import type { InboundEvent, Space } from "../../src/channel/contract.ts";
import { addressedOf, type BotName } from "./addressing.ts";
import type { TelegramChat, TelegramMessage, TelegramUser } from "./update.ts";

/** Who wrote a message and where, with its key; or why nobody is answered. */
export function baseOf(message: TelegramMessage, key: string, bot: BotName) {
  const { chat, from, sender_chat: sender } = message;
  if (chat.type === "channel") return "a channel post";
  // The discussion group of a channel gets every post of it: nobody asked anything.
  if (message.is_automatic_forward) return "a channel post in its discussion group";
  const actor = sender ? speakerOf(sender) : personOf(from);
  if (typeof actor === "string") return actor;
  const space = spaceOf(chat, topicOf(message));
  const at = (message.edit_date ?? message.date) * 1_000;
  return { key, at, space, actor, addressed: addressedOf(message, bot) };
}

/** The staff's chat. `holds` knows it by every id it has had; events name it by the one it was set up with. */
export interface StaffChat {
  id: string;
  holds(chatId: string): boolean;
}

/**
 * Where in the staff's chat something happened: in a topic, or, in a group without topics, in the case whose first message
 * it goes back to, which Telegram names as the thread of every answer to it.
 */
export function staffSpace(
  message: Pick<TelegramMessage, "chat" | "message_thread_id" | "is_topic_message"> & {
    reply_to_message?: { message_id: string } | undefined;
  },
  staff: StaffChat,
): Space {
  const topic = topicOf(message);
  const answered = message.chat.is_forum
    ? undefined
    : (message.message_thread_id ?? message.reply_to_message?.message_id);
  const thread = topic ?? answered;
  return { id: staff.id, kind: "group", ...(thread === undefined ? {} : { thread }) };
}

export function topicOf(message: {
  message_thread_id?: string | undefined;
  is_topic_message?: boolean | undefined;
}): string | undefined {
  // Plain replies in a supergroup carry a thread id too; only in a topic does it name a place.
  return message.is_topic_message ? message.message_thread_id : undefined;
}

export function spaceOf(chat: TelegramChat, thread?: string): Space {
  const kind = chat.type === "private" ? "dm" : chat.type === "channel" ? "channel" : "group";
  return { id: chat.id, kind, ...(thread === undefined ? {} : { thread }) };
}

export function actorOf(user: TelegramUser): InboundEvent["actor"] {
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ") || user.username;
  return {
    id: user.id,
    ...(name ? { name } : {}),
    ...(user.language_code ? { locale: user.language_code } : {}),
  };
}

function personOf(from: TelegramUser | undefined): InboundEvent["actor"] | string {
  if (!from) return "written by nobody";
  return from.is_bot ? "written by a bot" : actorOf(from);
}

/**
 * An anonymous admin writes in the name of the group, others in that of their channel. Telegram names no person, so
 * the chat is who asked: it is answered in public, and no private chat is taken for its own.
 */
function speakerOf(sender: TelegramChat): InboundEvent["actor"] {
  const { title } = sender;
  return { id: sender.id, ...(typeof title === "string" && title !== "" ? { name: title } : {}) };
}
