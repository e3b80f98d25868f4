import type { Channel, ChannelHealth } from "../channel/contract.ts";
import type { StaffRoom } from "../channel/staff.ts";
import type { DeskCommands } from "../desk/commands.ts";
import { lockout } from "../desk/lockout.ts";
import type { Clock } from "../dispatch/clock.ts";
import type { StaffDoor } from "../dispatch/receive.ts";
import type { BudgetShare } from "../dispatch/sender.ts";
import type { OutboundCheck } from "../guard/outbound.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { roomDoor } from "./door.ts";
import { feedPlace } from "./feed-place.ts";
import { roomHand } from "./hand.ts";
import { createMirror } from "./mirror.ts";
import { openings } from "./openings.ts";
import { roomPhrases } from "./phrases.ts";

export interface RoomsContext {
  store: Store;
  channels: readonly Channel[];
  clock: Clock;
  log: Log;
  /** Language of all that is said in rooms. */
  locale: Locale;
  /** What no reply may say. */
  check(text: string): OutboundCheck;
}

/** The staff's rooms of all channels. */
export interface Rooms {
  /** Where the dispatch hands events of rooms in. */
  readonly door: StaffDoor;
  /** Begins to mirror and to act. What came in before waits on disk. */
  start(with_: { commands: DeskCommands; share(account: string): BudgetShare }): Promise<void>;
  /** By room. */
  health(): Record<string, ChannelHealth>;
  stop(): Promise<void>;
}

export function createRooms(context: RoomsContext): Rooms {
  const { store, channels, clock, log } = context;
  const staffed = channels.flatMap((channel) =>
    channel.staff === undefined ? [] : [{ channel, room: channel.staff }],
  );
  const desks = new Map<string, RoomDesk>();
  let unwatch: (() => void) | undefined;
  const door = roomDoor({
    rooms: store.rooms,
    channels,
    check: context.check,
    now: clock.now,
    log,
    wake: (room) => desks.get(room)?.act(),
  });
  return {
    door,
    async start({ commands, share }) {
      if (staffed.length === 0) return;
      unwatch = store.watch(({ conversationId, seq }) => {
        for (const desk of desks.values()) desk.changed(conversationId, seq);
      });
      for (const { channel, room } of staffed) {
        const desk = roomDesk(channel, room, share(channel.account), commands, context);
        desks.set(room.id, desk);
        await desk.start();
      }
    },
    health: () =>
      Object.fromEntries(
        staffed.map(({ room }) => [room.id, desks.get(room.id)?.health() ?? { state: "starting" as const }]),
      ),
    async stop() {
      unwatch?.();
      await Promise.all([...desks.values()].map((desk) => desk.stop()));
    },
  };
}

/** One room at work: its mirror, and the hand that carries out what is written there. */
interface RoomDesk {
  start(): Promise<void>;
  changed(conversationId: string, seq: number): void;
  /** Something was written in the room. */
  act(): void;
  health(): ChannelHealth;
  stop(): Promise<void>;
}

function roomDesk(
  channel: Channel,
  room: StaffRoom,
  share: BudgetShare,
  commands: DeskCommands,
  context: RoomsContext,
): RoomDesk {
  const { store, clock, log, locale } = context;
  const mirror = createMirror({
    store,
    clock,
    log,
    channel,
    room,
    locale,
    share,
    opened: (thread) => opening.opened(thread),
    settled() {
      opening.settled();
      feed.settled();
    },
  });
  const opening = openings(clock, mirror.inStep);
  const feed = feedPlace(room, channel.account, context, mirror);
  const hand = roomHand(room, {
    clock,
    log,
    done: () => mirror.wake(),
    acts: {
      store,
      commands,
      phrases: roomPhrases(locale),
      now: clock.now,
      wake: mirror.wake,
      firstHint: onceEach(),
      openings: opening,
      sentAlbums: new Set(),
      mayTry: fewTries(clock),
    },
  });
  return {
    async start() {
      await feed.catchUp();
      hand.wake();
      mirror.wake();
    },
    changed(conversationId, seq) {
      mirror.wake(conversationId);
      feed.reached(seq);
    },
    act: hand.wake,
    health: mirror.health,
    async stop() {
      await hand.stop();
      await mirror.stop();
      await feed.keep();
    },
  };
}

function onceEach(): (who: string) => boolean {
  const told = new Set<string>();
  return (who) => {
    if (told.has(who) || told.size > 10_000) return false;
    told.add(who);
    return true;
  };
}

function fewTries(clock: Clock): (who: string) => boolean {
  const tries = lockout(clock.now);
  return (who) => {
    try {
      tries.begin("link", who);
      return true;
    } catch {
      return false;
    }
  };
}
