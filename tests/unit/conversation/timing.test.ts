import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/conversation/actions.ts";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent } from "../../../src/conversation/events.ts";
import type { Conversation } from "../../../src/conversation/state.ts";
import { dues } from "../../../src/conversation/timing.ts";
import type { DeskTimes } from "../../../src/hours/desk-times.ts";
import type { Match } from "../../../src/matching/match.ts";
import { conversation, event, lin, mia, nothing, urgent, wish, wrote } from "./given.ts";

const HOURS: DeskTimes = {
  zone: "Asia/Shanghai",
  hours: "Mon-Fri 09:00-18:00",
  holidays: "",
  sla: "urgent 15m 24/7; high 4h next 2h; normal 8h next 3h resolve 20h",
};
/** A Wednesday in Shanghai. */
const at = (time: string, day = 25): number => Date.parse(`2026-11-${day}T${time}:00+08:00`);

/** A case as the desk's clock sees it; timers fire when their time has come, before what happens then. */
class Case {
  now: Conversation = conversation();
  told: string[] = [];
  ended: string[] = [];
  private timer: number | undefined;

  private apply(what: ConversationEvent, time: number): void {
    const outcome = decide(this.now, { ...what, at: time, times: HOURS });
    if (!outcome.ok) throw new Error(outcome.refusal);
    this.now = outcome.conversation;
    for (const action of outcome.actions) this.note(action);
  }

  private note(action: Action): void {
    if (action.type === "set-timer" && action.name === "sla") this.timer = action.at;
    if (action.type === "cancel-timer" && action.name === "sla") this.timer = undefined;
    if (action.type === "tell-target") this.told.push(`${action.target} ${action.stage} ${action.priority}`);
    if (action.type === "end-target") {
      this.ended.push(`${action.target} ${action.openMs / 60_000}m${action.late ? " late" : ""}`);
    }
  }

  until(time: number): this {
    while (this.timer !== undefined && this.timer <= time) {
      const fires = this.timer;
      this.timer = undefined;
      this.apply(event({ type: "timer.fired", name: "sla" }), fires);
    }
    return this;
  }

  does(what: ConversationEvent, time: number, timers = true): this {
    if (timers) this.until(time);
    this.apply(what, time);
    return this;
  }

  wrote(text: string, time: number, match: Match = nothing): this {
    return this.does(wrote(text, match), time);
  }

  replies(time: number): this {
    return this.does(event({ type: "agent.replied", agent: lin, text: "Hello.", files: [] }), time);
  }

  get due(): string[] {
    const told = (when: number) =>
      new Date(when + 8 * 3_600_000).toISOString().slice(8, 16).replace("T", " ");
    return dues(this.now.timing).map(({ kind, at: when }) => `${kind} ${told(when)}`);
  }
}

