import type { chats } from "./telegram-chats.ts";
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
  with?: Record<string, unknown>;
}

/** The customers' side: each act becomes the update Telegram would make of it. */
export function customers({
  updates,
  rooms,
}: {
  updates: ReturnType<typeof updateQueue>;
  rooms: ReturnType<typeof chats>;
}) {
  // As with Telegram: groups have negative ids.
  const chat = (id: ChatId) =>
    Number(id) < 0
      ? { id: Number(id), type: "supergroup", title: "Wallet talk" }
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
  return {
    say(chatId: ChatId, text: string, { from, with: more }: SayOptions = {}) {
      const messageId = rooms.nextId();
      const message = { message_id: messageId, date: date(), chat: chat(chatId), from: person(chatId, from) };
      const words = text === "" ? {} : { text };
      rooms.wrote(String(chatId), messageId);
      return { updateId: updates.push({ message: { ...message, ...words, ...more } }), messageId };
    },
    press(chatId: ChatId, data: string, messageId: number, from?: Person) {
      const callbackId = `cb${rooms.nextId()}`;
      const message = { message_id: messageId, date: date(), chat: chat(chatId) };
      const query = { id: callbackId, from: person(chatId, from), chat_instance: "1", data, message };
      return { updateId: updates.push({ callback_query: query }), callbackId };
    },
    edit(chatId: ChatId, messageId: number, text: string) {
      const message = { message_id: messageId, date: date(), edit_date: date(), chat: chat(chatId) };
      return { updateId: updates.push({ edited_message: { ...message, from: person(chatId), text } }) };
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
