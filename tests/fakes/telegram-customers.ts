import type { chats } from "./telegram-chats.ts";
import type { forums } from "./telegram-topics.ts";
import type { updateQueue } from "./telegram-updates.ts";

export interface Person {
  id: number | string;
  first_name?: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export type ChatId = number | string;

export interface SayOptions {
  from?: Person;
  /** The topic of a forum it is written in. */
  thread?: number;
  /** The message it answers. */
  replyTo?: number;
  with?: Record<string, unknown>;
}

/** The customers' side: each act becomes the update Telegram would make of it. */
export function customers({
  updates,
  rooms,
  topics,
}: {
  updates: ReturnType<typeof updateQueue>;
  rooms: ReturnType<typeof chats>;
  topics: ReturnType<typeof forums>;
}) {
  // As with Telegram: groups have negative ids.
  const chat = (id: ChatId) =>
    Number(id) < 0
      ? {
          id: Number(id),
          type: "supergroup",
          title: "Wallet talk",
          ...(topics.isForum(String(id)) ? { is_forum: true } : {}),
        }
      : { id: Number(id), type: "private", first_name: "Lin" };
  const person = (id: ChatId, from?: Person) => ({
    is_bot: false,
    first_name: "Lin",
    language_code: "zh-hans",
    ...from,
    id: Number(from?.id ?? id),
  });
  const date = () => Math.floor(Date.now() / 1_000);
  const membership = (id: ChatId, status: string) => ({
    my_chat_member: { chat: chat(id), from: person(id), date: date(), new_chat_member: { status } },
  });
  /** In a topic every message that answers no other "answers" the note that opened it. */
  const place = (id: ChatId, { thread, replyTo }: SayOptions) => {
    const short = { date: date(), chat: chat(id) };
    const ours = rooms.sent(String(id)).some(({ messageId }) => messageId === replyTo);
    const author = ours ? { id: 700_100, is_bot: true, first_name: "Desk" } : person(1);
    const answered = replyTo === undefined ? {} : { message_id: replyTo, from: author, text: "…", ...short };
    const root = { message_id: thread, ...short, forum_topic_created: { name: "A case", icon_color: 1 } };
    if (thread === undefined) return replyTo === undefined ? {} : { reply_to_message: answered };
    const topic = { message_thread_id: thread, is_topic_message: true };
    return { ...topic, reply_to_message: replyTo === undefined ? root : answered };
  };
  return {
    say(chatId: ChatId, text: string, options: SayOptions = {}) {
      const { from, with: more } = options;
      const messageId = rooms.nextId();
      const message = { message_id: messageId, date: date(), chat: chat(chatId), from: person(chatId, from) };
      const words = text === "" ? {} : { text };
      rooms.wrote(String(chatId), messageId);
      return {
        updateId: updates.push({ message: { ...message, ...place(chatId, options), ...words, ...more } }),
        messageId,
      };
    },
    press(chatId: ChatId, data: string, messageId: number, from?: Person) {
      const callbackId = `cb${rooms.nextId()}`;
      const under = rooms.sent(String(chatId)).find((one) => one.messageId === messageId);
      const at = place(chatId, {
        ...(under?.thread === undefined ? {} : { thread: under.thread }),
        ...(under?.replyTo === undefined ? {} : { replyTo: under.replyTo }),
      });
      const message = { message_id: messageId, date: date(), chat: chat(chatId), ...at };
      const query = { id: callbackId, from: person(chatId, from), chat_instance: "1", data, message };
      return { updateId: updates.push({ callback_query: query }), callbackId };
    },
    edit(chatId: ChatId, messageId: number, text: string, options: SayOptions = {}) {
      const message = { message_id: messageId, date: date(), edit_date: date(), chat: chat(chatId) };
      const words = { ...place(chatId, options), ...options.with, from: person(chatId, options.from), text };
      return { updateId: updates.push({ edited_message: { ...message, ...words } }) };
    },
    block(chatId: ChatId) {
      rooms.block(String(chatId));
      return { updateId: updates.push(membership(chatId, "kicked")) };
    },
    unblock(chatId: ChatId) {
      rooms.unblock(String(chatId));
      return { updateId: updates.push(membership(chatId, "member")) };
    },
  };
}
