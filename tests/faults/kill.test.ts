import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openSqlite } from "../../src/store/sqlite/open.ts";
import { openPlatform, type Platform, type PlatformOptions, type Post, sleep } from "./platform.ts";
import { settled, startChild } from "./supervisor.ts";

const KILLS = 12;
const STOPS = 6;
const CUSTOMERS = 8;
const PER_ROUND = 48;
/** Give FAULT_SEED to replay a run. */
const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000));

const open: { platform: Platform; folder: string }[] = [];

afterEach(async () => {
  for (const { platform, folder } of open.splice(0)) {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

describe(`under signals (FAULT_SEED=${SEED})`, () => {
  it(`loses nothing and answers nothing twice over ${KILLS} kills at any moment`, async () => {
    const random = randomOf(SEED);
    const { platform, folder } = await begin({
      random,
      idempotent: ["keyed"],
      refused: 0.03,
      unanswered: 0.03,
    });
    for (let round = 0; round < KILLS; round++) {
      writeRound(platform, random);
      const child = await startChild(folder, platform, "hold");
      await sleep(random() * 500);
      await child.end("SIGKILL");
    }
    const last = await startChild(folder, platform, "hold");
    await settled(platform, last, 1000, 60_000);
    const { code, errors } = await last.end("SIGTERM");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    await everyQuestionHasItsPlace(platform, folder, { mayBeHeld: ["plain"] });
  }, 120_000);

  it(`loses and doubles nothing over ${STOPS} stops, also where a key does not prevent it`, async () => {
    const random = randomOf(SEED + 1);
    const { platform, folder } = await begin({ random, idempotent: [], refused: 0.03, unanswered: 0 });
    for (let round = 0; round < STOPS; round++) {
      writeRound(platform, random);
      const child = await startChild(folder, platform, "resend");
      await sleep(random() * 300);
      const { code, ms, errors } = await child.end("SIGTERM");
      expect({ code, errors }).toEqual({ code: 0, errors: "" });
      expect(ms).toBeLessThan(10_000);
    }
    const last = await startChild(folder, platform, "resend");
    await settled(platform, last, 1000, 60_000);
    await last.end("SIGTERM");
    await everyQuestionHasItsPlace(platform, folder, { mayBeHeld: [] });
  }, 120_000);
});

async function begin(options: PlatformOptions) {
  const platform = await openPlatform(options);
  const folder = mkdtempSync(join(tmpdir(), "kefu-faults-"));
  open.push({ platform, folder });
  return { platform, folder };
}

function writeRound(platform: Platform, random: () => number): void {
  for (let n = 0; n < PER_ROUND; n++) {
    const account = n % 2 === 0 ? "keyed" : "plain";
    platform.write(
      account,
      `c${Math.floor(random() * CUSTOMERS)}`,
      `question ${platform.updates.length + 1}`,
    );
  }
}

/** The referee's word against the store's: nothing lost, nothing doubled, order kept, nothing left lying. */
async function everyQuestionHasItsPlace(
  platform: Platform,
  folder: string,
  { mayBeHeld }: { mayBeHeld: string[] },
): Promise<void> {
  const answers = new Map<string, Post[]>();
  for (const post of platform.posts) {
    const id = post.replyTo ?? "none";
    answers.set(id, [...(answers.get(id) ?? []), post]);
  }
  const held = await heldAnswers(folder);
  const lost: string[] = [];
  for (const { id, account, text } of platform.updates) {
    const count = answers.get(`${id}`)?.length ?? 0;
    if (count === 0 && !(mayBeHeld.includes(account) && held.has(text))) lost.push(`${account} ${text}`);
    expect(count, `answers to ${account} ${text}`).toBeLessThanOrEqual(1);
  }
  expect(lost, "questions without an answer").toEqual([]);
  for (const who of new Set(platform.posts.map((post) => `${post.account} ${post.who}`))) {
    const order = platform.posts
      .filter((post) => `${post.account} ${post.who}` === who)
      .map(({ replyTo }) => Number(replyTo));
    expect(order, `order for ${who}`).toEqual([...order].sort((a, b) => a - b));
  }
}

/** Questions whose answer is held for an agent. Also sees that no event waits and no row is under way. */
async function heldAnswers(folder: string): Promise<Set<string>> {
  const store = openSqlite({ folder });
  try {
    expect(await store.inbound.waiting()).toEqual([]);
    const { outbox } = await store.desk.gauges(Date.now());
    expect({ ...outbox, sent: 0, unknown: 0 }).toEqual({
      ready: 0,
      sending: 0,
      retry: 0,
      sent: 0,
      failed: 0,
      unknown: 0,
      superseded: 0,
    });
    const held = new Set<string>();
    for (const { id } of await store.desk.list("all", "nobody", 1000)) {
      const messages = (await store.desk.show(id))?.messages ?? [];
      const texts = new Map(messages.map((message) => [message.id, message.text]));
      for (const { delivery, inReplyTo } of messages) {
        if (delivery?.some(({ state }) => state === "unknown")) held.add(texts.get(inReplyTo ?? "") ?? "");
      }
    }
    return held;
  } finally {
    await store.close();
  }
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
