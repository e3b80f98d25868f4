import { z } from "zod";

/**
 * The part of Discord's gateway payloads (v10) we read. Loose: fields we do not know are kept; a field we do know
 * but of the wrong type makes the payload malformed. Ids are snowflakes beyond 2^53: text, always.
 */
const id = z.string().regex(/^\d{1,20}$/);

/** Kinds of interactions, and of commands. */
export const APPLICATION_COMMAND = 2;
export const MESSAGE_COMPONENT = 3;
export const MODAL_SUBMIT = 5;
export const MESSAGE_MENU = 3;

const user = z.looseObject({
  id,
  username: z.string().optional(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});

const attachment = z.looseObject({
  id,
  filename: z.string().optional(),
  content_type: z.string().nullish(),
  size: z.number().optional(),
});

const body = z.looseObject({
  content: z.string().optional(),
  attachments: z.array(attachment).optional(),
  sticker_items: z.array(z.looseObject({ id, name: z.string().optional() })).optional(),
  flags: z.int().optional(),
  poll: z.looseObject({ question: z.looseObject({ text: z.string().optional() }) }).nullish(),
});

export const messageSchema = body.extend({
  id,
  channel_id: id,
  guild_id: id.optional(),
  type: z.int().optional(),
  author: user.optional(),
  member: z.looseObject({ nick: z.string().nullish() }).optional(),
  webhook_id: id.optional(),
  edited_timestamp: z.string().nullish(),
  mentions: z.array(user).optional(),
  message_reference: z.looseObject({ message_id: id.optional(), type: z.int().optional() }).nullish(),
  referenced_message: z.looseObject({ author: user.optional() }).nullish(),
  message_snapshots: z.array(z.looseObject({ message: body })).optional(),
});

export const deletionSchema = z.looseObject({
  id: id.optional(),
  ids: z.array(id).optional(),
  channel_id: id,
  guild_id: id.optional(),
});

/** A channel as GUILD_CREATE, the THREAD events, an interaction and GET /channels/:id describe it. */
export const channelSchema = z.looseObject({
  id,
  type: z.int(),
  guild_id: id.optional(),
  parent_id: id.nullish(),
});

export const interactionSchema = z.looseObject({
  id,
  application_id: id,
  type: z.int(),
  token: z.string().min(1),
  guild_id: id.optional(),
  channel_id: id.optional(),
  channel: channelSchema.optional(),
  locale: z.string().optional(),
  user: user.optional(),
  member: z.looseObject({ user: user.optional(), nick: z.string().nullish() }).optional(),
  message: z.looseObject({ id, flags: z.int().optional() }).optional(),
  data: z
    .looseObject({
      name: z.string().optional(),
      type: z.int().optional(),
      custom_id: z.string().optional(),
      target_id: id.optional(),
      /** The server a command is registered for; absent for one that is offered everywhere. */
      guild_id: id.optional(),
      /** Of a modal: its rows. */
      components: z.array(z.unknown()).optional(),
      options: z.array(z.looseObject({ name: z.string(), value: z.unknown() })).optional(),
      resolved: z.looseObject({ messages: z.record(z.string(), z.unknown()).optional() }).optional(),
    })
    .optional(),
});

/** A message somebody chose in the menu "Apps": it may lack what only the gateway adds. */
export const targetSchema = body.extend({ id, channel_id: id.optional() });

export type DiscordMessage = z.infer<typeof messageSchema>;
export type DiscordBody = z.infer<typeof body>;
export type DiscordUser = z.infer<typeof user>;
export type DiscordInteraction = z.infer<typeof interactionSchema>;

/** When the thing with this id was made: 22 bits below the milliseconds since 2015. */
export function timeOf(snowflake: string): number {
  return Number((BigInt(snowflake) >> 22n) + 1_420_070_400_000n);
}

/** True when `a` is newer than `b`. Longer digits are larger; both are ids without leading zeros. */
export function isNewer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}

/** An id among a payload's fields, before the payload is read as a whole. */
export function idIn(data: unknown, name: string): string | undefined {
  const id = typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
  return typeof id === "string" && /^\d{1,20}$/.test(id) ? id : undefined;
}
