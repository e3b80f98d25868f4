import type { FileRef, InboundEvent } from "../../src/channel/contract.ts";
import { actorIdOf } from "./actor.ts";
import { contentOf } from "./content.ts";
import type { Aside, DecodeContext, Decoded } from "./decode.ts";
import type { SlackMessage, SlackShortcut } from "./payload.ts";
import { mentions } from "./text.ts";

/** The message shortcut that sends what an agent wrote in a thread. */
export const replyShortcut = "reply_to_customer";

type Place = Pick<InboundEvent, "space" | "addressed"> & { staff: true };

/** True for the staff's channel: what is written there is never a customer's. */
export function isStaffs(channel: string, { staffChannel }: DecodeContext): boolean {
  return channel === staffChannel;
}

/**
 * Where in the staff's channel something was written: in a thread below one of our cards. Beside the threads only a
 * call of the bot is for us, and it is answered in a thread of its own.
 */
export function staffPlace(message: SlackMessage, channel: string, { bot }: DecodeContext): Place | string {
  const { ts, thread_ts, parent_user_id, text } = message;
  const called = calls(text ?? "", bot.userId);
  const inThread = Boolean(thread_ts) && thread_ts !== ts;
  if (!inThread && !called) return "words in the staff channel beside its threads";
  const others = Boolean(parent_user_id && bot.userId) && parent_user_id !== bot.userId;
  if (others && !called) return "words in a thread of the staff's own";
  return {
    space: { id: channel, kind: "channel", thread: thread_ts || ts },
    addressed: mentions(text ?? "", bot.userId) ? "mention" : "ambient",
    staff: true,
  };
}

/**
 * Slash commands do not work in threads: a call of the bot at the front is the command whose name follows, and nothing
 * more than a call asks for help. In another script than Latin it is no name: then it is a remark that calls the bot.
 */
export function staffCommand(
  { text }: SlackMessage,
  content: { text: string; files: FileRef[] },
  { bot }: DecodeContext,
): { name: string; args: string; files?: FileRef[] } | undefined {
  if (!calls(text ?? "", bot.userId)) return undefined;
  const files = content.files.length > 0 ? { files: content.files } : {};
  if (content.text === "") return content.files.length > 0 ? undefined : { name: "help", args: "" };
  const [, name, args = ""] = /^\/?([a-z]{1,20})(?![\w'’-])\s*([\s\S]*)$/i.exec(content.text) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), args, ...files };
}

/**
 * "Reply to customer" on a message of a thread: what stands in it is sent, once, however often it is pressed. Only words
 * that a person wrote there; anything else is explained to whoever pressed.
 */
export function replyEvents(shortcut: SlackShortcut, context: DecodeContext): Partial<Decoded> {
  const { user, team, channel, message, response_url } = shortcut;
  const tell = (what: Aside): Partial<Decoded> =>
    response_url
      ? { acts: [{ kind: "tell", what, user: user.id, responseUrl: response_url }] }
      : { acts: [] };
  if (!channel || !isStaffs(channel.id, context)) return tell("staff-only");
  const content = message && contentOf(message, context.bot.userId);
  const thread = message?.thread_ts;
  const ours = message?.bot_id || message?.user === context.bot.userId;
  const isCommand = calls(message?.text ?? "", context.bot.userId);
  if (!message || !thread || thread === message.ts || ours || isCommand || !content) return tell("no-reply");
  if (content.text === "" || content.files.length > 0) return tell("no-reply");
  const name = user.name || user.username;
  const id = actorIdOf(user.id, user.team_id, team?.id, context.bot.teamId);
  const event: InboundEvent = {
    key: `${channel.id}:${message.ts}:reply${message.edited ? `:${message.edited.ts}` : ""}`,
    at: context.now,
    space: { id: channel.id, kind: "channel", thread },
    actor: { id, ...(name ? { name } : {}) },
    addressed: "command",
    staff: true,
    kind: "command",
    name: "r",
    args: content.text,
    msgId: message.ts,
  };
  return { arrivals: [{ event, stranger: user.id }] };
}

/** The bot is called at the very front. */
function calls(text: string, botId: string | undefined): boolean {
  if (botId === undefined) return false;
  const front = text.trimStart();
  return front.startsWith(`<@${botId}>`) || front.startsWith(`<@${botId}|`);
}
