import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import {
  about,
  conversation,
  event,
  HOUR,
  inQueue,
  lin,
  MENU,
  NOW,
  nothing,
  Scene,
  small,
  urgent,
  withLin,
} from "./given.ts";

const owned = (changes = {}) =>
  new Scene(conversation({ owner: withLin, epoch: 3, lastAgent: lin, ...changes }));
const resolved = (changes = {}) => owned(changes).hears(event({ type: "agent.resolved", agent: lin }));
const stolen = { escalation: { reason: "urgent" as const, priority: "urgent" as const, at: NOW } };

describe("after a resolve", () => {
  it("the customer is asked once for one to five, and may say that it is not solved", () => {
    const scene = resolved();
    expect(scene.system).toBe(en.resolved);
    expect(scene.labels).toEqual(["1", "2", "3", "4", "5", en.buttons.reopen]);
    expect(scene.now.expects).toEqual({ kind: "rating" });
    expect(scene.now.resolvedAt).toBe(NOW + 1000);
  });

  it("nobody is asked for stars after an urgent case", () => {
    const scene = resolved(stolen);
    expect(scene.system).toContain("scammer");
    expect(scene.labels).toEqual([en.buttons.reopen]);
    expect(scene.now.expects).toBeUndefined();
  });

  it("nobody is asked who has blocked us: nothing would reach them", () => {
    const scene = resolved({ reachable: false });
    expect(scene.system).toBe("");
    expect(scene.now.expects).toBeUndefined();
  });

  it("nobody is asked after a case that became urgent with the agent", () => {
    const scene = owned().wrote("now they take everything", urgent);
    scene.hears(event({ type: "agent.resolved", agent: lin }));
    expect(scene.now.expects).toBeUndefined();
  });
});

describe("a rating", () => {
  it.each([["5"], ["４分"], ["five stars"]])("written as %s is taken with thanks", (text) => {
    const scene = resolved().wrote(text);
    expect(scene.decision?.actions[0]).toMatchObject({ type: "rate", score: text === "４分" ? 4 : 5 });
    expect(scene.now.status).toBe("resolved");
    expect(scene.says.map(({ author }) => author)).toEqual(["system"]);
  });

  it("by press is the same", () => {
    const scene = resolved().pressed("5");
    expect(scene.system).toBe(en.ratingThanks);
    expect(scene.labels).toEqual([]);
  });

  it("from a form of the page is the same, and a low one with a comment reopens", () => {
    expect(resolved().hears(event({ type: "customer.rated", score: 4 })).system).toBe(en.ratingThanks);
    const scene = resolved().hears(event({ type: "customer.rated", score: 1, comment: "nobody read it" }));
    expect(scene.now.rating).toMatchObject({ score: 1, comment: "nobody read it" });
    expect(scene.owner).toBe("queue");
  });

  it("that is low is asked about, and the comment sends it back to the queue, to the same agent if possible", () => {
    const scene = resolved().wrote("1");
    expect(scene.system).toBe(en.ratingSorry);
    expect(scene.now.expects).toEqual({ kind: "rating-comment" });
    scene.wrote("nothing was solved", nothing);
    expect(scene.now).toMatchObject({
      status: "open",
      owner: { kind: "queue", priority: "high", forAgent: lin.id },
    });
    expect(scene.now.rating).toMatchObject({ score: 1, comment: "nothing was solved" });
    expect(scene.system).toContain("reply right here");
    expect(scene.now.resolvedAt).toBeUndefined();
  });

  it("of three is asked about, but its comment alone reopens nothing", () => {
    const scene = resolved().wrote("3").wrote("a bit slow", nothing);
    expect(scene.system).toBe(en.commentThanks);
    expect(scene.now.status).toBe("resolved");
  });

  it("may be given anew right after", () => {
    const scene = resolved().wrote("3").wrote("5");
    expect(scene.now.rating?.score).toBe(5);
    expect(scene.system).toBe(en.ratingThanks);
  });

  it("followed by thanks or 'no need' stays closed", () => {
    expect(resolved().wrote("2").wrote("thanks", small("thanks")).now.status).toBe("resolved");
    expect(resolved().wrote("2").wrote(en.buttons.leaveResolved).system).toBe(en.reopenDeclined);
    expect(resolved().wrote("2").wrote("2").now.status).toBe("resolved");
  });

  it("for a conversation that runs on is only noted", () => {
    const scene = new Scene(conversation({ expects: { kind: "slot", slot: "tx-hash" } }));
    scene.hears(event({ type: "customer.rated", score: 2 }));
    expect(scene.says).toEqual([]);
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
  });
});

describe("'not solved'", () => {
  it.each([
    ["by press", (scene: Scene) => scene.pressed(en.buttons.reopen)],
    ["by number", (scene: Scene) => scene.wrote("6")],
    ["in words", (scene: Scene) => scene.wrote("not solved yet")],
  ])("%s brings the case back to a person", (_, act) => {
    const scene = act(resolved());
    expect(scene.now).toMatchObject({
      status: "open",
      owner: { kind: "queue", reason: "bad-rating", priority: "high" },
    });
    expect(scene.now.waitingSince).toBeDefined();
    expect(scene.now.epoch).toBe(4);
  });

  it("keeps an urgent case urgent", () => {
    expect(resolved(stolen).wrote("1").now.owner).toMatchObject({ kind: "queue", priority: "urgent" });
  });

  it("pressed on an old case while another runs asks a person for the running one", () => {
    const reopen = { token: "t", label: en.buttons.reopen, value: { kind: "reopen" as const } };
    expect(new Scene().chose(reopen).escalations).toEqual(["bad-rating high"]);
    const waiting = new Scene(conversation({ owner: inQueue, epoch: 2 })).chose(reopen);
    expect(waiting.now).toMatchObject({ epoch: 2, owner: { since: NOW, priority: "high" } });
    const withAgent = owned().chose(reopen);
    expect(withAgent.says).toEqual([]);
    expect(withAgent.owner).toBe("agent");
  });
});

describe("a message that crossed the resolve", () => {
  it("is answered by the bot, which begins afresh", () => {
    const scene = resolved().later(HOUR).wrote("how do I turn on 2fa", about("account.enable-2fa"));
    expect(scene.now).toMatchObject({ status: "open", owner: { kind: "bot" }, epoch: 4 });
    expect(scene.bot).toContain("Answer account.enable-2fa");
    expect(scene.now.expects).toBeUndefined();
  });

  it("is an emergency before it is a comment", () => {
    const scene = resolved().wrote("1").wrote("they are stealing it now", urgent);
    expect(scene.escalations).toEqual(["urgent urgent"]);
  });

  it("is warned of before it is a comment when it holds a secret", () => {
    const scene = resolved()
      .wrote("1")
      .wrote("⟦seed-phrase⟧", nothing, { found: ["seed-phrase"], urgency: "urgent" });
    expect(scene.bot).toBe(en.secretUrgent);
  });

  it("as a press on an old button is told that it came too late", () => {
    const topic = { token: "t", label: "x", value: { kind: "topic" as const, topic: MENU[0] ?? "" } };
    const scene = resolved().chose(topic);
    expect(scene.system).toBe(en.slowPress);
    expect(scene.now.status).toBe("resolved");
    expect(scene.labels).toContain("5");
  });
});
