import type { InboundEvent, ReplyHandle } from "../../src/channel/contract.ts";
import { actorIdOf } from "./actor.ts";
import { contentOf } from "./content.ts";
import type { Act, Arrival, DecodeContext, Decoded } from "./decode.ts";
import { isDirect, spaceOf, timeOf } from "./decode-message.ts";
import { isStaffs, replyEvents, replyShortcut } from "./decode-staff.ts";
import { formAction } from "./dialog.ts";
import { actionsSchema, commandSchema, type SlackPerson, shortcutSchema } from "./payload.ts";
import { plainOf } from "./text.ts";

/** What the name of a button says of it. The token stands in the name as well, since names must differ. */
export const choiceAction = "choice:";
/** A choice that goes on in a direct message (see Choice in the port). */
export const privateAction = "private:";
/** A button of our home tab: the name of a command. */
export const commandAction = "command:";

/** A response_url works for 30 minutes and five times; the last minute is left for the way there. */
const REPLY_MS = 29 * 60_000;

/**
 * A slash command. Everybody in the channel could read an answer there, so the conversation it opens is the direct
 * message with the customer, and the first answers are shown where it was given, to the customer alone.
 */
export function commandEvents(body: unknown, context: DecodeContext): Partial<Decoded> | string {
  const parsed = commandSchema.safeParse(body);
  if (!parsed.success) return "malformed: slash command";
  const { command, user_id: user, user_name, team_id, channel_id, response_url, trigger_id } = parsed.data;
  const text = plainOf(parsed.data.text, context.bot.userId);
  const key = `command:${trigger_id}`;
  const base = directBase(
    { key, user: { id: user, name: user_name, team_id }, at: context.now, response_url },
    context,
  );
  const word = (text || command).replace(/^\//, "").toLowerCase();
  const name = context.commands.find((one) => one === word);
  const event: InboundEvent =
    name !== undefined || text === ""
      ? { ...base, kind: "command", name: name ?? "start", args: "", msgId: key }
      : { ...base, kind: "message", text, files: [], msgId: key };
  return { arrivals: [{ event, direct: { user, from: channel_id }, ...asideOf(user, response_url) }] };
}

/** A shortcut: "Ask support" anywhere opens the conversation, on a message it asks what stands in the message. */
export function shortcutEvents(body: unknown, context: DecodeContext): Partial<Decoded> | string {
  const parsed = shortcutSchema.safeParse(body);
  if (!parsed.success) return "malformed: shortcut";
  const { type, callback_id, user, team, channel, message, response_url, trigger_id } = parsed.data;
  if (callback_id === replyShortcut) return replyEvents(parsed.data, context);
  const key = `shortcut:${trigger_id}`;
  const person = { ...user, team_id: user.team_id ?? team?.id };
  const base = directBase({ key, user: person, at: context.now, response_url }, context);
  const content = type === "message_action" && message ? contentOf(message, context.bot.userId) : undefined;
  const name = context.commands.find((command) => callback_id === command) ?? "start";
  const event: InboundEvent =
    content && (content.text !== "" || content.files.length > 0)
      ? { ...base, kind: "message", msgId: key, ...content }
      : { ...base, kind: "command", name, args: "", msgId: key };
  const direct = { user: user.id, ...(channel ? { from: channel.id } : {}) };
  return { arrivals: [{ event, direct, ...asideOf(user.id, response_url) }] };
}

/** Presses of our buttons, under a message, under an answer only one person sees, or in the home tab. */
export function actionEvents(body: unknown, context: DecodeContext): Partial<Decoded> | string {
  const parsed = actionsSchema.safeParse(body);
  if (!parsed.success) return "malformed: block_actions";
  const payload = parsed.data;
  const results = payload.actions.map((action) => actionEvent(payload, action, context));
  const arrivals = results.flatMap((result) => (result ? [result.arrival] : []));
  const acts = results.flatMap((result) => result?.acts ?? []);
  return arrivals.length > 0 ? { arrivals, acts } : "a press of something that is not ours";
}

function actionEvent(
  payload: ReturnType<typeof actionsSchema.parse>,
  { action_id, action_ts }: { action_id: string; action_ts: string },
  context: DecodeContext,
): { arrival: Arrival; acts: Act[] } | undefined {
  // One of the names above, or a choice that may open a dialog, and what it stands for.
  const [, prefix, token] = /^(choice:|private:|command:|form:)([\w.~-]{1,64})$/.exec(action_id) ?? [];
  if (prefix === undefined || token === undefined) return undefined;
  const { user, team, channel, container, message, response_url } = payload;
  const person = { ...user, team_id: user.team_id ?? team?.id };
  const ts = message?.ts ?? container?.message_ts ?? undefined;
  const key = `press:${channel?.id ?? "home"}:${user.id}:${action_ts}:${action_id}`;
  const base = directBase({ key, user: person, at: timeOf(action_ts), response_url }, context);
  if (channel && isStaffs(channel.id, context)) {
    const thread = message?.thread_ts ?? container?.thread_ts ?? ts;
    if (prefix !== choiceAction || thread === undefined) return undefined;
    const { at, actor } = base;
    const where = {
      space: { id: channel.id, kind: "channel" as const, thread },
      addressed: "reply" as const,
    };
    const pressed = { kind: "press" as const, token, ...(ts === undefined ? {} : { msgId: ts }) };
    const event: InboundEvent = { key, at, actor, ...where, staff: true, ...pressed };
    return { arrival: { event, stranger: user.id }, acts: [] };
  }
  const aside = asideOf(user.id, response_url);
  const trigger = prefix === formAction ? (payload.trigger_id ?? undefined) : undefined;
  const dialog = trigger === undefined ? {} : { dialog: { token, trigger } };
  const arrived = (event: InboundEvent, direct?: Arrival["direct"]) => ({
    arrival: { event, ...dialog, ...aside, ...(direct ? { direct } : {}) },
    acts: [],
  });
  if (prefix !== choiceAction && prefix !== formAction) {
    const [name, args] = prefix === privateAction ? ["start", token] : [token, ""];
    const event: InboundEvent = { ...withoutReply(base), kind: "command", name, args, msgId: key };
    const acts: Act[] =
      aside && prefix === privateAction ? [{ kind: "tell", what: "hint", ...aside.aside }] : [];
    return { ...arrived(event, { user: user.id }), acts };
  }
  const press = { kind: "press" as const, token, ...(ts === undefined ? {} : { msgId: ts }) };
  if (!channel || container?.is_ephemeral) {
    return arrived({ ...base, ...press }, { user: user.id, ...(channel ? { from: channel.id } : {}) });
  }
  const space = spaceOf(channel.id, ts ?? action_ts, message?.thread_ts ?? container?.thread_ts);
  const addressed = isDirect(channel.id) ? ("dm" as const) : ("reply" as const);
  return arrived({ ...withoutReply(base), space, addressed, ...press });
}

function asideOf(
  user: string,
  responseUrl: string | null | undefined,
): { aside: NonNullable<Arrival["aside"]> } | undefined {
  return responseUrl ? { aside: { user, responseUrl } } : undefined;
}

interface DirectBase {
  key: string;
  at: number;
  space: { id: string; kind: "dm" };
  actor: { id: string; name?: string };
  addressed: "command";
  reply?: ReplyHandle;
}

/** An event of the direct message whose id is still to be asked for. */
function directBase(
  from: { key: string; user: SlackPerson; at: number; response_url?: string | null | undefined },
  { bot, now }: DecodeContext,
): DirectBase {
  const { user, response_url } = from;
  const name = user.name || user.username;
  return {
    key: from.key,
    at: from.at,
    space: { id: "", kind: "dm" },
    actor: { id: actorIdOf(user.id, user.team_id, bot.teamId), ...(name ? { name } : {}) },
    addressed: "command",
    ...(response_url ? { reply: { token: response_url, expiresAt: now + REPLY_MS } } : {}),
  };
}

function withoutReply({ reply: _, ...base }: DirectBase): Omit<DirectBase, "reply"> {
  return base;
}
