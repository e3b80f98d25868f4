import { z } from "zod";

/**
 * The part of Telegram's Update we read (Bot API 10). Loose: fields we do not know are kept, so that
 * an unknown kind of message can be named; a field we do know but of the wrong type is a malformed update.
 */
const id = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform(String);

const user = z.looseObject({
  id,
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});

/** Unix seconds. */
const date = z.int().min(0).max(100_000_000_000);

const chat = z.looseObject({
  id,
  type: z.enum(["private", "group", "supergroup", "channel"]),
  title: z.string().optional(),
  is_forum: z.boolean().optional(),
});

const entity = z.looseObject({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  user: user.optional(),
});

const file = z.looseObject({
  file_id: z.string().min(1),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: z.number().optional(),
});

const place = z.looseObject({
  latitude: z.number(),
  longitude: z.number(),
  live_period: z.number().optional(),
});

export const messageSchema = z.looseObject({
  message_id: id,
  message_thread_id: id.optional(),
  is_topic_message: z.boolean().optional(),
  date,
  edit_date: date.optional(),
  chat,
  from: user.optional(),
  sender_chat: chat.optional(),
  reply_to_message: z
    .looseObject({
      message_id: id,
      from: user.optional(),
      text: z.string().optional(),
      caption: z.string().optional(),
      forum_topic_created: z.unknown().optional(),
    })
    .optional(),
  is_automatic_forward: z.boolean().optional(),
  media_group_id: z.string().optional(),
  migrate_to_chat_id: id.optional(),
  migrate_from_chat_id: id.optional(),
  text: z.string().optional(),
  entities: z.array(entity).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(entity).optional(),
  photo: z.array(file).optional(),
  document: file.optional(),
  voice: file.optional(),
  audio: file.optional(),
  video: file.optional(),
  video_note: file.optional(),
  animation: file.optional(),
  sticker: file.extend({ emoji: z.string().optional() }).optional(),
  location: place.optional(),
  venue: z.looseObject({ location: place, title: z.string(), address: z.string() }).optional(),
  contact: z
    .looseObject({ phone_number: z.string(), first_name: z.string(), last_name: z.string().optional() })
    .optional(),
  poll: z.looseObject({ question: z.string() }).optional(),
  dice: z.looseObject({ emoji: z.string(), value: z.number() }).optional(),
});

export const callbackSchema = z.looseObject({
  id: z.string().min(1),
  from: user,
  data: z.string().optional(),
  message: z
    .looseObject({
      message_id: id,
      chat,
      message_thread_id: id.optional(),
      is_topic_message: z.boolean().optional(),
      reply_to_message: z.looseObject({ message_id: id }).optional(),
    })
    .optional(),
});

export const membershipSchema = z.looseObject({
  chat,
  from: user,
  date,
  new_chat_member: z.looseObject({ status: z.string() }),
});

export type TelegramMessage = z.infer<typeof messageSchema>;
export type TelegramCallback = z.infer<typeof callbackSchema>;
export type TelegramUser = z.infer<typeof user>;
export type TelegramChat = z.infer<typeof chat>;

/** The updates we ask Telegram for; anything else stays there. */
export const allowedUpdates = ["message", "edited_message", "callback_query", "my_chat_member"] as const;
