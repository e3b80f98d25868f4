import type { InboundEvent, Space } from "../../src/channel/contract.ts";

/** The cursor that holds them all. */
export const placesCursor = "places";

/** As many as a catch-up visits in four minutes at Slack's pace; the longest silent are forgotten first. */
const MOST_PLACES = 200;
/** Threads of the staff's channel are counted by themselves: neither puts the other out. */
const MOST_CASES = 100;
/** People who called the bot in one thread. */
const MOST_ACTORS = 20;

/** A direct message, or a thread, that customers wrote in. */
export interface Place {
  channel: string;
  thread?: string;
  /** ts of the newest message stored. */
  seen: string;
  /** Whose words here are for the bot. */
  actors: string[];
}

/**
 * Where customers wrote and how far we have read: what to read again after a gap, in which thread a customer may go on
 * without calling the bot, and which direct message is whose. Written down with every batch.
 */
export interface Places {
  load(text: string | undefined): void;
  /** Notes what is about to be stored; the result is what the cursor must say. */
  note(events: readonly InboundEvent[]): string;
  /** A case's thread was opened: what is written there is read again after a gap. The result is what the cursor must say. */
  noteCase(channel: string, thread: string): string;
  /** A batch of this place was not stored: `seen` stays where it is until the place has been read again. */
  hold(space: Space): void;
  release(place: Place): void;
  knows(space: Space, actorId: string): boolean;
  /** Forgets private chats, and that this person called the bot elsewhere. The result is what the cursor must say. */
  forget(chats: readonly Space[], actorId: string | undefined): string;
  /** The direct message with a user, where one is known. */
  directOf(userId: string): string | undefined;
  /** Newest first. */
  list(): Place[];
}

/** `staff` is the staff's channel, where there is one. */
export function places(staff?: string): Places {
  const known = new Map<string, Place>();
  const held = new Set<string>();

  function forgetOldest(channel: string): void {
    const isStaff = channel === staff;
    const alike = [...known].filter(([, place]) => (place.channel === staff) === isStaff);
    const [oldest] = alike;
    if (alike.length > (isStaff ? MOST_CASES : MOST_PLACES) && oldest) known.delete(oldest[0]);
  }

  function noteOne(event: InboundEvent): void {
    // A press or an edit makes nobody's words in a thread meant for the bot.
    if (event.kind !== "message" && event.kind !== "command" && event.kind !== "unsupported") return;
    const { space, actor } = event;
    const key = keyOf(space);
    const before = known.get(key);
    const ts = tsOf(event);
    const newer = before === undefined || (ts !== undefined && later(ts, before.seen) && !held.has(key));
    const actors = before?.actors.filter((id) => id !== actor.id) ?? [];
    known.delete(key);
    known.set(key, {
      channel: space.id,
      ...(space.thread === undefined ? {} : { thread: space.thread }),
      seen: newer ? (ts ?? stampOf(event.at)) : before.seen,
      actors: [...actors, actor.id].slice(-MOST_ACTORS),
    });
    forgetOldest(space.id);
  }

  return {
    load(text) {
      for (const place of read(text)) known.set(keyOf({ id: place.channel, ...place }), place);
    },
    note(events) {
      for (const event of events) noteOne(event);
      return write([...known.values()]);
    },
    noteCase(channel, thread) {
      const key = keyOf({ id: channel, thread });
      if (!known.has(key)) known.set(key, { channel, thread, seen: thread, actors: [] });
      forgetOldest(channel);
      return write([...known.values()]);
    },
    hold: (space) => void held.add(keyOf(space)),
    release: (place) => void held.delete(keyOf({ id: place.channel, ...place })),
    knows: (space, actorId) => known.get(keyOf(space))?.actors.includes(actorId) ?? false,
    forget(chats, actorId) {
      const channels = new Set(chats.map(({ id }) => id));
      for (const [key, place] of known) {
        if (channels.has(place.channel)) known.delete(key);
        else if (actorId !== undefined && place.actors.includes(actorId)) {
          known.set(key, { ...place, actors: place.actors.filter((id) => id !== actorId) });
        }
      }
      return write([...known.values()]);
    },
    directOf: (userId) =>
      [...known.values()].findLast(
        ({ channel, actors }) => channel.startsWith("D") && actors.some((id) => id.endsWith(`:${userId}`)),
      )?.channel,
    list: () => [...known.values()].reverse(),
  };
}

/** True when the first stands after the second. They are numbers of the same shape, never turned into numbers. */
export function later(ts: string, than: string): boolean {
  return ts.length === than.length ? ts > than : ts.length > than.length;
}

/** The first ts of a moment's second. */
export function stampOf(at: number): string {
  return `${Math.floor(at / 1_000)}.000000`;
}

function keyOf(space: Pick<Space, "id" | "thread">): string {
  return `${space.id}:${space.thread ?? ""}`;
}

/** Slash commands and presses have ids of their own, which are no place in a history. */
function tsOf({ msgId }: { msgId: string }): string | undefined {
  return /^\d+\.\d+$/.test(msgId) ? msgId : undefined;
}

function write(list: readonly Place[]): string {
  return JSON.stringify(
    list.map(({ channel, thread = "", seen, actors }) => [channel, thread, seen, actors]),
  );
}

function read(text: string | undefined): Place[] {
  try {
    const rows: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(rows) ? rows.flatMap(placeOf) : [];
  } catch {
    return [];
  }
}

function placeOf(row: unknown): Place[] {
  if (!Array.isArray(row)) return [];
  const [channel, thread, seen, actors] = row as unknown[];
  if (typeof channel !== "string" || typeof thread !== "string" || typeof seen !== "string") return [];
  const people = Array.isArray(actors) ? actors.filter((id) => typeof id === "string") : [];
  return [{ channel, ...(thread === "" ? {} : { thread }), seen, actors: people }];
}
