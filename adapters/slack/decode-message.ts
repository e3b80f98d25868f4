import type { Actor, InboundEvent, Space } from "../../src/channel/contract.ts";
import { actorIdOf } from "./actor.ts";
import { contentOf } from "./content.ts";
import type { Arrival, DecodeContext, Decoded } from "./decode.ts";
import { isStaffs, staffCommand, staffPlace } from "./decode-staff.ts";
import { deletedSchema, messageEventSchema, messageSchema, type SlackMessage } from "./payload.ts";
import { mentions } from "./text.ts";

/** Kinds of message that a person wrote; every other is a note of Slack's own. */
const WRITTEN = new Set(["", "file_share", "thread_broadcast", "me_message"]);

/** A `message` or `app_mention` event, whichever came: both have the same key, so only the first counts. */
export function messageEvents(
  event: Record<string, unknown>,
  context: DecodeContext,
): Partial<Decoded> | string {
  const outer = messageEventSchema.safeParse(event);
  if (!outer.success) return "malformed: message";
  const { channel } = outer.data;
  const subtype = outer.data.subtype ?? "";
  if (subtype === "message_changed") return changed(event, channel, context);
  if (subtype === "message_deleted") return deleted(event, context);
  if (!WRITTEN.has(subtype)) return "a note of Slack's own";
  const message = messageSchema.safeParse(event);
  return message.success ? written(message.data, channel, context) : "malformed: message";
}

/** Messages as conversations.history and .replies give them, with the keys the live events had. */
export function historyEvents(
  messages: readonly unknown[],
  channel: string,
  context: DecodeContext,
): Arrival[] {
  return messages.flatMap((raw) => {
    if (typeof raw !== "object" || raw === null) return [];
    const found = messageEvents({ ...raw, channel }, context);
    const message = messageSchema.safeParse(raw);
    if (typeof found === "string" || !message.success) return [];
    const arrivals = found.arrivals ?? [];
    // What was corrected while we were away may be known in its first wording.
    return message.data.edited ? [...arrivals, ...(edited(message.data, channel, context) ?? [])] : arrivals;
  });
}

/** Epoch milliseconds of Slack's "seconds.micros". As text it stays exact; only the time is a number. */
export function timeOf(ts: string): number {
  const [seconds = "0", fraction = ""] = ts.split(".");
  return Number(seconds) * 1_000 + Number(fraction.padEnd(3, "0").slice(0, 3));
}

/** A direct message, or a thread in a channel: in a channel the bot answers below the message that called it. */
export function spaceOf(channel: string, ts: string, thread: string | null | undefined): Space {
  if (isDirect(channel)) return { id: channel, kind: "dm", ...(thread ? { thread } : {}) };
  return { id: channel, kind: "channel", thread: thread || ts };
}

export function isDirect(channel: string): boolean {
  return channel.startsWith("D");
}

function written(
  message: SlackMessage,
  channel: string,
  context: DecodeContext,
): { arrivals: Arrival[] } | string {
  const base = baseOf(message, channel, `${channel}:${message.ts}`, message.ts, context);
  if (typeof base === "string") return base;
  const { event, ...rest } = base;
  const msgId = message.ts;
  const content = contentOf(message, context.bot.userId);
  if (!content)
    return { arrivals: [{ ...rest, event: { ...event, kind: "unsupported", label: "empty", msgId } }] };
  const command = event.staff
    ? staffCommand(message, content, context)
    : content.files.length === 0
      ? commandIn(content.text, event.space, context)
      : undefined;
  const said: InboundEvent = command
    ? { ...event, kind: "command", ...command, msgId }
    : { ...event, kind: "message", msgId, ...content };
  return { arrivals: [{ ...rest, event: said }] };
}

function changed(event: Record<string, unknown>, channel: string, context: DecodeContext) {
  const message = messageSchema.safeParse(event.message);
  if (!message.success) return "malformed: message_changed";
  if (message.data.subtype === "tombstone") return removed(event, channel, message.data.ts, context);
  const before = messageSchema.safeParse(event.previous_message);
  // Slack adds previews of links, counts of replies and the like by the same event: those are no words of the customer's.
  const reworded = before.success
    ? (before.data.text ?? "") !== (message.data.text ?? "")
    : Boolean(message.data.edited);
  if (!reworded) return "a change of something else than the text";
  const arrivals = edited(message.data, channel, context);
  return arrivals ? { arrivals } : "an edit that concerns nobody";
}

