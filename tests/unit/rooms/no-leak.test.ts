import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { codeMark } from "../../../src/desk/links.ts";
import { LeakModel } from "./leak-model.ts";
import { type LeakStep, leakStep, play } from "./leak-steps.ts";
import { cleanUp, type RoomScene, waiting } from "./scene.ts";

afterEach(cleanUp);

const WORDS = /word\d+w/;

/** A customer waits; Mei and Tom are linked to the desk, and Vic, who may only read. */
async function begin(): Promise<RoomScene> {
  const scene = await waiting();
  const vic = await scene.store.people.add({ email: "vic@example.com", name: "Vic", role: "viewer" }, 0);
  const mark = codeMark("vvvvv-wwwww");
  await scene.store.rooms.addLinkCode(vic.id, mark, scene.clock.now() + 1000);
  await scene.store.rooms.link(mark, { account: "staff:1", actorId: "vic" }, scene.clock.now());
  return scene;
}

/** The notes of a case as the desk has them: first lines, without new wordings. */
async function notesOf({ store, room }: RoomScene, n: number): Promise<string[]> {
  const thread = await store.rooms.byThread(room.id, room.threads[n]?.id ?? "");
  const { messages } = (await store.desk.show(thread?.conversationId ?? "")) ?? { messages: [] };
  const notes = messages
    .filter(({ author }) => author === "note")
    .map(({ text }) => text.split("\n")[0] ?? "");
  return notes.filter((text) => !text.startsWith("✏️"));
}

async function holds(steps: readonly LeakStep[]): Promise<number> {
  const model = new LeakModel();
  let scene = await begin();
  await scene.does("mei", { press: "claim" });
  model.acts("mei", "claim", 0);
  for (const [n, step] of steps.entries()) {
    scene = await play(step, n, { scene, model });
    expect(scene.heard(), JSON.stringify(step)).toEqual(model.heard);
  }
  const others = scene.channel.posted.filter(({ author }) => author !== "agent");
  expect(others.filter(({ part }) => WORDS.test(part.text))).toEqual([]);
  for (const [n, { notes }] of model.cases.entries()) expect(await notesOf(scene, n)).toEqual(notes);
  await scene.stop();
  return model.heard.length;
}

describe("what is written in a staff room", () => {
  it("reaches the customer only as a reply of the case's owner, and is a note else, whatever happens in whatever order", async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(leakStep, { minLength: 20, maxLength: 36, size: "max" }), async (steps) => {
        sent += await holds(steps);
      }),
      { numRuns: 50 },
    );
    // The property would hold in silence, too.
    expect(sent).toBeGreaterThan(60);
  }, 120_000);
});
