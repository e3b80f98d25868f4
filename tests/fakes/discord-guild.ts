import { DiscordRefusal } from "./discord-faults.ts";
import { botUser, forumId, generalId, guildId, officeId, threadId } from "./discord-ids.ts";

const TEXT = 0;
const FORUM = 15;
const THREAD = 11;

export interface FakeThread {
  id: string;
  type: number;
  guild_id: string;
  name: string;
  parent_id?: string;
  owner_id?: string;
  archived?: boolean;
  locked?: boolean;
  auto_archive_duration?: unknown;
}

/** The server's channels and threads: a public channel with a thread, and two rooms of the staff's. */
export function fakeGuild() {
  const channels = new Map<string, FakeThread>();
  const add = (one: Omit<FakeThread, "guild_id">) => {
    const channel = { ...one, guild_id: guildId };
    channels.set(one.id, channel);
    return channel;
  };
  add({ id: generalId, type: TEXT, name: "general" });
  add({ id: threadId, type: THREAD, name: "a thread", parent_id: generalId });
  add({ id: forumId, type: FORUM, name: "cases" });
  add({ id: officeId, type: TEXT, name: "office" });

  return {
    has: (id: string) => channels.has(id),
    get: (id: string) => channels.get(id),
    describe(id: string) {
      const found = channels.get(id);
      if (found === undefined) return undefined;
      const { archived = false, locked = false, auto_archive_duration, ...channel } = found;
      if (channel.type !== THREAD) return channel;
      return { ...channel, thread_metadata: { archived, locked, auto_archive_duration } };
    },
    /** A thread of the bot's, as it asked for it. */
    begin(id: string, parent: string, body: Record<string, unknown>): FakeThread {
      const { name, auto_archive_duration } = body;
      if (typeof name !== "string" || name.trim() === "" || name.length > 100)
        throw new DiscordRefusal(400, 50035, "Invalid Form Body");
      if (![60, 1440, 4320, 10080].includes(Number(auto_archive_duration)))
        throw new DiscordRefusal(400, 50035, "Invalid Form Body");
      const owner_id = botUser.id;
      return add({ id, type: THREAD, name, parent_id: parent, owner_id, auto_archive_duration });
    },
    change(id: string, { archived, locked }: { archived?: unknown; locked?: unknown }): FakeThread {
      const found = channels.get(id);
      if (found === undefined) throw new DiscordRefusal(404, 10003, "Unknown Channel");
      if (found.locked && archived === false) throw new DiscordRefusal(403, 50013, "Missing Permissions");
      if (typeof archived === "boolean") found.archived = archived;
      if (typeof locked === "boolean") found.locked = locked;
      return found;
    },
    /** Nothing in an archived thread can be changed. */
    mustBeOpen(id: string): void {
      const found = channels.get(id);
      if (found?.archived)
        throw new DiscordRefusal(400, 50083, "Tried to perform an operation on an archived thread");
      if (found?.locked) throw new DiscordRefusal(403, 160005, "This thread is locked");
    },
    /** A message wakes a thread, unless somebody locked it. */
    wake(id: string): void {
      const found = channels.get(id);
      if (found?.locked) throw new DiscordRefusal(403, 160005, "This thread is locked");
      if (found?.archived) found.archived = false;
    },
    remove: (id: string) => void channels.delete(id),
    channels: () => [...channels.values()].filter(({ type }) => type !== THREAD),
    active: () => [...channels.values()].filter(({ type, archived }) => type === THREAD && !archived),
    threadsOf: (parent: string) => [...channels.values()].filter((one) => one.parent_id === parent),
  };
}
