import fc from "fast-check";
import type { DeskAct } from "../../../src/desk/commands.ts";
import type { LeakModel, Who } from "./leak-model.ts";
import { customersPost, type RoomScene, roomScene } from "./scene.ts";

const PICTURE = { id: "f1", kind: "image" as const, name: "steps.png" };

/** "owner" is whoever has the case then; Mei where nobody has. */
const people = fc.constantFrom<Who | "owner">("owner", "owner", "owner", "mei", "tom", "vic", "eve");
const agents = fc.constantFrom("mei" as const, "tom" as const);
/** Which of the customer's cases, counted from the newest. */
const place = fc.constantFrom(0, 0, 0, 1);

const act = fc.constantFrom(
  ...(["claim", "claim", "claim", "live", "live", "live", "return", "snooze", "resolve"] as const),
);

/** Something that happens; words are made of its number. */
export const leakStep = fc.oneof(
  { weight: 6, arbitrary: by(people, "press", "command") },
  { weight: 6, arbitrary: by(people, "talk", "talk", "picture", "to-gone", "to-card", "to-note", "twice") },
  { weight: 4, arbitrary: by(people, "to-customer", "r", "caption-r") },
  { weight: 3, arbitrary: by(people, "note", "caption-note", "edit-note") },
  { weight: 1, arbitrary: by(people, "lobby", "elsewhere", "secret") },
  { weight: 3, arbitrary: by(agents, "release", "transfer", "desk-note", "desk-reply") },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constantFrom("customer", "customer", "customer", "restart", "unlink-tom"),
    }),
  },
);

function by<W, const D extends string>(who: fc.Arbitrary<W>, ...does: D[]) {
  return fc.record({ who, place, act, does: fc.constantFrom(...does) });
}

export type LeakStep = typeof leakStep extends fc.Arbitrary<infer T> ? T : never;

interface World {
  scene: RoomScene;
  model: LeakModel;
}

/** Does one thing, in the world and in the model; gives the scene it goes on with. */
export async function play(step: LeakStep, n: number, world: World): Promise<RoomScene> {
  if (!("who" in step)) return outside(step.does, world);
  const at = Math.max(0, world.model.cases.length - 1 - step.place);
  const owner = world.model.cases[at]?.owner;
  const who = step.who !== "owner" ? step.who : owner === "tom" ? "tom" : "mei";
  switch (step.does) {
    case "press":
    case "command":
      await inThread(world, at, who, step.does === "press" ? { press: step.act } : { command: step.act });
      world.model.acts(who, step.act, at);
      return world.scene;
    case "release":
    case "transfer":
    case "desk-note":
    case "desk-reply":
      await atDesk({ who: step.who, does: step.does }, n, at, world);
      return world.scene;
    default:
      await written({ who, does: step.does }, n, at, world);
      return world.scene;
  }
}

async function outside(
  does: "customer" | "restart" | "unlink-tom",
  { scene, model }: World,
): Promise<RoomScene> {
  if (does === "customer") {
    await scene.says("a person, please");
    model.customerWrites();
    return scene;
  }
  if (does === "unlink-tom") {
    await scene.store.rooms.unlink(scene.tom.id);
    model.linked.delete("tom");
    return scene;
  }
  const { store, room, channel, staffed, clock } = scene;
  await scene.stop();
  return roomScene({ store, room, channel, staffed, clock, linked: [] });
}

type Written = Extract<LeakStep, { who: unknown }>["does"];

async function written(
  {
    who,
    does,
  }: {
    who: Who;
    does: Exclude<Written, "press" | "command" | "release" | "transfer" | "desk-note" | "desk-reply">;
  },
  n: number,
  at: number,
  world: World,
): Promise<void> {
  const { scene, model } = world;
  const words = `word${n}w`;
  const write = (what: Parameters<RoomScene["does"]>[1]) => inThread(world, at, who, what);
  const thread = scene.room.threads[at];
  switch (does) {
    case "talk":
    case "picture":
      await write({ text: words, ...(does === "picture" ? { files: [PICTURE] } : {}) });
      return model.talks(who, words, at);
    case "twice": {
      const key = `twice${n}`;
      for (const _ of [1, 2]) await scene.does(who, { text: words }, { thread: thread?.id, key });
      return model.talks(who, words, at);
    }
    case "to-gone":
    case "to-card":
    case "to-note": {
      const note = thread?.posts.find(({ part }) => part.text.startsWith("📝"));
      const replyTo = { "to-gone": "p999", "to-card": thread?.posts[0]?.id, "to-note": note?.id }[does];
      await write({ text: words, replyTo: replyTo ?? "p999" });
      return model.talks(who, words, at);
    }
    case "to-customer":
      await write({ text: words, replyTo: customersPost(scene, at) });
      return model.replies(who, words, at);
    case "r":
      await write({ command: "r", args: words });
      return model.replies(who, words, at);
    case "caption-r":
      await write({ text: `/r ${words}`, files: [PICTURE] });
      return model.replies(who, words, at);
    case "note":
      await write({ command: "note", args: words });
      return model.notes(who, words, at);
    case "caption-note":
      await write({ text: `/note ${words}`, files: [PICTURE] });
      return model.notes(who, words, at);
    case "edit-note": {
      const id = await write({ command: "note", args: `${words} first` });
      model.notes(who, `${words} first`, at);
      await write({ edit: id, text: words });
      return;
    }
    case "secret":
      await write({ text: `my password is ${words}X#77`, replyTo: customersPost(scene, at) });
      return;
    case "lobby":
      await scene.does(who, { text: words }, { thread: undefined });
      return;
    case "elsewhere":
      await scene.does(who, { command: "r", args: words }, { thread: "t999" });
  }
}

async function atDesk(
  { who, does }: { who: "mei" | "tom"; does: "release" | "transfer" | "desk-note" | "desk-reply" },
  n: number,
  at: number,
  { scene, model }: World,
): Promise<void> {
  const words = `word${n}w`;
  const id =
    (await scene.store.rooms.byThread(scene.room.id, scene.room.threads[at]?.id ?? ""))?.conversationId ?? "";
  const act: DeskAct =
    does === "desk-reply"
      ? { verb: "reply", text: words }
      : does === "desk-note"
        ? { verb: "note", text: words }
        : does === "transfer"
          ? { verb: "transfer", to: who === "mei" ? "tom@example.com" : "mei@example.com" }
          : { verb: "release" };
  await scene.commands.run({ agent: scene[who], conversation: id, key: `d${n}`, act });
  await scene.clock.advance(100);
  if (does === "desk-reply") model.deskReplies(who, words, at);
  else if (does === "desk-note") model.cases[at]?.notes.push(words);
  else model.deskActs(who, does, at);
}

function inThread(
  { scene }: World,
  at: number,
  who: Who,
  what: Parameters<RoomScene["does"]>[1],
): Promise<string> {
  return scene.does(who, what, { thread: scene.room.threads[at]?.id });
}
