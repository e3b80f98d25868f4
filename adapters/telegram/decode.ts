import type { InboundEvent } from "../../src/channel/contract.ts";
import { type BotName, commandOf, questionIn, repliedTo, withoutMention } from "./addressing.ts";
import { contentOf } from "./content.ts";
import { staffEdited, staffPressed, staffWrote } from "./decode-staff.ts";
import { startArgs } from "./deep-link.ts";
import { actorOf, baseOf, type StaffChat, spaceOf, topicOf } from "./place.ts";
import { unknownContent } from "./service.ts";
import {
  callbackSchema,
  membershipSchema,
  messageSchema,
  type TelegramChat,
  type TelegramMessage,
} from "./update.ts";

/** Whom the updates are for, and when they were read: nothing in an update tells either. */
export interface DecodeContext {
  bot: BotName;
  /** Epoch milliseconds, for updates that carry no date of their own. */
  now: number;
  /** The chat where everything is said by the staff, and nothing by a customer. */
  staff?: StaffChat | undefined;
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
    if (!message.success) return "malformed: message";
    const staff = staffIn(message.data.chat, context);
    return staff ? staffWrote(message.data, key, context.bot, staff) : written(message.data, key, context);
  }
  if (update.edited_message !== undefined) {
    const message = messageSchema.safeParse(update.edited_message);
    if (!message.success) return "malformed: edited_message";
    const staff = staffIn(message.data.chat, context);
    return staff ? staffEdited(message.data, key, context.bot, staff) : edited(message.data, key, context);
  }
  if (update.callback_query !== undefined) return pressed(update.callback_query, key, context);
  if (update.my_chat_member !== undefined) return membership(update.my_chat_member, key, context);
  return "a kind of update we did not ask for";
}

function written(message: TelegramMessage, key: string, { bot }: DecodeContext): InboundEvent | string {
  const moved = migrated(message, key);
  if (moved) return moved;
  const base = baseOf(message, key, bot);
  if (typeof base === "string") return base;
  const msgId = message.message_id;
  const content = contentOf(message);
  if (!content) {
    const label = unknownContent(message);
    return label === undefined ? "a service message" : { ...base, kind: "unsupported", label, msgId };
  }
  const said = withoutMention(content.text, message, bot);
  const question = base.addressed === "ambient" ? undefined : questionIn(said, bot);
  const text = question ?? said;
  const isCommand = message.text !== undefined && question === undefined;
  const command = isCommand ? commandOf(text, bot.username) : undefined;
  if (command && (command.ours || base.addressed === "dm") && base.addressed !== "ambient") {
    const carried = base.addressed === "dm" && command.name === "start";
    const args = carried ? startArgs(command.args) : command.args;
    return { ...base, kind: "command", name: command.name, args, msgId };
  }
  const reply = repliedTo(message);
  const asked = text === "" && content.files.length === 0 ? calledBack(message, reply) : text;
  if (asked === undefined) return { ...base, kind: "command", name: "help", args: "", msgId };
  return {
    ...base,
    kind: "message",
    msgId,
    ...content,
    text: asked,
    ...(reply ? { replyTo: reply.message_id } : {}),
    ...(message.media_group_id === undefined ? {} : { album: message.media_group_id }),
  };
}

/** Told twice: in the old group, which names the new one, and in the new one. Whoever did it, the place has moved. */
function migrated(message: TelegramMessage, key: string): InboundEvent | undefined {
  const { migrate_to_chat_id: to, migrate_from_chat_id: from, chat } = message;
  if (to === undefined && from === undefined) return undefined;
  return {
    key,
    at: message.date * 1_000,
    space: { id: from ?? chat.id, kind: "group" },
    actor: { id: message.from?.id ?? chat.id },
    addressed: "ambient",
    kind: "space",
    change: "migrated",
    to: to ?? chat.id,
  };
}

/** Only the bot's name, in reply to the caller's own words: those are the question. Others' words are not ours to take. */
function calledBack(
  message: TelegramMessage,
  reply: TelegramMessage["reply_to_message"],
): string | undefined {
  const own = reply?.from !== undefined && reply.from.id === message.from?.id;
  const words = own ? (reply.text ?? reply.caption ?? "").trim() : "";
  return words === "" ? undefined : words;
}

function edited(message: TelegramMessage, key: string, { bot }: DecodeContext): InboundEvent | string {
  const base = baseOf(message, key, bot);
  if (typeof base === "string") return base;
  // A live location is edited every few seconds while it is shared: that is no correction of a question.
  if (message.location || message.venue) return "a moving location";
  const content = contentOf(message);
  if (!content) return "an edit of something we do not know";
  const said = withoutMention(content.text, message, bot);
  const text = questionIn(said, bot) ?? said;
  return { ...base, kind: "edit", msgId: message.message_id, ...content, text };
}

function pressed(raw: unknown, key: string, context: DecodeContext): InboundEvent | string {
  const parsed = callbackSchema.safeParse(raw);
  if (!parsed.success) return "malformed: callback_query";
  const { from, message, data, id } = parsed.data;
  if (from.is_bot) return "written by a bot";
  if (data === undefined || !message) return "a press without a message or token of ours";
  const until = context.now + pressAnswerMs;
  const staff = staffIn(message.chat, context);
  if (staff) return staffPressed({ ...parsed.data, data }, key, { at: context.now, until }, staff);
  const space = spaceOf(message.chat, topicOf(message));
  return {
    key,
    at: context.now,
    space,
    actor: actorOf(from),
    addressed: space.kind === "dm" ? "dm" : "reply",
    reply: { token: id, expiresAt: until },
    kind: "press",
    token: data,
    msgId: message.message_id,
  };
}

function membership(raw: unknown, key: string, context: DecodeContext): InboundEvent | string {
  const parsed = membershipSchema.safeParse(raw);
  if (!parsed.success) return "malformed: my_chat_member";
  const { chat, from, date, new_chat_member: member } = parsed.data;
  if (staffIn(chat, context)) return "the bot's place in the staff's chat changed";
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

function staffIn(chat: TelegramChat, { staff }: DecodeContext): StaffChat | undefined {
  return staff?.holds(chat.id) ? staff : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
