import { afterEach, expect, it } from "vitest";
import type { DeskTimes } from "../../../src/hours/desk-times.ts";
import type { Store } from "../../../src/store/store.ts";
import { wrote } from "../../fakes/channel.ts";
import { ANSWER, cleanUp, freshFolder, MEI, openStore, scene, texts } from "./scene.ts";

afterEach(cleanUp);

const times: DeskTimes = { zone: "UTC", hours: "", holidays: "", sla: "normal 4m" };
const match = async () => ({ ...ANSWER, human: { probability: 1, wished: true } });
const MINUTE = 60_000;

async function told(store: Store): Promise<unknown[]> {
  const items = await store.desk.feed(0, 999);
  return items.flatMap(({ kind, data }) => (kind === "sla" ? [`${data.target} ${data.stage}`] : []));
}

it("who comes second is told so, and hears of the first place once the first was answered", async () => {
  const noted = { ...times, sla: "off", noteEveryMs: 30 * MINUTE };
  const desk = await scene({ times: noted, match });
  await desk.channel.hears(wrote("human", { at: desk.clock.now(), msgId: "a", key: "a" } as never));
  await desk.clock.settle();
  const mo = { id: "mo", kind: "dm" };
  await desk.channel.hears(
    wrote("human", { at: desk.clock.now(), space: mo, actor: { id: "mo" }, msgId: "b", key: "b" } as never),
  );
  await desk.clock.advance(1000);
  expect(texts(desk.channel, "mo").at(-1)).toContain("number 2 in the queue");
  await desk.act("lin", MEI, { type: "agent.replied", text: "Hello.", files: [] });
  await desk.clock.advance(30 * MINUTE);
  expect(texts(desk.channel, "mo").at(-1)).toContain("still in the queue, and not forgotten");
  expect(texts(desk.channel, "mo").at(-1)).toContain("You are next");
  const before = texts(desk.channel, "lin").length;
  await desk.clock.advance(90 * MINUTE);
  expect(texts(desk.channel, "lin")).toHaveLength(before);
});

it("a target that was missed while the server was down is told once it is back, and no stage twice", async () => {
  const folder = freshFolder();
  const store = openStore(folder);
  const first = await scene({ store, times, match });
  await first.channel.hears(wrote("human", { at: first.clock.now() } as never));
  await first.clock.advance(3 * MINUTE - 5000);
  expect(await told(store)).toEqual([]);
  await first.clock.advance(10_000);
  expect(await told(store)).toEqual(["first warning"]);
  await first.dispatch.stop();
  await store.close();
  await first.clock.advance(10 * MINUTE);

  const second = await scene({ folder, clock: first.clock, times, match });
  await second.clock.advance(2000);
  expect(await told(second.store)).toEqual(["first warning", "first breach"]);
  await second.act("lin", MEI, { type: "agent.replied", text: "Hello.", files: [] });
  await second.clock.advance(20 * MINUTE);
  expect(await told(second.store)).toEqual(["first warning", "first breach"]);
});

it("an answered customer who stays silent is asked, then let go, over a restart; a word in between stops it", async () => {
  const folder = freshFolder();
  const store = openStore(folder);
  const DAY = 24 * 60 * MINUTE;
  const patient = { ...times, sla: "off", autoResolve: { afterMs: 20 * MINUTE, graceMs: 10 * MINUTE } };
  const first = await scene({ store, times: patient, match });
  await first.channel.hears(wrote("human", { at: first.clock.now(), msgId: "a", key: "a" } as never));
  await first.clock.settle();
  await first.act("lin", MEI, { type: "agent.replied", text: "Try it now.", files: [] });
  await first.clock.advance(20 * MINUTE + 2000);
  expect(texts(first.channel).at(-1)).toContain("have not heard from you");
  await first.channel.hears(wrote("not yet", { at: first.clock.now(), msgId: "b", key: "b" } as never));
  await first.clock.advance(15 * MINUTE);
  const id = await first.conversation();
  expect((await store.desk.show(id))?.conversation.status).toBe("open");
  await first.act("lin", MEI, { type: "agent.replied", text: "And now?", files: [] });
  await first.dispatch.stop();
  await store.close();
  await first.clock.advance(DAY);

  const second = await scene({ folder, clock: first.clock, times: patient, match });
  await second.clock.advance(2000);
  expect(texts(second.channel)).toEqual([expect.stringContaining("have not heard from you")]);
  await second.clock.advance(10 * MINUTE);
  expect(texts(second.channel).at(-1)).toContain("we close this conversation");
  const shown = await second.store.desk.show(id);
  expect(shown?.decisions.at(-1)?.reason).toBe("silence-resolved");
});
