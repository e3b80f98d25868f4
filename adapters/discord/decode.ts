import type { FileRef, InboundEvent, Space } from "../../src/channel/contract.ts";
import { contentOf, nameOf } from "./content.ts";
import { type DiscordMessage, deletionSchema, messageSchema, timeOf } from "./payload.ts";

/** Whom the payloads are for, and what they do not say themselves. */
export interface DecodeContext {
  botId: string;
  /** The channel a thread hangs on; undefined when the id names no thread. */
  parentOf(channelId: string): string | undefined;
  /** The channel where everything is said by the staff, and nothing by a customer; so are its threads. */
  staffId?: string | undefined;
}

/** One event, or in a few words, without any content, why there is none. */
export type Decoded = InboundEvent | string;

/** Message types that people write: a plain message and a reply. All others Discord notes by itself. */
const WRITTEN = new Set([0, 19]);
const FORWARD = 1;

/**
 * MESSAGE_CREATE, or a message as GET /channels/:id/messages gives it, as a neutral event. Never throws.
 * The key is `msg:` and the message's id, which is the same live and read back.
 */
export function decodeMessage(raw: unknown, context: DecodeContext, guildId?: string): Decoded {
  const parsed = messageSchema.safeParse(raw);
  if (!parsed.success) return "malformed: message";
  const message = parsed.data;
  const base = baseOf(message, context, message.guild_id ?? guildId);
  if (typeof base === "string") return base;
  const event = { ...base, key: `msg:${message.id}`, at: timeOf(message.id) };
  const content = said(message, context);
  if (content === undefined) {
    // Naming the bot and nothing else is a way of asking what it can do.
    if (base.addressed === "mention")
      return { ...event, kind: "command", name: "help", args: "", msgId: message.id };
    return { ...event, kind: "unsupported", label: labelOf(message), msgId: message.id };
  }
  const typed = /^\/([a-z0-9_-]{1,32})(?:\s+([\s\S]*))?$/i.exec(content.text);
  const asked = typed?.[1] === undefined ? undefined : askedFor(typed[1], typed[2] ?? "", event.staff);
  const { files } = content;
  // A customer's file is what they ask about; an agent's goes with the reply.
  if (asked?.kind === "command" && (event.staff || files.length === 0))
    return { ...event, ...asked, msgId: message.id, ...(files.length === 0 ? {} : { files }) };
  const replyTo = repliedTo(message);
  return {
    ...event,
    kind: "message",
    msgId: message.id,
    ...content,
    ...(asked?.kind === "message" ? { text: asked.text } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

/** Among the staff a command is only that: whoever works the desk asks it nothing. */
function askedFor(name: string, args: string, staff: true | undefined): ReturnType<typeof commandOf> {
  if (staff === undefined) return commandOf(name, args);
  return { kind: "command", name: name.toLowerCase(), args: args.trim() };
}

/** A command, chosen or typed: `/ask text` and `/support text` are the question itself, alone they ask what we can do. */
export function commandOf(
  name: string,
  args: string,
): { kind: "message"; text: string } | { kind: "command"; name: string; args: string } {
  const command = name.toLowerCase();
  const text = args.trim();
  if (command !== "ask" && command !== "support")
    return { kind: "command", name: command || "help", args: text };
  return text === "" ? { kind: "command", name: "help", args: "" } : { kind: "message", text };
}

/**
 * MESSAGE_UPDATE as a correction. Discord sends it also when a link unfurls or a message is pinned: those carry no new
 * time of editing, so they are skipped or have the key of the edit before.
 */
export function decodeEdit(raw: unknown, context: DecodeContext): Decoded {
  const parsed = messageSchema.safeParse(raw);
  if (!parsed.success) return "malformed: edit";
  const message = parsed.data;
  if (!message.edited_timestamp || message.content === undefined) return "nothing was rewritten";
  const at = Date.parse(message.edited_timestamp);
  if (!Number.isFinite(at)) return "malformed: edit";
  const base = baseOf(message, context, message.guild_id);
  if (typeof base === "string") return base;
  const content = said(message, context);
  if (content === undefined) return "an edit of something we cannot read";
  return { ...base, key: `edit:${message.id}:${at}`, at, kind: "edit", msgId: message.id, ...content };
}

/** MESSAGE_DELETE and MESSAGE_DELETE_BULK. Discord does not say whose messages they were, nor who removed them. */
export function decodeDeletion(raw: unknown, context: DecodeContext & { now: number }): Decoded {
  const parsed = deletionSchema.safeParse(raw);
  if (!parsed.success) return "malformed: deletion";
  const { id, ids, channel_id: channelId, guild_id: guildId } = parsed.data;
  const msgIds = ids ?? (id === undefined ? [] : [id]);
  const [first] = msgIds;
  if (first === undefined) return "malformed: deletion";
  return {
    key: `del:${first}:${msgIds.length}`,
    at: context.now,
    ...placed(spaceOf(channelId, guildId, context), context),
    actor: { id: "unknown" },
    addressed: guildId === undefined ? "dm" : "reply",
    kind: "delete",
    msgIds,
  };
}

/** Where a channel id leads: a direct message, a server's channel, or a thread in one. */
export function spaceOf(
  channelId: string,
  guildId: string | undefined,
  { parentOf }: Pick<DecodeContext, "parentOf">,
): Space {
  if (guildId === undefined) return { id: channelId, kind: "dm" };
  const parent = parentOf(channelId);
  return parent === undefined
    ? { id: channelId, kind: "channel" }
    : { id: parent, kind: "channel", thread: channelId };
}

/** A space, with the mark of the staff's where it is theirs. */
function placed(space: Space, { staffId }: DecodeContext): { space: Space; staff?: true } {
  return space.id === staffId ? { space, staff: true } : { space };
}

/** In a text channel a case's card stands above its thread and gives it its id: who answers the card means the case. */
function inCase(space: Space, replyTo: string | undefined, { parentOf, staffId }: DecodeContext): Space {
  if (space.id !== staffId || space.thread !== undefined || replyTo === undefined) return space;
  return parentOf(replyTo) === staffId ? { ...space, thread: replyTo } : space;
}

function baseOf(message: DiscordMessage, context: DecodeContext, guildId: string | undefined) {
  const { author, webhook_id: webhook, type = 0 } = message;
  if (!WRITTEN.has(type)) return "a notice of Discord's own";
  if (author === undefined) return "written by nobody";
  if (author.id === context.botId) return "our own message";
  if (author.bot || webhook !== undefined) return "written by a program";
  const addressed = addressedOf(message, context, guildId);
  if (addressed === undefined) return "not meant for us";
  const name = nameOf(author, message.member?.nick);
  return {
    ...placed(inCase(spaceOf(message.channel_id, guildId, context), repliedTo(message), context), context),
    actor: { id: author.id, ...(name === undefined ? {} : { name }) },
    addressed,
  };
}

/** Undefined for talk among others on a server: Discord would not even show us its words. */
function addressedOf(
  message: DiscordMessage,
  { botId }: DecodeContext,
  guildId: string | undefined,
): InboundEvent["addressed"] | undefined {
  if (guildId === undefined) return "dm";
  const answered = message.referenced_message?.author?.id === botId;
  // A reply pings whom it answers, so it names us among the mentions without a word in its text.
  if (new RegExp(`<@!?${botId}>`).test(message.content ?? "")) return "mention";
  if (answered) return "reply";
  return message.mentions?.some(({ id }) => id === botId) ? "mention" : undefined;
}

/** A forwarded message says what the message it forwards says. */
function said(
  message: DiscordMessage,
  { botId }: DecodeContext,
): { text: string; files: FileRef[] } | undefined {
  const place = { channelId: message.channel_id, messageId: message.id, botId };
  const own = contentOf(message, { ...place, mentions: message.mentions ?? [] });
  const forwarded = (message.message_snapshots ?? []).flatMap(
    (snapshot) => contentOf(snapshot.message, { ...place, mentions: [] }) ?? [],
  );
  const all = [...(own === undefined ? [] : [own]), ...forwarded];
  if (all.length === 0) return undefined;
  return {
    text: all
      .map(({ text }) => text)
      .filter(Boolean)
      .join("\n"),
    files: all.flatMap(({ files }) => files),
  };
}

function repliedTo({ message_reference: reference }: DiscordMessage): string | undefined {
  return reference?.type === FORWARD ? undefined : reference?.message_id;
}

function labelOf(message: DiscordMessage): string {
  if (message.guild_id !== undefined && message.content === "") return "a reply without a mention";
  return "empty message";
}
