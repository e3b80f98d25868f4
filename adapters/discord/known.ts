import { z } from "zod";
import type { ChannelPorts } from "../../src/channel/contract.ts";

/** A place where somebody spoke to us: after a silence of ours its history is read. */
export interface Known {
  channelId: string;
  /** The server it belongs to; absent for a direct message. */
  guildId?: string | undefined;
  /** The channel a thread hangs on. */
  parentId?: string | undefined;
}

/** The places we know, over restarts, the most recent first. */
export interface KnownPlaces {
  load(): Promise<void>;
  all(): Known[];
  has(channelId: string): boolean;
  /** Kept before the first message of the place is: else a restart in between would not look there. */
  remember(place: Known): Promise<void>;
  forget(channelId: string): Promise<void>;
}

export const channelsCursor = "channels";
/** As many places are read after a restart; one that falls out comes back with its next message. */
const mostPlaces = 500;

/** The cursor with the id of the newest thing stored from a channel, committed with it. */
export function seenCursor(channelId: string): string {
  return `seen:${channelId}`;
}

const entry = z.tuple([z.string(), z.string(), z.string()]);

export function knownPlaces(cursor: ChannelPorts["cursor"]): KnownPlaces {
  let places: Known[] = [];
  let index = new Map<string, number>();
  /** True while the list on disk is older than ours. */
  let unwritten = false;
  const keep = async (next: Known[]): Promise<void> => {
    places = next;
    index = new Map(next.map(({ channelId }, at) => [channelId, at]));
    unwritten = true;
    const rows = next.map(({ channelId, guildId, parentId }) => [channelId, guildId ?? "", parentId ?? ""]);
    await cursor.set(channelsCursor, JSON.stringify(rows));
    unwritten = false;
  };
  return {
    async load() {
      places = read(await cursor.get(channelsCursor));
      index = new Map(places.map(({ channelId }, at) => [channelId, at]));
    },
    all: () => [...places],
    has: (channelId) => index.has(channelId),
    async remember(place) {
      const at = index.get(place.channelId);
      // Moved to the front only from the rear half: writing the list with every message would be dear.
      if (at !== undefined && at < mostPlaces / 2 && !unwritten) return;
      const others = places.filter(({ channelId }) => channelId !== place.channelId);
      await keep([place, ...others].slice(0, mostPlaces));
    },
    async forget(channelId) {
      if (!index.has(channelId)) return;
      await keep(places.filter((place) => place.channelId !== channelId));
    },
  };
}

/** Takes places out of the list on disk, while nobody has it in memory. */
export async function forgetPlaces(
  cursor: ChannelPorts["cursor"],
  channelIds: readonly string[],
): Promise<void> {
  const places = knownPlaces(cursor);
  await places.load();
  for (const id of channelIds) await places.forget(id);
}

/** What cannot be read is as good as nothing: the places come back with their next messages. */
function read(value: string | undefined): Known[] {
  const rows = z.array(entry).safeParse(parsed(value));
  return (rows.data ?? []).map(([channelId, guildId, parentId]) => ({
    channelId,
    ...(guildId === "" ? {} : { guildId }),
    ...(parentId === "" ? {} : { parentId }),
  }));
}

function parsed(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? "[]");
  } catch {
    return [];
  }
}
