import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import {
  about,
  commanded,
  conversation,
  event,
  inQueue,
  lin,
  MINUTE,
  NOW,
  nothing,
  Scene,
  small,
  urgent,
  wish,
  withLin,
} from "./given.ts";

const HASH = "ab".repeat(32);
const waiting = () => new Scene(conversation({ owner: inQueue, epoch: 2, waitingSince: NOW }));

describe("the wish for a person", () => {
  it("is granted at once, with what happens next and the reference", () => {
    const scene = new Scene().wrote("let me talk to a human", wish);
    expect(scene.escalations).toEqual(["wish normal"]);
    expect(scene.system).toContain("reply right here");
    expect(scene.system).toContain("K-ABCDEF");
    expect(scene.bot).toBe("");
    expect(scene.now.epoch).toBe(2);
  });

  it("is answered in the customer's language", () => {
    expect(new Scene().wrote("轉人工", wish).system).toContain("已经转给人工同事");
    expect(new Scene(conversation({}, "zh")).wrote("human please", wish).system).toContain("colleague");
  });

  it("works by button and by command too, and starts the wait", () => {
    const pressed = new Scene().wrote("hi", small("greeting")).pressed(en.buttons.human);
    expect(pressed.owner).toBe("queue");
    expect(pressed.now.waitingSince).toBe(NOW + 2000);
    expect(new Scene().hears(commanded("human")).now.waitingSince).toBe(NOW + 1000);
  });

  it("is heard in the middle of a flood", () => {
    expect(new Scene().wrote("human!!", wish, { flood: "quiet" }).owner).toBe("queue");
  });

  it("inherits the weight of what was talked about", () => {
    const scene = new Scene().wrote("where is my money", about("tx.not-received")).pressed(en.buttons.no);
    expect(scene.pressed(en.buttons.human).escalations).toEqual(["wish high"]);
    expect(
      new Scene().wrote("human, my transfer failed", { ...wish, ...about("tx.failed"), human: wish.human })
        .escalations,
    ).toEqual(["wish high"]);
  });

  it("repeated while waiting gets a word, not a second place in the queue", () => {
    const scene = new Scene().wrote("human", wish).wrote("human!", wish);
    expect(scene.system).toContain("already waiting");
    expect(scene.escalations).toEqual([]);
    expect(scene.now.epoch).toBe(2);
  });
});

describe("taking the wish back", () => {
  it.each([
    ["in words", (scene: Scene) => scene.wrote("never mind, solved it", small("cancel"))],
    ["by button", (scene: Scene) => scene.pressed(en.buttons.cancelHuman)],
    ["by number", (scene: Scene) => scene.wrote("1")],
    ["by command", (scene: Scene) => scene.hears(commanded("cancel"))],
  ])("%s frees the queue, and the bot answers again", (_, act) => {
    const scene = act(new Scene().wrote("human", wish));
    expect(scene.owner).toBe("bot");
    expect(scene.bot).toContain("cancelled");
    expect(scene.decision?.actions).toContainEqual({ type: "end-escalation", how: "cancelled" });
    expect(scene.now.waitingSince).toBeUndefined();
    expect(scene.wrote("how do I enable 2fa", about("account.enable-2fa")).bot).toContain("Answer");
  });
});

describe("while the customer waits", () => {
  it("the bot still answers what it knows, and the wait goes on", () => {
    const scene = waiting().wrote("how do I enable 2fa", about("account.enable-2fa"));
    expect(scene.bot).toContain("Answer account.enable-2fa");
    expect(scene.owner).toBe("queue");
    expect(scene.now.waitingSince).toBe(NOW);
  });

  it("an answer leaves one thing to decide: whether a person is still needed", () => {
    const scene = waiting().wrote("how", about("account.enable-2fa"));
    expect(scene.bot).toBe("Answer account.enable-2fa");
    expect(scene.labels).toEqual([en.buttons.cancelHuman]);
    expect(scene.pressed(en.buttons.cancelHuman).owner).toBe("bot");
  });

  it("details are kept for the colleague and said back", () => {
    const scene = waiting().wrote(`it was on TRON, ${HASH}`, nothing);
    expect(scene.now.collected).toMatchObject({ chain: "TRON", "tx-hash": HASH });
    expect(scene.system).toContain(HASH);
  });

  it("the time that was given first stays: a later 'just now' is about something else", () => {
    const scene = waiting().wrote("BSC, last night", nothing).wrote("I checked on TRON just now", nothing);
    expect(scene.now.collected).toEqual({ chain: "TRON", time: "last night" });
  });

  it("what it does not know is passed on, said once", () => {
    const scene = waiting().wrote("please hurry", nothing);
    expect(scene.system).toBe(en.passedOn);
    expect(scene.wrote("please", nothing).says).toEqual([]);
    expect(scene.reason).toBe("passed-on");
  });

  it("asks which it was when a masked string may be a hash or a key", () => {
    expect(waiting().wrote("⟦hash-or-key⟧", nothing, { ambiguousHash: true }).bot).toBe(en.hashOrKey);
  });

  it("thanks are answered and nothing escalates twice", () => {
    const scene = waiting().wrote("thanks", small("thanks"));
    expect(scene.bot).toBe(en.thanks);
    expect(scene.owner).toBe("queue");
  });
});

