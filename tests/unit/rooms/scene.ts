import { deskCommands } from "../../../src/desk/commands.ts";
import { codeMark } from "../../../src/desk/links.ts";
import { createDispatch } from "../../../src/dispatch/run.ts";
import { checkOutbound } from "../../../src/guard/outbound.ts";
import { redact } from "../../../src/guard/secrets.ts";
import type { Log } from "../../../src/log.ts";
import type { Match } from "../../../src/matching/match.ts";
import { createRooms } from "../../../src/rooms/rooms.ts";
import type { Agent, Store } from "../../../src/store/store.ts";
import { type FakeChannel, fakeChannel, wrote } from "../../fakes/channel.ts";
import { type ManualClock, manualClock } from "../../fakes/clock.ts";
import { type FakeRoom, fakeRoom, inRoom } from "../../fakes/room.ts";
import { ANSWER, cleanUp, KNOWLEDGE, openStore } from "../dispatch/scene.ts";

export { cleanUp };

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };
const CODE = "abcde-fghij";

export interface RoomScene {
  store: Store;
  clock: ManualClock;
  /** The customers' channel; the room is at `staffed`. */
  channel: FakeChannel;
  staffed: FakeChannel;
  room: FakeRoom;
  mei: Agent;
  tom: Agent;
  commands: ReturnType<typeof deskCommands>;
  /** A customer writes, and the world settles. */
  says(text: string, fields?: Parameters<typeof wrote>[1] | object): Promise<void>;
  /** Something happens in the room (in the thread of the first case unless another is named). */
  does(
    who: string,
    what: Parameters<typeof inRoom>[2],
    more?: { thread?: string | undefined; key?: string },
  ): Promise<string>;
  conversation(): Promise<string>;
  /** What the customer was sent by agents. */
  heard(): string[];
  health(): Record<string, { state: string }>;
  stop(): Promise<void>;
}

export interface RoomSceneOptions {
  store?: Store;
  room?: FakeRoom;
  channel?: FakeChannel;
  staffed?: FakeChannel;
  clock?: ManualClock;
  match?: (text: string) => Promise<Match>;
  /** Who is linked from the beginning; both unless told otherwise. */
  linked?: ("mei" | "tom")[];
  perSecond?: number;
}

/** A customers' channel, a staff room on another, and everything between: real store, engine, guard and desk. */
export async function roomScene(options: RoomSceneOptions = {}): Promise<RoomScene> {
  const clock = options.clock ?? manualClock();
  const store = options.store ?? openStore(":memory:");
  const room = options.room ?? fakeRoom({ account: "staff:1" });
  const channel = options.channel ?? fakeChannel();
  const staffed = options.staffed ?? fakeChannel({ account: "staff:1", staff: room });
  const channels = [channel, staffed];
  const official = KNOWLEDGE.official;
  const check = (text: string) => checkOutbound(text, official);
  const rooms = createRooms({ store, channels, clock, log: QUIET, locale: "en", check });
  const dispatch = createDispatch({
    store,
    channels,
    clock,
    log: QUIET,
    match: options.match ?? (async () => WISH),
    knowledge: () => KNOWLEDGE,
    perSecond: () => options.perSecond ?? 1000,
    floodLimitsOf: () => ({ burst: 1000, refillMs: 1, storedPerHour: 100_000 }),
    parts: () => ({ matcher: { state: "ready" }, knowledge: { state: "ok", hash: "test" } }),
    staff: rooms.door,
  });
  const [mei, tom] = await people(store, clock.now());
  for (const agent of options.linked ?? ["mei", "tom"]) {
    await store.rooms.addLinkCode(agent === "mei" ? mei.id : tom.id, codeMark(CODE), clock.now() + 1000);
    await store.rooms.link(codeMark(CODE), { account: "staff:1", actorId: agent }, clock.now());
  }
  const commands = deskCommands({
    desk: store.desk,
    dispatch,
    accounts: { byEmail: (email) => store.people.byEmail(email) },
    check,
    redact: (text) => redact(text, {}).text,
    now: clock.now,
  });
  await dispatch.start();
  await rooms.start({ commands, share: dispatch.share });
  await clock.settle();
  return {
    store,
    clock,
    channel,
    staffed,
    room,
    mei,
    tom,
    commands,
    async says(text, fields = {}) {
      await channel.hears(wrote(text, { at: clock.now(), ...fields }));
      await clock.advance(2_000);
    },
    async does(who, what, more = {}) {
      const thread = "thread" in more ? more.thread : room.threads[0]?.id;
      const event = inRoom(who, thread, what, {
        at: clock.now(),
        ...(more.key === undefined ? {} : { key: more.key }),
      });
      await staffed.hears(event);
      await clock.advance(100);
      return "msgId" in event ? (event.msgId ?? "") : "";
    },
    conversation: () => store.inbound.conversationOf(channel.account, { id: "lin", kind: "dm" }, "lin"),
    heard: () => channel.posted.filter(({ author }) => author === "agent").map(({ part }) => part.text),
    health: rooms.health,
    async stop() {
      await rooms.stop();
      await dispatch.stop();
    },
  };
}

/** A matcher that takes every text for the wish to speak to a person. */
export const WISH: Match = {
  ...ANSWER,
  ranked: [{ topic: "account.reset-password", probability: 0.41 }],
  confidence: 0.2,
  outcome: "decline",
  human: { probability: 0.99, wished: true },
};

async function people(store: Store, at: number): Promise<[Agent, Agent]> {
  const known = await store.people.list();
  const add = async (name: string) =>
    known.find((agent) => agent.name === name) ??
    (await store.people.add({ email: `${name.toLowerCase()}@example.com`, name, role: "agent" }, at));
  return [await add("Mei"), await add("Tom")];
}

/** A scene in which a customer waits for a person. */
export async function waiting(options: RoomSceneOptions = {}): Promise<RoomScene> {
  const scene = await roomScene(options);
  await scene.says("let me talk to a person");
  return scene;
}

/** The post of the customer's first message in a thread. */
export function customersPost({ room }: RoomScene, thread = 0): string {
  const post = room.threads[thread]?.posts.find(({ part }) => part.text.startsWith("👤"));
  return post?.id ?? "none";
}
