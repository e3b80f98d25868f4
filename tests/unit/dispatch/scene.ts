import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentAct } from "../../../src/dispatch/dispatch.ts";
import { createDispatch, type RunningDispatch } from "../../../src/dispatch/run.ts";
import type { FloodLimits } from "../../../src/guard/flood.ts";
import type { DeskTimes } from "../../../src/hours/desk-times.ts";
import type { Entry, Knowledge } from "../../../src/knowledge/entry.ts";
import type { Log } from "../../../src/log.ts";
import type { Match } from "../../../src/matching/match.ts";
import { openSqlite } from "../../../src/store/sqlite/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { type FakeChannel, fakeChannel } from "../../fakes/channel.ts";
import { type ManualClock, manualClock } from "../../fakes/clock.ts";

export const MEI = { id: "agent-mei", name: "Mei" };
export const TOM = { id: "agent-tom", name: "Tom" };

/** The one thing this bot knows. */
const ENTRY: Entry = {
  id: "account.reset-password",
  locale: "en",
  title: "How do I reset my password?",
  severity: "normal",
  handoff: "offer",
  collect: [],
  related: [],
  menu: 1,
  body: "Open the sign-in page and choose “Forgot password”.",
  file: "en/account/reset-password.md",
};

export const KNOWLEDGE: Knowledge = {
  topics: new Map([[ENTRY.id, { en: ENTRY }]]),
  phrasings: [],
  official: { links: [], accounts: [], phones: [], emails: [] },
  hash: "test",
  trainingHash: "training",
};

export const ANSWER: Match = {
  ranked: [{ topic: ENTRY.id, probability: 0.95 }],
  confidence: 0.95,
  outcome: "answer",
  human: { probability: 0, wished: false },
  urgent: { probability: 0, urgent: false },
  locale: "en",
  signals: {},
  index: "stub",
};

/** A matcher that takes every text for the greeting: the bot says hello, however often it is greeted. */
export const GREETING: Match = {
  ...ANSWER,
  ranked: [],
  confidence: 0,
  outcome: "decline",
  other: "smalltalk",
};

export interface SceneOptions {
  store?: Store;
  folder?: string;
  channels?: FakeChannel[];
  match?: (text: string, before?: string) => Promise<Match>;
  knowledge?: Knowledge;
  perSecond?: number;
  limits?: FloodLimits;
  clock?: ManualClock;
  log?: Log;
  others?: "leave";
  /** Milliseconds until the watchdog minds; never, where nothing else is said. */
  answerWithin?: number;
  times?: DeskTimes;
}

export interface Scene {
  store: Store;
  clock: ManualClock;
  channel: FakeChannel;
  dispatch: RunningDispatch;
  conversation(who?: string): Promise<string>;
  act(who: string, agent: typeof MEI, act: AgentAct, key?: string): ReturnType<RunningDispatch["command"]>;
}

const folders: string[] = [];
const stores: Store[] = [];
let keys = 0;

/** A dispatch over the real store and engine, with a fake platform, a matcher stub and time that stands still. */
export async function scene(options: SceneOptions = {}): Promise<Scene> {
  const clock = options.clock ?? manualClock();
  const store = options.store ?? openStore(options.folder ?? ":memory:");
  const channels = options.channels ?? [fakeChannel()];
  const [channel] = channels;
  if (channel === undefined) throw new Error("a scene needs a channel");
  const dispatch = createDispatch({
    store,
    channels,
    clock,
    log: options.log ?? QUIET,
    match: options.match ?? (async () => GREETING),
    knowledge: () => options.knowledge ?? KNOWLEDGE,
    perSecond: () => options.perSecond ?? 1000,
    others: options.others,
    answerWithin: options.answerWithin ?? Number.POSITIVE_INFINITY,
    times: options.times,
    floodLimitsOf: () => options.limits ?? { burst: 1000, refillMs: 1, storedPerHour: 100_000 },
    parts: () => ({ matcher: { state: "ready" }, knowledge: { state: "ok", hash: "test" } }),
  });
  await dispatch.start();
  const conversation = (who = "lin") =>
    store.inbound.conversationOf(channel.account, { id: who, kind: "dm" }, who);
  return {
    store,
    clock,
    channel,
    dispatch,
    conversation,
    async act(who, agent, act, key = `act${++keys}`) {
      return dispatch.command({ agent, conversationId: await conversation(who), key, act });
    },
  };
}

const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

export function openStore(folder: string): Store {
  const store = openSqlite({ folder });
  stores.push(store);
  return store;
}

/** A folder that is gone after the test. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kefu-dispatch-"));
  folders.push(folder);
  return folder;
}

export async function cleanUp(): Promise<void> {
  for (const store of stores.splice(0)) await store.close().catch(() => undefined);
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Texts of what the platform took, in order. */
export function texts(channel: FakeChannel, who?: string): string[] {
  return channel.posted
    .filter(({ space }) => who === undefined || space.id === who)
    .map(({ part }) => part.text);
}

/** Every outbox row of a customer's conversation: author and state, in order. */
export async function deliveries(store: Store, conversationId: string): Promise<string[]> {
  const messages = (await store.desk.show(conversationId))?.messages ?? [];
  return messages.flatMap(({ author, delivery }) =>
    (delivery ?? []).map(({ state }) => `${author} ${state}`),
  );
}
