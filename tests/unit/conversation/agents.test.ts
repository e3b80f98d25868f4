import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import {
  about,
  conversation,
  event,
  HOUR,
  inQueue,
  lin,
  mia,
  NOW,
  nothing,
  Scene,
  withLin,
} from "./given.ts";

const waiting = (changes = {}) =>
  new Scene(conversation({ owner: inQueue, epoch: 2, waitingSince: NOW, ...changes }));
const owned = (changes = {}) =>
  new Scene(conversation({ owner: withLin, epoch: 3, waitingSince: NOW, ...changes }));
const claim = event({ type: "agent.claimed", agent: lin });
const reply = event({ type: "agent.replied", agent: lin, text: "Hello, I am looking.", files: [] });

describe("a claim", () => {
  it("is told to the customer, ends the escalation and keeps the wait", () => {
    const scene = waiting().hears(claim);
    expect(scene.system).toBe("小林 is now looking after your question.");
    expect(scene.decision?.actions).toContainEqual({ type: "end-escalation", how: "claimed" });
    expect(scene.now.waitingSince).toBe(NOW);
    expect(scene.now.lastAgent).toEqual(lin);
  });

  it("of what is one's own already does nothing", () => {
    const scene = owned().hears(claim);
    expect(scene.says).toEqual([]);
    expect(scene.reason).toBe("already-yours");
  });

  it("makes the bot's offers mean nothing any more", () => {
    const scene = new Scene().wrote("pw", about("account.reset-password")).hears(claim);
    expect(scene.labels).toEqual([]);
    expect(scene.wrote("1").says).toEqual([]);
  });
});

describe("a reply", () => {
  it("while the queue owns is claim and reply in one, without a notice on top", () => {
    const scene = waiting().hears(reply);
    expect(scene.says.map(({ author, text }) => [author, text])).toEqual([["agent", "Hello, I am looking."]]);
    expect(scene.now.owner).toMatchObject({ kind: "agent", agentId: lin.id });
    expect(scene.now.epoch).toBe(3);
  });

  it("ends the customer's wait", () => {
    expect(owned().hears(reply).now.waitingSince).toBeUndefined();
  });

  it("that asks for a hash has the guard take the next one for a hash, and only that one", () => {
    const hash = `0x${"4f".repeat(32)}`;
    const asks = event({ type: "agent.replied", agent: lin, text: "请把交易哈希发给我", files: [] });
    const scene = owned().hears(asks);
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
    expect(scene.wrote("one moment").now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
    expect(scene.wrote(hash).now.expects).toBeUndefined();
    expect(owned().hears(asks).hears(reply).now.expects).toBeUndefined();
  });

  it("wakes a snoozed conversation", () => {
    const scene = owned({ status: "snoozed", snoozedUntil: NOW + HOUR }).hears(reply);
    expect(scene.now.status).toBe("open");
    expect(scene.decision?.actions).toContainEqual({ type: "cancel-timer", name: "unsnooze" });
  });
});

describe("a transfer", () => {
  it("names the colleague to the customer, and gives that one the note", () => {
    const scene = owned().hears(
      event({ type: "agent.transferred", agent: lin, to: mia, note: "speaks Spanish" }),
    );
    expect(scene.system).toContain("Mia will help you");
    expect(scene.decision?.actions).toContainEqual(
      expect.objectContaining({ type: "note", text: "speaks Spanish" }),
    );
    expect(scene.now).toMatchObject({ owner: { agentId: mia.id }, epoch: 4, lastAgent: mia });
  });

  it("to who has it already changes nothing", () => {
    const scene = owned().hears(event({ type: "agent.transferred", agent: lin, to: lin }));
    expect(scene.says).toEqual([]);
    expect(scene.now.epoch).toBe(3);
  });
});

describe("snoozing", () => {
  it("sets a clock, and the clock opens it again", () => {
    const scene = owned().hears(event({ type: "agent.snoozed", agent: lin, until: NOW + HOUR }));
    expect(scene.now).toMatchObject({ status: "snoozed", snoozedUntil: NOW + HOUR });
    expect(scene.decision?.actions).toContainEqual({ type: "set-timer", name: "unsnooze", at: NOW + HOUR });
    expect(scene.hears(event({ type: "timer.fired", name: "unsnooze" })).now.status).toBe("open");
  });

  it("ends when the customer writes, with the same agent", () => {
    const scene = owned({ status: "snoozed", snoozedUntil: NOW + HOUR }).wrote("here it is", nothing);
    expect(scene.now).toMatchObject({ status: "open", owner: { agentId: lin.id } });
    expect(scene.says).toEqual([]);
  });
});

describe("a return to the bot", () => {
  const back = () =>
    owned({ collected: { chain: "TRON" } }).hears(event({ type: "agent.returned", agent: lin }));

  it("is told to the customer", () => {
    expect(back().system).toBe(en.returnedToBot);
    expect(back().owner).toBe("bot");
  });

  it("begins with a clean memory, but keeps what was collected", () => {
    const start = owned({ collected: { chain: "TRON" } });
    start.now.dialogue.misses = 1;
    start.now.dialogue.unhelped = 1;
    start.now.dialogue.lastTopic = "tx.failed";
    const scene = start.hears(event({ type: "agent.returned", agent: lin }));
    expect(scene.now.dialogue).toEqual({
      misses: 0,
      asks: 0,
      unhelped: 0,
      offered: [],
      toldPassedOn: false,
      secretWarnings: 0,
    });
    expect(scene.now.collected).toEqual({ chain: "TRON" });
  });

  it("leaves a customer who waits waiting until the bot answers", () => {
    const scene = back();
    expect(scene.now.waitingSince).toBe(NOW);
    expect(scene.wrote("how do I turn on 2fa", about("account.enable-2fa")).now.waitingSince).toBeUndefined();
  });

  it("out of the queue ends the escalation", () => {
    const scene = waiting().hears(event({ type: "agent.returned", agent: mia }));
    expect(scene.decision?.actions).toContainEqual({ type: "end-escalation", how: "returned" });
  });
});

describe("the customer", () => {
  it("who blocks us is not reachable, and is again with the next message", () => {
    const scene = new Scene().hears(event({ type: "customer.reached", state: "blocked" }));
    expect(scene.now.reachable).toBe(false);
    expect(scene.wrote("hi").now.reachable).toBe(true);
  });

  it("who edits or deletes is followed in the history, not answered again", () => {
    const edited = new Scene().hears(
      event({ type: "customer.edited", messageId: "m", text: "new", found: [] }),
    );
    expect(edited.decision?.actions).toEqual([{ type: "edit-message", messageId: "m", text: "new" }]);
    const deleted = new Scene().hears(event({ type: "customer.deleted", messageIds: ["m", "n"] }));
    expect(deleted.decision?.actions).toEqual([{ type: "delete-messages", messageIds: ["m", "n"] }]);
  });

  it("waits from the first unanswered message on, and no longer once the bot has answered", () => {
    expect(new Scene().wrote("pw", about("account.reset-password")).now.waitingSince).toBeUndefined();
    expect(owned({ waitingSince: NOW - HOUR }).wrote("and?").now.waitingSince).toBe(NOW - HOUR);
  });
});
