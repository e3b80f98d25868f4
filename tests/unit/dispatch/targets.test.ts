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