describe("an urgent case", () => {
  it("gets the steps first and a person in parallel, never a form", () => {
    const scene = new Scene().wrote("they are emptying my wallet", {
      ...urgent,
      ranked: [{ topic: "security.stolen", probability: 0.8 }],
    });
    expect(scene.says.map(({ author }) => author)).toEqual(["bot", "system"]);
    expect(scene.bot).toBe("Answer security.stolen");
    expect(scene.escalations).toEqual(["urgent urgent"]);
    expect(scene.now.dialogue.form).toBeUndefined();
    expect(scene.says[0]?.choices).toEqual([]);
  });

  it("gets the steps that fit every theft when no urgent entry is near", () => {
    const ranked = [
      { topic: "tx.failed", probability: 0.9 },
      { topic: "security.fake-support", probability: 0.01 },
    ];
    expect(new Scene().wrote("help!!", { ...urgent, ranked }).bot).toBe(en.emergency);
  });

  it("says which details are welcome, and then takes a bare hash for a hash", () => {
    const scene = new Scene().wrote("stolen!", {
      ...urgent,
      ranked: [{ topic: "security.stolen", probability: 0.8 }],
    });
    expect(scene.system).toContain("you can send these here meanwhile: Chain, Transaction hash.");
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
    scene.wrote(`TRON,${HASH}`, urgent);
    expect(scene.now.collected).toMatchObject({ chain: "TRON", "tx-hash": HASH });
    expect(scene.now.expects).toBeUndefined();
  });

  it("does not repeat the same steps to one who writes on", () => {
    const scene = new Scene().wrote("stolen!", {
      ...urgent,
      ranked: [{ topic: "security.stolen", probability: 0.8 }],
    });
    scene.wrote("quick!!", { ...urgent, ...about("security.stolen"), urgent: urgent.urgent });
    expect(scene.bot).toBe("");
    expect(scene.system).toBe(en.passedOnUrgent);
  });

  it("moves ahead when it becomes urgent while waiting, and keeps its time", () => {
    const scene = waiting().later(MINUTE).wrote("now it is all gone", urgent);
    expect(scene.now.owner).toMatchObject({ kind: "queue", priority: "urgent", since: NOW });
    expect(scene.system).toContain("urgent");
    expect(scene.now.epoch).toBe(2);
  });

  it("in the middle of a form goes first, and the details are kept", () => {
    const scene = new Scene()
      .wrote("transfer failed", about("tx.failed"))
      .pressed(en.buttons.formStart)
      .wrote("BSC");
    scene.wrote("wait, everything is being stolen", urgent);
    expect(scene.escalations).toEqual(["urgent urgent"]);
    expect(scene.now.collected).toEqual({ chain: "BNB Smart Chain" });
  });
});

describe("an entry that always wants a person", () => {
  it("hands over with its answer, and asks neither for a form nor whether it helped", () => {
    const match = about("security.stolen", { urgent: { probability: 0.4, urgent: false } });
    const scene = new Scene().wrote("strange transfer", match);
    expect(scene.bot).toBe("Answer security.stolen");
    expect(scene.escalations).toEqual(["entry-asks urgent"]);
  });

  it("only answers a plain question about the subject", () => {
    const scene = new Scene().wrote("would your staff want my phrase", about("security.fake-support"));
    expect(scene.owner).toBe("bot");
    expect(scene.bot).toContain("Answer security.fake-support");
  });
});

describe("while an agent owns", () => {
  const owned = () => new Scene(conversation({ owner: withLin, epoch: 3 }));

  it("the bot says nothing, whatever is asked, and the customer's wait is kept", () => {
    const scene = owned().wrote("how do I enable 2fa", about("account.enable-2fa"));
    expect(scene.says).toEqual([]);
    expect(scene.reason).toBe("agent-owns");
    expect(scene.now.waitingSince).toBe(NOW + 1000);
  });

  it("commands and stale buttons are left to the agent too", () => {
    expect(owned().hears(commanded("human")).says).toEqual([]);
    expect(owned().chose({ token: "t", label: "x", value: { kind: "human" } }).says).toEqual([]);
    expect(owned().chose(undefined).says).toEqual([]);
  });

  it("a pasted phrase is warned of by a system text, and the case counts as urgent", () => {
    const scene = owned().wrote("⟦seed-phrase⟧", nothing, { found: ["seed-phrase"], urgency: "urgent" });
    expect(scene.says.map(({ author }) => author)).toEqual(["system"]);
    expect(scene.system).toBe(en.secretUrgent);
    expect(scene.now.escalation).toMatchObject({ priority: "urgent" });
    expect(scene.now.epoch).toBe(3);
    expect(scene.now.waitingSince).toBeDefined();
  });

  it("a masked hash is asked for again by a system text", () => {
    expect(owned().wrote("⟦hash-or-key⟧", nothing, { ambiguousHash: true }).system).toBe(en.hashOrKey);
  });
});

describe("an agent's release", () => {
  it("puts the customer back in the queue with the same priority and a word", () => {
    const start = conversation({
      owner: withLin,
      epoch: 3,
      escalation: { reason: "urgent", priority: "urgent", at: NOW },
    });
    const scene = new Scene(start).hears(event({ type: "agent.released", agent: lin }));
    expect(scene.escalations).toEqual(["agent-released urgent"]);
    expect(scene.system).toContain("Another colleague");
  });
});
