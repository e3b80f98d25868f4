import { describe, expect, it } from "vitest";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent } from "../../../src/conversation/events.ts";
import { route } from "../../../src/conversation/route.ts";
import type { Conversation } from "../../../src/conversation/state.ts";
import type { DeskTimes } from "../../../src/hours/desk-times.ts";
import { inboundOf } from "../../contract/store-scene.ts";
import {
  about,
  conversation,
  event,
  inQueue,
  lin,
  NOW,
  nothing,
  small,
  urgent,
  wish,
  withLin,
  wrote,
} from "./given.ts";

const DAY = 86_400_000;
const times: DeskTimes = {
  zone: "UTC",
  hours: "",
  holidays: "",
  sla: "off",
  autoResolve: { afterMs: 3 * DAY, graceMs: DAY },
};

/** A conversation that lives on its own clocks. */
class Life {
  state: Conversation;
  said: string[] = [];
  reasons: string[] = [];
  private timer: number | undefined;
  private now = NOW;

  constructor(start: Conversation = conversation()) {
    this.state = start;
  }

  hears(what: ConversationEvent, given: DeskTimes = times): this {
    const outcome = decide(this.state, { ...what, at: this.now, times: given });
    if (!outcome.ok) throw new Error(outcome.refusal);
    this.state = outcome.conversation;
    this.reasons.push(outcome.reason);
    for (const action of outcome.actions) {
      if (action.type === "say") this.said.push(action.text);
      if (action.type === "set-timer" && action.name === "silence") this.timer = action.at;
      if (action.type === "cancel-timer" && action.name === "silence") this.timer = undefined;
    }
    return this;
  }

  passes(ms: number): this {
    const end = this.now + ms;
    while (this.timer !== undefined && this.timer <= end) {
      this.now = this.timer;
      this.timer = undefined;
      this.hears(event({ type: "timer.fired", name: "silence" }));
    }
    this.now = end;
    return this;
  }

  replies(): this {
    return this.hears(event({ type: "agent.replied", agent: lin, text: "Try it now.", files: [] }));
  }
}

const answered = () => new Life().hears(wrote("human", wish)).replies();
const asked = (life: Life) => life.said.some((text) => text.includes("have not heard from you"));

describe("an answered conversation whose customer stays silent", () => {
  it("is asked about after the set time, and ended after the time that follows", () => {
    const life = answered().passes(3 * DAY - 1);
    expect(asked(life)).toBe(false);
    expect(asked(life.passes(1))).toBe(true);
    expect(life.state.status).toBe("open");
    life.passes(DAY);
    expect(life.state).toMatchObject({ status: "resolved", owner: { kind: "agent", agentId: lin.id } });
    expect(life.reasons.slice(-2)).toEqual(["silence-warned", "silence-resolved"]);
    expect(life.said.at(-1)).toContain("Not solved yet");
    expect(life.state.rating).toBeUndefined();
  });

  it("is ended the same way after the bot's answer", () => {
    const life = new Life().hears(wrote("where is it", about("tx.not-received"))).passes(5 * DAY);
    expect(asked(life)).toBe(true);
    expect(life.state).toMatchObject({ status: "resolved", owner: { kind: "bot" } });
  });

  it("goes on with a word of the customer, before the question or after it", () => {
    const early = answered()
      .passes(2 * DAY)
      .hears(wrote("still broken", nothing))
      .passes(9 * DAY);
    expect(early.state.status).toBe("open");
    expect(asked(early)).toBe(false);
    const late = answered()
      .passes(3.5 * DAY)
      .hears(wrote("still broken", nothing))
      .passes(9 * DAY);
    expect(late.state.status).toBe("open");
    // Answered again, the silence begins anew.
    expect(late.replies().passes(3.5 * DAY).state.status).toBe("open");
    expect(late.passes(DAY).state.status).toBe("resolved");
  });

  it("counts from the last answer, whatever the desk does otherwise", () => {
    const life = answered().passes(2 * DAY);
    life.hears(event({ type: "agent.noted", agent: lin, text: "?" })).passes(DAY);
    expect(asked(life)).toBe(true);
    expect(
      asked(
        answered()
          .passes(2 * DAY)
          .replies()
          .passes(2 * DAY),
      ),
    ).toBe(false);
  });

  it("opens the old case again by its button, and a new one by any other word", () => {
    const life = answered().passes(4 * DAY);
    const choice = life.state.dialogue.offered[0];
    expect(route(inboundOf("message", { text: "hello again", at: NOW + 4 * DAY }), life.state)).toBe("new");
    expect(choice?.value).toEqual({ kind: "reopen" });
    life.hears(
      event({ type: "customer.chose", messageId: "m", entries: {}, menu: [], ...(choice ? { choice } : {}) }),
    );
    expect(life.state).toMatchObject({ status: "open", owner: { kind: "queue" } });
  });

  it("is not written to after the customer has blocked us", () => {
    const life = answered()
      .hears(event({ type: "customer.reached", state: "blocked" }))
      .passes(4 * DAY);
    expect(asked(life)).toBe(false);
    expect(life.state.status).toBe("resolved");
  });
});

describe("never ended by itself is", () => {
  const snoozed = answered().hears(event({ type: "agent.snoozed", agent: lin, until: NOW + 30 * DAY }));
  it.each<[string, Life]>([
    ["a case that waits for us", answered().hears(wrote("well?", nothing))],
    ["a case that waits in the queue", new Life().hears(wrote("human", wish))],
    [
      "a case that was put back into the queue",
      answered().hears(event({ type: "agent.released", agent: lin })),
    ],
    ["an urgent case", new Life().hears(wrote("hacked", urgent)).replies()],
    [
      "a case that was urgent",
      new Life(conversation({ escalation: { reason: "urgent", priority: "urgent", at: NOW } })).hears(
        wrote("x", about("tx.failed")),
      ),
    ],
    ["a case that is put off", snoozed],
    [
      "a case that was taken up and not answered",
      new Life(conversation({ owner: withLin, epoch: 2 })).hears(
        event({ type: "agent.noted", agent: lin, text: "?" }),
      ),
    ],
    ["a conversation the bot had no answer to", new Life().hears(wrote("?", nothing))],
    [
      "one in the queue of old",
      new Life(conversation({ owner: inQueue, epoch: 2 })).hears(
        event({ type: "agent.noted", agent: lin, text: "?" }),
      ),
    ],
  ])("%s", (_, life) => {
    const status = life.state.status;
    life.passes(20 * DAY);
    expect(asked(life)).toBe(false);
    expect(life.state.status).toBe(status);
  });

  it("a customer who said that the bot's answer helped, or thanked, is not asked again", () => {
    for (const words of ["solved!", "thanks"]) {
      const life = new Life().hears(wrote("where is it", about("tx.not-received")));
      life.hears(wrote(words, small("thanks"))).passes(20 * DAY);
      expect(asked(life)).toBe(false);
    }
  });

  it("anything, while that is not set", () => {
    const { autoResolve: _, ...never } = times;
    const life = new Life().hears(wrote("human", wish), never);
    life.hears(event({ type: "agent.replied", agent: lin, text: "Hi.", files: [] }), never);
    expect(life.passes(30 * DAY).state.status).toBe("open");
  });
});