describe("the clock of a reply", () => {
  it("starts with the hand-off, runs in the desk's hours and stops with an agent's reply", () => {
    const one = new Case().wrote("human", at("15:00"), wish);
    expect(one.due).toEqual(["first 26 14:00", "resolve 27 17:00"]);
    one.replies(at("10:00", 26));
    expect(one.ended).toEqual(["first 240m"]);
    expect(one.due).toEqual([]);
    expect(one.told).toEqual([]);
  });

  it("is not started anew by another message, the bot, a notice or a claim", () => {
    const one = new Case().wrote("human", at("10:00"), wish);
    const before = one.due;
    one.wrote("hello?", at("11:00")).wrote("human!", at("11:30"), wish);
    one.does(event({ type: "agent.claimed", agent: lin }), at("12:00"));
    one.does(event({ type: "agent.transferred", agent: lin, to: mia }), at("12:30"));
    one.does(event({ type: "agent.noted", agent: lin, text: "?" }), at("13:00"));
    expect(one.due).toEqual(before);
  });

  it("runs for the next reply from the customer's next message on", () => {
    const one = new Case().wrote("human", at("10:00"), wish).replies(at("10:30"));
    expect(one.due).toEqual([]);
    one.wrote("and now?", at("11:00")).wrote("still there?", at("12:00"));
    expect(one.due).toContain("next 25 14:00");
    expect(one.replies(at("12:30")).ended).toEqual(["first 30m", "next 90m"]);
  });

  it("an emergency runs around the clock, and a case that becomes one is due sooner", () => {
    expect(new Case().wrote("hacked", at("23:00"), urgent).due).toEqual(["first 25 23:15"]);
    const one = new Case().wrote("human", at("17:50"), wish);
    expect(one.due[0]).toBe("first 26 16:50");
    // Five of the fifteen minutes are gone.
    one.wrote("i was hacked", at("17:55"), urgent);
    expect(one.due).toEqual(["first 25 18:05"]);
  });

  it("ends with the return to the bot", () => {
    const one = new Case().wrote("human", at("10:00"), wish);
    one.does(event({ type: "agent.claimed", agent: lin }), at("10:10"));
    one.does(event({ type: "agent.returned", agent: lin }), at("10:20"));
    expect(one.due).toEqual([]);
    expect(one.until(at("18:00", 30)).told).toEqual([]);
  });

  it("a case that is put back into the queue waits for a reply again", () => {
    const one = new Case().wrote("human", at("10:00"), wish).replies(at("10:10"));
    one.does(event({ type: "agent.released", agent: lin }), at("11:00"));
    expect(one.due[0]).toBe("next 25 14:00");
  });
});

describe("the clock of the end", () => {
  it("rests while the customer is to answer, and goes on when they do", () => {
    const one = new Case().wrote("human", at("09:00"), wish).replies(at("11:00"));
    one.wrote("yes", at("15:00"));
    // Two of twenty hours are gone: three today, nine tomorrow, six on Friday.
    expect(one.due).toEqual(["next 25 18:00", "resolve 27 15:00"]);
    one.does(event({ type: "agent.resolved", agent: lin }), at("16:00"));
    expect(one.ended).toEqual(["first 120m", "resolve 180m"]);
    expect(one.due).toEqual([]);
  });

  it("everything rests while the case is snoozed", () => {
    const one = new Case().wrote("human", at("09:00"), wish);
    one.does(event({ type: "agent.snoozed", agent: lin, until: at("16:00") }), at("10:00"));
    expect(one.due).toEqual([]);
    one.does(event({ type: "timer.fired", name: "unsnooze" }), at("16:00"));
    // Seven of eight hours are left: two today, five tomorrow.
    expect(one.due[0]).toBe("first 26 14:00");
  });
});

describe("what the desk is told", () => {
  it("is a warning at three quarters and a breach at the end, once each", () => {
    const one = new Case().wrote("human", at("09:00"), wish);
    expect(one.until(at("14:59")).told).toEqual([]);
    expect(one.until(at("15:00")).told).toEqual(["first warning normal"]);
    one.wrote("hello?", at("16:00"));
    expect(one.until(at("17:00")).told).toEqual(["first warning normal", "first breach normal"]);
    one.wrote("hello??", at("17:30")).replies(at("17:40"));
    expect(one.told).toEqual(["first warning normal", "first breach normal"]);
    expect(one.ended).toEqual(["first 520m late"]);
  });

  it("is the breach alone when nobody was there to hear the warning, even where a reply comes by first", () => {
    const one = new Case().wrote("human", at("09:00"), wish);
    one.does(event({ type: "agent.replied", agent: lin, text: "Hi.", files: [] }), at("17:30"), false);
    expect(one.told).toEqual(["first breach normal"]);
    expect(one.ended).toEqual(["first 510m late"]);
  });

  it("is nothing without targets or settings", () => {
    const silent = decide(conversation(), wrote("human", wish));
    expect(silent.ok && silent.conversation.timing).toBeUndefined();
    const off = decide(conversation(), { ...wrote("human", wish), times: { ...HOURS, sla: "off" } });
    expect(off.ok && dues(off.conversation.timing)).toEqual([]);
    expect(off.ok && off.actions.some(({ type }) => type === "set-timer")).toBe(false);
  });
});