function edited(message: SlackMessage, channel: string, context: DecodeContext): Arrival[] | undefined {
  const stamp = message.edited?.ts;
  if (stamp === undefined) return undefined;
  const base = baseOf(message, channel, `${channel}:${message.ts}:${stamp}`, stamp, context);
  if (typeof base === "string") return undefined;
  const content = contentOf(message, context.bot.userId);
  if (!content) return undefined;
  const { event, ...rest } = base;
  // An agent's command stays one when it is reworded: as other platforms write it.
  const command = event.staff ? staffCommand(message, content, context) : undefined;
  const words = command === undefined ? {} : { text: `/${command.name} ${command.args}`.trim() };
  return [{ ...rest, event: { ...event, kind: "edit", msgId: message.ts, ...content, ...words } }];
}

function deleted(event: Record<string, unknown>, context: DecodeContext): Partial<Decoded> | string {
  const parsed = deletedSchema.safeParse(event);
  if (!parsed.success) return "malformed: message_deleted";
  return removed(event, parsed.data.channel, parsed.data.deleted_ts, context);
}

function removed(
  event: Record<string, unknown>,
  channel: string,
  ts: string,
  context: DecodeContext,
): Partial<Decoded> | string {
  const before = messageSchema.safeParse(event.previous_message);
  if (!before.success) return "a deletion of something we were not told of";
  const at = typeof event.event_ts === "string" && /^\d+\.\d+$/.test(event.event_ts) ? event.event_ts : ts;
  const base = baseOf(before.data, channel, `${channel}:${ts}:deleted`, at, context);
  if (typeof base === "string") return base;
  const { event: about, ...rest } = base;
  return { arrivals: [{ ...rest, event: { ...about, kind: "delete", msgIds: [ts] } }] };
}

type Base = Omit<Arrival, "event"> & {
  event: Pick<InboundEvent, "key" | "at" | "space" | "addressed" | "staff"> & { actor: Actor };
};

function baseOf(
  message: SlackMessage,
  channel: string,
  key: string,
  stamp: string,
  context: DecodeContext,
): Base | string {
  const { bot } = context;
  const { user } = message;
  if (message.bot_id || message.subtype === "bot_message") return "written by a bot";
  if (!user || user === "USLACKBOT") return "written by nobody";
  if (user === bot.userId) return "written by us";
  const id = actorIdOf(user, message.user_team, message.source_team, message.team, bot.teamId);
  const about = { key, at: timeOf(stamp), actor: { id } };
  if (isStaffs(channel, context)) {
    const place = staffPlace(message, channel, context);
    return typeof place === "string" ? place : { event: { ...about, ...place }, stranger: user };
  }
  const space = spaceOf(channel, message.ts, message.thread_ts);
  const addressed =
    space.kind === "dm" ? "dm" : mentions(message.text ?? "", bot.userId) ? "mention" : "reply";
  if (addressed === "reply" && !message.thread_ts) return "words in a channel that do not call the bot";
  return {
    event: { ...about, space, addressed },
    stranger: user,
    ...(addressed === "reply" ? { overheard: true } : {}),
  };
}

/**
 * In a direct message the bare name of a command is that command: Slack keeps words with a slash for itself.
 * Calling the bot without another word is a way of saying hello.
 */
function commandIn(
  text: string,
  space: Space,
  { commands, staffChannel }: DecodeContext,
): { name: string; args: string } | undefined {
  if (text === "") return { name: "start", args: "" };
  if (space.kind !== "dm") return undefined;
  const [, code] = (staffChannel !== undefined && LINK.exec(text)) || [];
  if (code !== undefined) return { name: "link", args: code };
  const word = /^\/?([a-z]{1,20})$/i.exec(text)?.[1]?.toLowerCase();
  const name = commands.find((command) => command === word);
  return name === undefined ? undefined : { name, args: "" };
}

/** An agent who links the Slack account to the desk; the code is in the desk's own writing (groups of five). */
const LINK = /^\/?link\s+((?:[a-km-np-z2-9]{5}-)+[a-km-np-z2-9]{5})$/i;
