import { z } from "zod";

/** Fields of Slack's deliveries that we read. Everything else is passed over, so that a new field breaks nothing. */

const id = z.string().min(1).max(64);

/** Seconds and a number within the second, as text: both a time and, with its channel, the name of a message. */
const tsSchema = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

const fileSchema = z.object({
  id,
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  subtype: z.string().nullish(),
  size: z.number().nonnegative().nullish(),
});

const attachmentSchema = z.object({
  is_share: z.boolean().nullish(),
  is_msg_unfurl: z.boolean().nullish(),
  text: z.string().nullish(),
  fallback: z.string().nullish(),
});

export const messageSchema = z.object({
  subtype: z.string().nullish(),
  user: id.nullish(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
  ts: tsSchema,
  thread_ts: tsSchema.nullish(),
  /** Who began the thread. */
  parent_user_id: id.nullish(),
  user_team: id.nullish(),
  source_team: id.nullish(),
  team: id.nullish(),
  edited: z.object({ ts: tsSchema }).nullish(),
  hidden: z.boolean().nullish(),
  files: z.array(fileSchema).nullish(),
  attachments: z.array(attachmentSchema).nullish(),
});

/** What each kind of `message` event has in common; the message itself may stand in it or below `message`. */
export const messageEventSchema = z.object({
  channel: id,
  subtype: z.string().nullish(),
  event_ts: tsSchema.nullish(),
});

export const deletedSchema = z.object({ channel: id, deleted_ts: tsSchema, event_ts: tsSchema.nullish() });

/** The outer shell of the Events API. */
export const eventBodySchema = z.object({
  type: z.literal("event_callback"),
  team_id: id.nullish(),
  event: z.looseObject({ type: z.string() }),
  authorizations: z.array(z.object({ user_id: id.nullish(), is_bot: z.boolean().nullish() })).nullish(),
});

export const commandSchema = z.object({
  command: z.string().regex(/^\/\S{1,40}$/),
  text: z.string().default(""),
  user_id: id,
  user_name: z.string().nullish(),
  team_id: id,
  channel_id: id,
  response_url: z.string().nullish(),
  trigger_id: z.string().min(1).max(200),
});

export const personSchema = z.object({
  id,
  name: z.string().nullish(),
  username: z.string().nullish(),
  team_id: id.nullish(),
});

export const shortcutSchema = z.object({
  type: z.enum(["shortcut", "message_action"]),
  callback_id: z.string().max(255),
  user: personSchema,
  team: z.object({ id }).nullish(),
  channel: z.object({ id }).nullish(),
  message: messageSchema.nullish(),
  response_url: z.string().nullish(),
  trigger_id: z.string().min(1).max(200),
});

export const actionsSchema = z.object({
  type: z.literal("block_actions"),
  user: personSchema,
  team: z.object({ id }).nullish(),
  channel: z.object({ id }).nullish(),
  container: z
    .object({
      type: z.string(),
      message_ts: tsSchema.nullish(),
      thread_ts: tsSchema.nullish(),
      is_ephemeral: z.boolean().nullish(),
    })
    .nullish(),
  message: z.object({ ts: tsSchema, thread_ts: tsSchema.nullish() }).nullish(),
  response_url: z.string().nullish(),
  trigger_id: z.string().min(1).max(200).nullish(),
  actions: z
    .array(
      z.object({
        action_id: z.string().max(255),
        value: z.string().max(2000).nullish(),
        action_ts: tsSchema,
      }),
    )
    .min(1),
});

export type SlackMessage = z.output<typeof messageSchema>;
export type SlackFile = z.output<typeof fileSchema>;
export type SlackShortcut = z.output<typeof shortcutSchema>;
export type SlackPerson = z.output<typeof personSchema>;
