import { afterEach, expect, it } from "vitest";
import type { DeskTimes } from "../../../src/hours/desk-times.ts";
import type { Store } from "../../../src/store/store.ts";
import { wrote } from "../../fakes/channel.ts";
import { ANSWER, cleanUp, freshFolder, MEI, openStore, scene } from "./scene.ts";

afterEach(cleanUp);

const times: DeskTimes = { zone: "UTC", hours: "", holidays: "", sla: "normal 4m" };
const match = async () => ({ ...ANSWER, human: { probability: 1, wished: true } });
const MINUTE = 60_000;

async function told(store: Store): Promise<unknown[]> {
  const items = await store.desk.feed(0, 999);
  return items.flatMap(({ kind, data }) => (kind === "sla" ? [`${data.target} ${data.stage}`] : []));
}

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
