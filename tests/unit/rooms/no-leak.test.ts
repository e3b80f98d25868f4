import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { cleanUp, customersPost, type RoomScene, waiting } from "./scene.ts";

afterEach(cleanUp);

/** Mei and Tom are linked; Eve is somebody in the group. */
const WHO = ["mei", "mei", "tom", "eve"] as const;
const KINDS = [
  "talk",
  "talk",
  "reply-to-customer",
  "reply-to-card",
  "reply-to-gone",
  "r",
  "note",
  "claim",
  "claim",
  "live",
  "live",
  "return",
  "snooze",
  "desk-release",
  "edit",
  "lobby",
] as const;

const step = fc.record({ who: fc.constantFrom(...WHO), kind: fc.constantFrom(...KINDS) });

/** Does one thing; answers the words that may reach the customer because of it, and those that may not. */
async function play(
  scene: RoomScene,
  { who, kind }: { who: (typeof WHO)[number]; kind: (typeof KINDS)[number] },
  n: number,
) {
  const words = `word${n}w`;
  const id = await scene.conversation();
  const owner = (await scene.store.desk.show(id))?.conversation.owner;
  const owns = owner?.kind === "agent" && owner.agentName.toLowerCase() === who;
  const card = scene.room.threads[0]?.posts[0];
  const live = owns && card?.part.text.includes("Reply mode");
  const does = (what: Parameters<RoomScene["does"]>[1], more = {}) => scene.does(who, what, more);
  switch (kind) {
    case "talk":
      await does({ text: words });
      return live ? words : undefined;
    case "reply-to-customer":
      await does({ text: words, replyTo: customersPost(scene) });
      return owns ? words : undefined;
    case "reply-to-card":
      await does({ text: words, replyTo: card?.id ?? "" });
      return live ? words : undefined;
    case "reply-to-gone":
      await does({ text: words, replyTo: "p999" });
      return live ? words : undefined;
    case "r":
      await does({ command: "r", args: words });
      return owns ? words : undefined;
    case "note":
      await does({ command: "note", args: words });
      return undefined;
    case "edit":
      await does({ edit: `w${n}`, text: words });
      return undefined;
    case "lobby":
      await does({ text: words }, { thread: undefined });
      return undefined;
    case "desk-release":
      if (owner?.kind === "agent") {
        const agent = owner.agentName === "Mei" ? scene.mei : scene.tom;
        await scene.commands.run({ agent, conversation: id, key: `d${n}`, act: { verb: "release" } });
        await scene.clock.advance(100);
      }
      return undefined;
    default:
      await does({ press: kind });
      return undefined;
  }
}

describe("what is written in a staff room", () => {
  it("reaches the customer only as a reply of the case's owner, whatever happens in whatever order", async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 16 }), async (steps) => {
        const scene = await waiting();
        await scene.does("mei", { press: "claim" });
        const meant: string[] = [];
        for (const [n, one] of steps.entries()) {
          const words = await play(scene, one, n);
          if (words !== undefined) meant.push(words);
        }
        expect(scene.heard()).toEqual(meant);
        const others = scene.channel.posted.filter(({ author }) => author !== "agent");
        expect(others.filter(({ part }) => /word\d+w/.test(part.text))).toEqual([]);
        sent += meant.length;
        await scene.stop();
      }),
      { numRuns: 40 },
    );
    // The property would hold in silence, too.
    expect(sent).toBeGreaterThan(10);
  }, 60_000);
});
