import { SlackRefusal } from "./slack-faults.ts";

interface Button {
  label: string;
  actionId: string;
}

/** A message as it stands in a channel, or an answer shown to one person (`ephemeral`, without a place in the history). */
export interface RoomMessage {
  channel: string;
  ts: string;
  thread?: string;
  user?: string;
  /** What is read: the sections, or the text of a message without any. */
  shown: string;
  buttons: Button[];
  /** Whole arguments of the call that posted it, or the event's fields for a customer's. */
  raw: Record<string, unknown>;
  ephemeral: boolean;
}

/** The channels of a workspace. Times are real ones, since a whole program may stand before them. */
export function slackRooms(bot: { user: string; botId: string }) {
  const messages: RoomMessage[] = [];
  const closed = new Map<string, string>();
  const removed = new Set<string>();
  /** Signs that people and we put on messages: "name ts". */
  const reactions = new Set<string>();
  const members = new Set<string>();
  let count = 0;

  function nextTs(): string {
    count += 1;
    return `${Math.floor(Date.now() / 1_000)}.${String(count).padStart(6, "0")}`;
  }

  function open(channel: string, thread?: string): void {
    const reason = closed.get(channel);
    if (reason !== undefined) throw new SlackRefusal(reason);
    if (!/^[CDG]/.test(channel)) throw new SlackRefusal("channel_not_found");
    if (thread !== undefined && removed.has(thread)) throw new SlackRefusal("thread_not_found");
  }

  function ours(args: Record<string, unknown>): RoomMessage {
    const found = messages.find(({ channel, ts }) => channel === args.channel && ts === String(args.ts));
    if (!found) throw new SlackRefusal("message_not_found");
    if (found.user !== bot.user) throw new SlackRefusal("cant_update_message");
    return found;
  }

  return {
    nextTs,
    messages,
    members,
    reactions,
    open,
    reopen: (channel: string) => void closed.delete(channel),
    /** A thread is no more, with all that stood in it. */
    removeThread(ts: string): void {
      removed.add(ts);
      const left = messages.filter((one) => one.ts !== ts && one.thread !== ts);
      messages.splice(0, messages.length, ...left);
    },
    update(args: Record<string, unknown>): RoomMessage {
      open(String(args.channel ?? ""));
      const found = ours(args);
      const { shown, buttons } = checked(args);
      const { metadata } = found.raw;
      Object.assign(found, { shown, buttons, raw: { metadata, ...args } });
      return found;
    },
    /** Takes one of our own messages away. */
    remove(args: Record<string, unknown>): void {
      open(String(args.channel ?? ""));
      messages.splice(messages.indexOf(ours(args)), 1);
    },
    react(args: Record<string, unknown>, add: boolean): void {
      const mark = `${args.name} ${args.timestamp}`;
      if (add === reactions.has(mark)) throw new SlackRefusal(add ? "already_reacted" : "no_reaction");
      if (add) reactions.add(mark);
      else reactions.delete(mark);
    },
    /** Posts to this channel are refused from now on, with this word of Slack's. */
    close: (channel: string, reason: string) => void closed.set(channel, reason),
    add(message: RoomMessage): RoomMessage {
      messages.push(message);
      return message;
    },
    post(args: Record<string, unknown>): RoomMessage {
      const channel = String(args.channel ?? "");
      open(channel, args.thread_ts === undefined ? undefined : String(args.thread_ts));
      const { shown, buttons } = checked(args);
      const thread = args.thread_ts === undefined ? {} : { thread: String(args.thread_ts) };
      const message = {
        channel,
        ts: nextTs(),
        ...thread,
        user: bot.user,
        shown,
        buttons,
        raw: args,
        ephemeral: false,
      };
      messages.push(message);
      return message;
    },
    /** One page of a history, newest first, or of a thread, oldest first with the thread's beginning. */
    page(args: Record<string, unknown>, thread: boolean) {
      const channel = String(args.channel ?? "");
      const oldest = String(args.oldest ?? "0");
      const root = String(args.ts ?? "");
      open(channel, thread ? root : undefined);
      const inChannel = messages.filter((one) => one.channel === channel && !one.ephemeral);
      const found = thread
        ? inChannel.filter(({ ts, thread: of }) => ts === root || (of === root && ts > oldest))
        : inChannel.filter(({ ts, thread: of }) => of === undefined && ts > oldest).reverse();
      const from = Number(args.cursor ?? 0);
      const limit = Math.min(Number(args.limit ?? 100), 1_000);
      const more = found.length > from + limit;
      return {
        messages: found
          .slice(from, from + limit)
          .map((one) =>
            wire(one, args.include_all_metadata === true || args.include_all_metadata === "true", bot),
          ),
        has_more: more,
        response_metadata: { next_cursor: more ? String(from + limit) : "" },
      };
    },
  };
}

