import { describe, expect, it, onTestFinished } from "vitest";
import { eraser } from "../../../src/desk/erasure.ts";
import { retention } from "../../../src/desk/retention.ts";
import { daysOf, readRetention } from "../../../src/desk/retention-days.ts";
import { silentLog } from "../../../src/log.ts";
import { openSqlite } from "../../../src/store/sqlite/open.ts";
import { acceptOne, handleNext, messageOf, textsOf } from "../../contract/store-scene.ts";

const DAY = 86_400_000;

function daysFrom(text: string) {
  const read = readRetention(text);
  if (!read.ok) throw new Error(read.faults.join());
  return read.value;
}

/** A year of conversations: resolved ones of two channels, and one that still runs, each with its day. */
async function scene(text: string) {
  const store = openSqlite({ folder: ":memory:" });
  onTestFinished(() => store.close());
  const clock = { at: 400 * DAY, timers: [] as { at: number; work: () => void }[] };
  const talk = async (account: string, n: number, day: number, status: "resolved" | "open") => {
    const event = messageOf(n, `word ${n}`, {
      space: { id: `s${n}`, kind: "dm" },
      actor: { id: `c${n}` },
      at: day * DAY,
    });
    const { conversationId } = await acceptOne(store, event, { account, at: day * DAY });
    await handleNext(store, conversationId, { change: { status }, at: day * DAY });
    return conversationId;
  };
  const ids = {
    old: await talk("telegram:1", 1, 10, "resolved"),
    young: await talk("telegram:1", 2, 350, "resolved"),
    web: await talk("web", 3, 360, "resolved"),
    running: await talk("web", 4, 10, "open"),
  };
  const { contacts, inbound, audit } = store;
  const keep = retention({
    days: daysFrom(text),
    contacts,
    eraser: eraser({
      contacts,
      inbound,
      channels: () => [],
      files: { sweep: async () => undefined },
      log: silentLog,
    }),
    audit,
    clock: {
      now: () => clock.at,
      after(ms, work) {
        const timer = { at: clock.at + ms, work };
        clock.timers.push(timer);
        return () => void clock.timers.splice(clock.timers.indexOf(timer), 1);
      },
    },
    log: silentLog,
  });
  const erased = async () => {
    const gone: string[] = [];
    for (const [name, id] of Object.entries(ids)) {
      if ((await textsOf(store, id)).join() === "customer: ") gone.push(name);
    }
    return gone;
  };
  return { store, keep, erased, clock };
}

describe("RETENTION_DAYS", () => {
  it("is a number for all, one for each channel, or one with exceptions", () => {
    expect(daysOf(daysFrom("365"), "telegram:1")).toBe(365);
    const some = daysFrom("telegram=90, Web:30");
    expect([daysOf(some, "telegram:1"), daysOf(some, "web"), daysOf(some, "slack:T1")]).toEqual([
      90,
      30,
      undefined,
    ]);
    expect([daysOf(daysFrom("365,web=30"), "web"), daysOf(daysFrom("365,web=30"), "slack:1")]).toEqual([
      30, 365,
    ]);
    expect(daysOf(daysFrom(""), "web")).toBeUndefined();
  });

  it.each(["0", "-1", "web=0", "soon", "1,2", "99999", "web=1.5"])("refuses %s", (text) => {
    expect(readRetention(text)).toMatchObject({ ok: false, faults: [expect.stringContaining("days")] });
  });
});

describe("what was kept long enough", () => {
  it("is shown by channel before anything happens", async () => {
    const { keep, erased } = await scene("telegram=90");
    expect(await keep.plan()).toEqual([
      { account: "telegram:1", days: 90, expired: 1, oldest: 10 * DAY },
      { account: "web", expired: 0 },
    ]);
    expect(await erased()).toEqual([]);
  });

  it("is erased each by its channel's days, never while it runs, with a line in the audit log", async () => {
    const { store, keep, erased } = await scene("365,web=30");
    expect(await keep.run()).toBe(2);
    expect(await erased()).toEqual(["old", "web"]);
    expect(await keep.run()).toBe(0);
    expect(await store.audit.list({ limit: 9, action: "retention" })).toMatchObject([
      { target: "conversations:0", outcome: "done", via: "operator" },
      { target: "conversations:2" },
    ]);
  });

  it("goes daily by itself, and stays where nothing was set", async () => {
    const on = await scene("30");
    on.keep.start();
    expect(on.clock.timers.map(({ at }) => at - on.clock.at)).toEqual([60_000]);
    on.clock.timers[0]?.work();
    await expect.poll(on.erased).toEqual(["old", "young", "web"]);
    await expect.poll(() => on.clock.timers.map(({ at }) => at - on.clock.at)).toContain(DAY);
    await on.keep.stop();
    const off = await scene("");
    off.keep.start();
    expect(off.clock.timers).toEqual([]);
    expect(await off.keep.run()).toBe(0);
  });
});
