import type { InboundEvent, Space } from "../../src/channel/contract.ts";
import { addressedOf, commandOf } from "./addressing.ts";
import { contentOf } from "./content.ts";
import {
  callbackSchema,
  membershipSchema,
  messageSchema,
  type TelegramChat,
  type TelegramMessage,
  type TelegramUser,
} from "./update.ts";

/** Whom the updates are for, and when they were read: nothing in an update tells either. */
export interface DecodeContext {
  bot: { id: string; username?: string };
  /** Epoch milliseconds, for updates that carry no date of their own. */
  now: number;
}

export interface Decoded {
  /** Undefined only when the update has no usable id. */
  updateId?: number;
  events: InboundEvent[];
  /** Why there are no events, in a few words without any content; absent when there are. */
  skipped?: string;
}

/** Telegram refuses an answer to a press after about this long ("query is too old"). */
const pressAnswerMs = 15_000;

/**
 * One update as neutral events. Never throws: a malformed update yields none and says so in `skipped`.
 * The key is `upd:` and Telegram's update id, which is the same however often the update comes.
 */
export function decodeUpdate(update: unknown, context: DecodeContext): Decoded {
  if (!isRecord(update) || !Number.isSafeInteger(update.update_id)) {
    return { events: [], skipped: "malformed: no update_id" };
  }
  const updateId = Number(update.update_id);
  const result = eventsOf(update, `upd:${updateId}`, context);
  return typeof result === "string"
    ? { updateId, events: [], skipped: result }
    : { updateId, events: [result] };
}

function eventsOf(
  update: Record<string, unknown>,
  key: string,
  context: DecodeContext,
): InboundEvent | string {
  if (update.message !== undefined) {
    const message = messageSchema.safeParse(update.message);
    return message.success ? written(message.data, key, context) : "malformed: message";
  }
  if (update.edited_message !== undefined) {
    const message = messageSchema.safeParse(update.edited_message);
    return message.success ? edited(message.data, key, context) : "malformed: edited_message";
  }
  if (update.callback_query !== undefined) return pressed(update.callback_query, key, context);
  if (update.my_chat_member !== undefined) return membership(update.my_chat_member, key);
  return "a kind of update we did not ask for";
}

function written(message: TelegramMessage, key: string, context: DecodeContext): InboundEvent | string {
  const base = baseOf(message, key, context);
  if (typeof base === "string") return base;
  const msgId = message.message_id;
  if (message.migrate_to_chat_id !== undefined) {
    return { ...base, kind: "space", change: "migrated", to: message.migrate_to_chat_id };
  }
  const content = contentOf(message);
  if (!content) {
    const label = unknownContent(message);
    return label === undefined ? "a service message" : { ...base, kind: "unsupported", label, msgId };
  }
  const command = commandOf(content.text, context.bot.username);
  if (command && message.text !== undefined && (command.ours || base.addressed === "dm")) {
    return { ...base, kind: "command", name: command.name, args: command.args, msgId };
  }
  return {
    ...base,
    kind: "message",
    msgId,
    ...content,
    ...(message.reply_to_message ? { replyTo: message.reply_to_message.message_id } : {}),
    ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
  };
}

function edited(message: TelegramMessage, key: string, context: DecodeContext): InboundEvent | string {
  const base = baseOf(message, key, context);
  if (typeof base === "string") return base;
  // A live location is edited every few seconds while it is shared: that is no correction of a question.
  if (message.location || message.venue) return "a moving location";
  const content = contentOf(message);
  if (!content) return "an edit of something we do not know";
  return { ...base, kind: "edit", msgId: message.message_id, ...content };
}

function pressed(raw: unknown, key: string, context: DecodeContext): InboundEvent | string {
  const parsed = callbackSchema.safeParse(raw);
  if (!parsed.success) return "malformed: callback_query";
  const { from, message, data, id } = parsed.data;
  if (from.is_bot) return "written by a bot";
  if (data === undefined || !message) return "a press without a message or token of ours";
  const space = spaceOf(message.chat, topicOf(message));
  return {
    key,
    at: context.now,
    space,
    actor: actorOf(from),
    addressed: space.kind === "dm" ? "dm" : "reply",
    reply: { token: id, expiresAt: context.now + pressAnswerMs },
    kind: "press",
    token: data,
    msgId: message.message_id,
  };
}

function membership(raw: unknown, key: string): InboundEvent | string {
  const parsed = membershipSchema.safeParse(raw);
  if (!parsed.success) return "malformed: my_chat_member";
  const { chat, from, date, new_chat_member: member } = parsed.data;
  const space = spaceOf(chat);
  const dm = space.kind === "dm";
  const base = {
    key,
    at: date * 1_000,
    space,
    actor: actorOf(from),
    addressed: dm ? ("dm" as const) : ("ambient" as const),
  };
  const gone = member.status === "kicked" || member.status === "left";
  if (!dm) return gone ? { ...base, kind: "space", change: "removed" } : "the bot's place in a group changed";
  const state = member.status === "kicked" ? "blocked" : member.status === "left" ? "left" : "ok";
  return { ...base, kind: "reachability", state };
}

function baseOf(message: TelegramMessage, key: string, { bot }: DecodeContext) {
  const { chat, from, sender_chat: sender } = message;
  if (chat.type === "channel") return "a channel post";
  if (sender) return "written in the name of a chat";
  if (!from) return "written by nobody";
  if (from.is_bot) return "written by a bot";
  const space = spaceOf(chat, topicOf(message));
  const at = (message.edit_date ?? message.date) * 1_000;
  return { key, at, space, actor: actorOf(from), addressed: addressedOf(message, bot) };
}

function topicOf(message: {
  message_thread_id?: string | undefined;
  is_topic_message?: boolean | undefined;
}): string | undefined {
  // Plain replies in a supergroup carry a thread id too; only in a topic does it name a place.
  return message.is_topic_message ? message.message_thread_id : undefined;
}

function spaceOf(chat: TelegramChat, thread?: string): Space {
  const kind = chat.type === "private" ? "dm" : chat.type === "channel" ? "channel" : "group";
  return { id: chat.id, kind, ...(thread === undefined ? {} : { thread }) };
}

function actorOf(user: TelegramUser) {
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ") || user.username;
  return {
    id: user.id,
    ...(name ? { name } : {}),
    ...(user.language_code ? { locale: user.language_code } : {}),
  };
}

/** Fields of a message that say who, where and how, never what. */
const envelope = new Set(
  `message_id message_thread_id is_topic_message direct_messages_topic date edit_date chat from sender_chat
  sender_boost_count sender_business_bot sender_tag business_connection_id forward_origin forward_from
  forward_from_chat forward_from_message_id forward_signature forward_sender_name forward_date
  is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id via_bot
  has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count
  effect_id show_caption_above_media has_media_spoiler link_preview_options reply_markup entities caption
  caption_entities`.split(/\s+/),
);

/** Things Telegram itself notes in a chat. Nobody wrote them, so nobody waits for an answer. */
const service =
  /^(new_chat_|left_chat_|delete_chat_|group_chat_created|supergroup_chat_created|channel_chat_created|message_auto_delete|migrate_from|pinned_message|forum_topic_|general_forum_topic_|video_chat_|boost_added|chat_background|chat_owner|write_access_allowed|connected_website|users_shared|chat_shared|proximity_alert|giveaway_created)/;

function unknownContent(message: TelegramMessage): string | undefined {
  const fields = Object.keys(message).filter((key) => !envelope.has(key) && message[key] !== undefined);
  if (fields.some((key) => service.test(key))) return undefined;
  return fields[0] ?? "empty";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