export type SlackRooms = ReturnType<typeof slackRooms>;

/** What is read in a message, or Slack's refusal of it. */
export function checked(args: Record<string, unknown>): { shown: string; buttons: Button[] } {
  const text = String(args.text ?? "");
  const blocks = Array.isArray(args.blocks) ? (args.blocks as Record<string, unknown>[]) : [];
  if (text.length > 40_000) throw new SlackRefusal("msg_too_long");
  if (text === "" && blocks.length === 0) throw new SlackRefusal("no_text");
  const sections = blocks.filter(({ type }) => type === "section").map((block) => textIn(block));
  const headers = blocks.filter(({ type }) => type === "header").map((block) => textIn(block));
  const buttons = blocks.filter(({ type }) => type === "actions").flatMap(buttonsIn);
  const names = buttons.map(({ actionId }) => actionId);
  const wrong =
    blocks.length > 50 ||
    headers.some((one) => one.length === 0 || one.length > 150) ||
    sections.some((one) => one.length === 0 || one.length > 3_000) ||
    buttons.length > 25 ||
    buttons.some(({ label, actionId }) => label === "" || label.length > 75 || actionId.length > 255) ||
    new Set(names).size !== names.length;
  if (wrong) throw new SlackRefusal("invalid_blocks");
  // Seen by others: about 13,200 characters, though every block is within its own limit.
  if (sections.join("").length + names.join("").length > 13_200)
    throw new SlackRefusal("msg_blocks_too_long");
  const words = sections.map(read);
  const shown = blocks.length > 0 ? [...headers, ...words].join("\n\n") : read(text);
  return { shown, buttons };
}

function textIn(block: Record<string, unknown>): string {
  const text = block.text;
  return typeof text === "object" && text !== null ? String(Reflect.get(text, "text") ?? "") : "";
}

function buttonsIn(block: Record<string, unknown>): Button[] {
  const elements = Array.isArray(block.elements) ? (block.elements as Record<string, unknown>[]) : [];
  return elements.map((element) => ({ label: textIn(element), actionId: String(element.action_id ?? "") }));
}

/** Slack's markup as a reader sees it. */
export function read(mrkdwn: string): string {
  return mrkdwn
    .replace(/<([^<>|]*)\|([^<>]*)>/g, "$2")
    .replace(/<(https?:[^<>]*)>/g, "$1")
    .replace(/[*_~]+(?=\S)|(?<=\S)[*_~]+/g, "")
    .replaceAll("\u200b", "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function wire(
  one: RoomMessage,
  metadata: boolean,
  bot: { user: string; botId: string },
): Record<string, unknown> {
  const ours = one.user === bot.user;
  const { metadata: kept, channel: _, ...rest } = one.raw;
  return {
    ...(ours ? { text: rest.text, bot_id: bot.botId } : rest),
    type: "message",
    user: one.user,
    ts: one.ts,
    ...(one.thread === undefined ? {} : { thread_ts: one.thread }),
    ...(metadata && kept !== undefined ? { metadata: kept } : {}),
  };
}
