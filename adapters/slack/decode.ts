import type { InboundEvent } from "../../src/channel/contract.ts";
import { actionEvents, commandEvents, shortcutEvents } from "./decode-interaction.ts";
import { messageEvents } from "./decode-message.ts";
import { submissionEvents } from "./decode-submission.ts";
import { eventBodySchema } from "./payload.ts";

/** Whom the deliveries are for, and when they were read: most deliveries tell neither. */
export interface DecodeContext {
  bot: { userId?: string; teamId?: string };
  /** Epoch milliseconds, for what carries no time of its own. */
  now: number;
  /** The staff's channel, where there is one: nothing in it is a customer's. */
  staffChannel?: string;
  /** Commands that may be written as a word: "menu", "human" … */
  commands: readonly string[];
}

/** An event, and what its adapter must find out before it can be handed in. */
export interface Arrival {
  event: InboundEvent;
  /**
   * Set when the event belongs into the direct message with this user, whose id no delivery names: `event.space.id` is
   * empty until it is known. `from` is where the customer acted: if that is the direct message, no reply handle is needed.
   */
  direct?: { user: string; from?: string };
  /** Set on words in a thread that do not call the bot: they are for it only if this customer has called it there before. */
  overheard?: true;
  /** Set on a press that may open a dialog: the event is handed in only where none opens. */
  dialog?: { token: string; trigger: string };
  /** Where to say something to the one who acted, and to nobody else. */
  aside?: { user: string; responseUrl: string };
  /** The Slack user whose name and language are not in the delivery. */
  stranger?: string;
}

/** What may be said to one person beside what they did. */
export type Aside = "hint" | "closed" | "not-yours" | "staff-only" | "no-reply";

/** What is to be done once the delivery is stored. Nothing is lost when it fails. */
export type Act =
  | { kind: "home"; user: string }
  | { kind: "prompts"; user: string; channel: string; thread: string }
  /** Words for the customer alone, beside the button they pressed. */
  | { kind: "tell"; what: Aside; user: string; responseUrl: string }
  | { kind: "uninstalled" };

export interface Decoded {
  arrivals: Arrival[];
  acts: Act[];
  /** Why there is nothing, in a few words without any content; absent when there is something. */
  skipped?: string;
}

/**
 * One delivery as neutral events: an Events API body, a slash command's fields or an interaction's payload; both ways
 * in, Socket Mode and HTTP, carry the same. Never throws: what is malformed or unknown says so in `skipped`.
 * Keys are made of what Slack names a thing by (channel and ts …), never of event_id: one message may arrive under
 * several of those, as `message` and as `app_mention` at the least.
 */
export function decodeDelivery(body: unknown, context: DecodeContext): Decoded {
  const result = decoded(body, context);
  if (typeof result === "string") return { arrivals: [], acts: [], skipped: result };
  return { arrivals: [], acts: [], ...result };
}

function decoded(body: unknown, context: DecodeContext): Partial<Decoded> | string {
  if (typeof body !== "object" || body === null) return "malformed: no object";
  if ("command" in body) return commandEvents(body, context);
  switch (Reflect.get(body, "type")) {
    case "event_callback":
      return eventOf(body, context);
    case "block_actions":
      return actionEvents(body, context);
    case "view_submission":
      return submissionEvents(body, context);
    case "shortcut":
    case "message_action":
      return shortcutEvents(body, context);
    case "app_rate_limited":
      return "Slack leaves events out: over 30,000 in an hour";
    default:
      return "a kind of delivery we did not ask for";
  }
}

function eventOf(body: unknown, context: DecodeContext): Partial<Decoded> | string {
  const parsed = eventBodySchema.safeParse(body);
  if (!parsed.success) return "malformed: event_callback";
  const { event, team_id: team, authorizations } = parsed.data;
  const self = authorizations?.find((one) => one.is_bot)?.user_id ?? undefined;
  const userId = context.bot.userId ?? self;
  const teamId = context.bot.teamId ?? team ?? undefined;
  const bot = { ...(userId === undefined ? {} : { userId }), ...(teamId === undefined ? {} : { teamId }) };
  switch (event.type) {
    case "message":
    case "app_mention":
      return messageEvents(event, { ...context, bot });
    case "app_home_opened":
      return homeOpened(event);
    case "assistant_thread_started":
      return assistantOpened(event);
    case "app_uninstalled":
      return { acts: [{ kind: "uninstalled" }] };
    default:
      return "an event we did not ask for";
  }
}

function homeOpened(event: Record<string, unknown>): Partial<Decoded> | string {
  if (event.tab !== "home") return "another tab of the app was opened";
  return typeof event.user === "string" && event.user !== ""
    ? { acts: [{ kind: "home", user: event.user }] }
    : "malformed: app_home_opened";
}

function assistantOpened(event: Record<string, unknown>): Partial<Decoded> | string {
  const thread: unknown = event.assistant_thread;
  const field = (name: string) =>
    typeof thread === "object" && thread !== null ? Reflect.get(thread, name) : undefined;
  const [user, channel, ts] = [field("user_id"), field("channel_id"), field("thread_ts")];
  return typeof user === "string" && typeof channel === "string" && typeof ts === "string"
    ? { acts: [{ kind: "prompts", user, channel, thread: ts }] }
    : "malformed: assistant_thread_started";
}
