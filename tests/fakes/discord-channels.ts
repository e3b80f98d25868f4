import { DiscordRefusal } from "./discord-faults.ts";
import type { fakeGuild } from "./discord-guild.ts";
import { botUser, forumId, generalId, nextId, officeId, type Person, threadId } from "./discord-ids.ts";

/** A message as it stands in a channel; `author` decides whose. */
export interface FakeMessage {
  id: string;
  channel_id: string;
  guild_id?: string;
  author: { id: string; bot?: boolean };
  content: string;
  components: { components: { label: string; custom_id: string }[] }[];
  flags: number;
  nonce?: string;
  message_reference?: { message_id: string };
  allowed_mentions?: unknown;
  [more: string]: unknown;
}

/** Channels with their history, and Discord's checks on what is posted. */
export function fakeChannels(guild: ReturnType<typeof fakeGuild>) {
  const messages = new Map<string, FakeMessage[]>([
    [generalId, []],
    [threadId, []],
    [officeId, []],
  ]);
  const dms = new Map<string, string>();
  const closed = new Set<string>();

  function channelOf(id: string): FakeMessage[] {
    const found = messages.get(id);
    if (found === undefined) throw new DiscordRefusal(404, 10003, "Unknown Channel");
    return found;
  }

  return {
    /** The direct message of a person and the bot. */
    dmOf(person: { id: string }): string {
      const known = dms.get(person.id);
      if (known !== undefined) return known;
      const id = nextId();
      dms.set(person.id, id);
      messages.set(id, []);
      return id;
    },
    /** As Discord does after some minutes: the same nonce posts anew. */
    forgetNonces(): void {
      for (const message of [...messages.values()].flat()) delete message.nonce;
    },
    closeDms: (person: Person) => void closed.add(person.id),
    openDms: (person: Person) => void closed.delete(person.id),
    describe(id: string) {
      const described = guild.describe(id);
      if (described !== undefined) return described;
      channelOf(id);
      return { id, type: 1 };
    },
    /** A post of a forum: its first message has the thread's id. */
    startPost(forum: string, body: Record<string, unknown>) {
      if (forum !== forumId) throw invalid("type", "BASE_TYPE_CHOICES");
      const id = nextId();
      const first = checked({ ...Object(body.message), id, channel_id: id, author: botUser });
      const thread = guild.begin(id, forum, body);
      messages.set(id, [first]);
      return { ...thread, message: first };
    },
    /** A message's thread has the message's id. */
    startThread(channelId: string, messageId: string, body: Record<string, unknown>) {
      if (!channelOf(channelId).some(({ id }) => id === messageId))
        throw new DiscordRefusal(404, 10008, "Unknown Message");
      if (guild.has(messageId))
        throw new DiscordRefusal(400, 160004, "A thread has already been created for this message");
      const thread = guild.begin(messageId, channelId, body);
      messages.set(messageId, []);
      return thread;
    },
    /** Room for what is written in a thread that somebody began by hand. */
    reserve: (id: string) => void messages.set(id, []),
    /** Somebody deletes a thread with all in it. */
    removeChannel(id: string): void {
      guild.remove(id);
      messages.delete(id);
    },
    rewrite(channelId: string, messageId: string, body: Record<string, unknown>): FakeMessage {
      const message = this.read(channelId, messageId);
      guild.mustBeOpen(channelId);
      if (message.author.id !== botUser.id)
        throw new DiscordRefusal(403, 50005, "Cannot edit a message authored by another user");
      return Object.assign(message, checked({ ...message, ...body }));
    },
    react(channelId: string, messageId: string, emoji: string): null {
      const message = this.read(channelId, messageId);
      guild.mustBeOpen(channelId);
      message.reactions = [...((message.reactions as string[] | undefined) ?? []), emoji];
      return null;
    },
    add(message: FakeMessage): void {
      channelOf(message.channel_id).push(message);
    },
    remove(channelId: string, messageId: string): void {
      const list = channelOf(channelId);
      const at = list.findIndex(({ id }) => id === messageId);
      if (at < 0) throw new DiscordRefusal(404, 10008, "Unknown Message");
      list.splice(at, 1);
    },
    read(channelId: string, messageId: string): FakeMessage {
      const found = channelOf(channelId).find(({ id }) => id === messageId);
      if (found === undefined) throw new DiscordRefusal(404, 10008, "Unknown Message");
      return found;
    },
    find: (messageId: string) => [...messages.values()].flat().find(({ id }) => id === messageId),
    /** At most `limit` messages after an id, the newest first, as Discord gives them. */
    history(channelId: string, after: string, limit: number): FakeMessage[] {
      const later = channelOf(channelId).filter(({ id }) => BigInt(id) > BigInt(after));
      return later.slice(0, limit).reverse();
    },
    /** What the bot posts; the same enforced nonce gives the message that is there. */
    post(channelId: string, body: Record<string, unknown>): FakeMessage {
      const list = channelOf(channelId);
      const person = [...dms].find(([, id]) => id === channelId)?.[0];
      if (person !== undefined && closed.has(person)) {
        throw new DiscordRefusal(403, 50007, "Cannot send messages to this user");
      }
      const nonce = typeof body.nonce === "string" ? body.nonce : undefined;
      if (nonce !== undefined && nonce.length > 25) throw invalid("nonce", "BASE_TYPE_MAX_LENGTH");
      const earlier = body.enforce_nonce
        ? list.find((one) => one.nonce !== undefined && one.nonce === nonce)
        : undefined;
      if (earlier !== undefined) return earlier;
      guild.wake(channelId);
      const message = checked({ ...body, id: nextId(), channel_id: channelId, author: botUser });
      list.push(message);
      return message;
    },
    sent: (channelId?: string) =>
      [...messages]
        .filter(([id]) => channelId === undefined || id === channelId)
        .flatMap(([, list]) => list)
        .filter(({ author }) => author.id === botUser.id)
        .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)),
  };
}

/** A body as Discord takes it, or its refusal. */
export function checked(body: Record<string, unknown>): FakeMessage {
  const { content = "", components = [], flags = 0, allowed_mentions: mentions } = body;
  const text = String(content);
  if (Array.from(text).length > 2000) throw invalid("content", "BASE_TYPE_MAX_LENGTH");
  if (text.trim() === "" && body.uploads === undefined)
    throw new DiscordRefusal(400, 50006, "Cannot send an empty message");
  if (JSON.stringify(Reflect.get(Object(mentions), "parse")) !== "[]")
    throw invalid("allowed_mentions", "PARSE_EVERYTHING");
  const rows = components as FakeMessage["components"];
  const buttons = rows.flatMap((row) => row.components);
  if (rows.length > 5 || rows.some((row) => row.components.length > 5 || row.components.length === 0)) {
    throw invalid("components", "BASE_TYPE_BAD_LENGTH");
  }
  for (const { label, custom_id: id } of buttons) {
    if (label.length < 1 || label.length > 80 || id.length < 1 || id.length > 100)
      throw invalid("components", "BASE_TYPE_BAD_LENGTH");
  }
  if (new Set(buttons.map((button) => button.custom_id)).size < buttons.length) {
    throw invalid("components", "COMPONENT_CUSTOM_ID_DUPLICATED");
  }
  return { ...body, content: text.trim(), components: rows, flags: Number(flags) } as FakeMessage;
}

function invalid(field: string, code: string): DiscordRefusal {
  return new DiscordRefusal(400, 50035, "Invalid Form Body", {
    errors: { [field]: { _errors: [{ code, message: "Must be otherwise." }] } },
  });
}
