import type { InboundEvent } from "../../src/channel/contract.ts";
import { type BotName, commandOf, repliedTo } from "./addressing.ts";
import { contentOf } from "./content.ts";
import { actorOf, baseOf, type StaffChat, staffSpace } from "./place.ts";
import { unknownContent } from "./service.ts";
import type { TelegramCallback, TelegramMessage } from "./update.ts";

/** What was written in the staff's chat, whole as it stands: what of it is for a customer is not decided here. */
export function staffWrote(
  message: TelegramMessage,
  key: string,
  bot: BotName,
  staff: StaffChat,
): InboundEvent | string {
  // Whoever follows the chat has seen it already.
  if (message.migrate_to_chat_id ?? message.migrate_from_chat_id) return "the staff's chat moved";
  const base = staffBase(message, key, bot, staff);
  if (typeof base === "string") return base;
  const msgId = message.message_id;
  const content = contentOf(message);
  if (!content) {
    const label = unknownContent(message);
    return label === undefined ? "a service message" : { ...base, kind: "unsupported", label, msgId };
  }
  const command = message.text === undefined ? undefined : commandOf(message.text, bot.username);
  if (command?.ours) {
    return { ...base, addressed: "command", kind: "command", name: command.name, args: command.args, msgId };
  }
  const replyTo = answeredBy(message);
  return {
    ...base,
    kind: "message",
    msgId,
    ...content,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
  };
}

export function staffEdited(
  message: TelegramMessage,
  key: string,
  bot: BotName,
  staff: StaffChat,
): InboundEvent | string {
  const base = staffBase(message, key, bot, staff);
  if (typeof base === "string") return base;
  if (message.location || message.venue) return "a moving location";
  const content = contentOf(message);
  if (!content) return "an edit of something we do not know";
  return { ...base, kind: "edit", msgId: message.message_id, ...content };
}

/** A button under one of our messages: in a group without topics the case's first message is a thread of its own. */
export function staffPressed(
  { from, message, data, id }: TelegramCallback & { data: string },
  key: string,
  now: { at: number; until: number },
  staff: StaffChat,
): InboundEvent | string {
  if (!message) return "a press without a message of ours";
  const space = staffSpace(message, staff);
  const own = message.chat.is_forum || space.thread !== undefined ? {} : { thread: message.message_id };
  return {
    key,
    at: now.at,
    space: { ...space, ...own },
    actor: actorOf(from),
    addressed: "reply",
    staff: true,
    reply: { token: id, expiresAt: now.until },
    kind: "press",
    token: data,
    msgId: message.message_id,
  };
}

function staffBase(message: TelegramMessage, key: string, bot: BotName, staff: StaffChat) {
  const base = baseOf(message, key, bot);
  if (typeof base === "string") return base;
  return { ...base, space: staffSpace(message, staff), staff: true as const };
}

/** In a topic every message "answers" the note that opened it, whose id is the topic's. */
function answeredBy(message: TelegramMessage): string | undefined {
  const id = repliedTo(message)?.message_id;
  return message.is_topic_message && id === message.message_thread_id ? undefined : id;
}
