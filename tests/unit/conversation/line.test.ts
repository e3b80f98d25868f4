import { describe, expect, it } from "vitest";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent, Line } from "../../../src/conversation/events.ts";
import type { Conversation } from "../../../src/conversation/state.ts";
import type { DeskTimes } from "../../../src/hours/desk-times.ts";
import type { Match } from "../../../src/matching/match.ts";
import { about, conversation, event, inQueue, lin, nothing, wish, wrote } from "./given.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const times: DeskTimes = {
  zone: "Asia/Shanghai",
  hours: "Mon-Fri 09:00-18:00",
  holidays: "",
  sla: "urgent 15m 24/7; high 4h; normal 24h",
  noteEveryMs: 30 * MINUTE,
};
const NOON = Date.parse("2026-11-25T12:00:00+08:00");

function line(ahead: number, range?: [number, number]): Line {
  const known = range === undefined ? {} : { normal: { from: range[0] * MINUTE, to: range[1] * MINUTE } };
  return { ahead: { normal: ahead, high: 0, urgent: 0 }, range: known };
}

function happens(start: Conversation, what: ConversationEvent, given: Partial<Line>, at = NOON) {
  const decision = decide(start, { ...what, at, times, line: { ...line(0), ...given } });
  if (!decision.ok) throw new Error(decision.refusal);
  const said = decision.actions.flatMap((one) => (one.type === "say" ? one.text : [])).join("\n");
  const note = decision.actions.find((one) => one.type === "set-timer" && one.name === "queue-note");
  return {
    said,
    reason: decision.reason,
    after: decision.conversation,
    note: note?.type === "set-timer" ? note.at : undefined,
  };
}

const asks = (text: string, given: Partial<Line>, match: Match = nothing, at = NOON): string =>
  happens(conversation({}, /\p{Script=Han}/u.test(text) ? "zh" : "en"), wrote(text, match), given, at).said;
const queued = (locale: "zh" | "en" = "en") =>
  conversation({ owner: inQueue, epoch: 2, waitingSince: NOON }, locale);

describe("who is handed over inside the hours", () => {
  it("is told the place and an honest range, and may leave", () => {
    const english = asks("human", line(2, [5, 15]), wish);
    expect(english).toContain(
      "You are number 3 in the queue. Going by recent waits, a colleague replies in about 5 to 15 minutes.",
    );
    expect(english).toContain("need not repeat anything or keep watching");
    expect(asks("转人工", line(0, [0, 10]), wish)).toContain(
      "下一个就轮到你。按最近的情况，一般 10 分钟内会有同事回复。",
    );
  });

  it("hears no range where too little is known, and hours where minutes would be many", () => {
    expect(asks("human", line(1), wish)).toContain("You are number 2 in the queue.");
    expect(asks("human", line(1), wish)).not.toContain("recent");
    expect(asks("转人工", line(9, [75, 150]), wish)).toContain("大约 1 到 2.5 小时会有同事回复");
  });

  it("hears of the end of the hours where the range reaches beyond it", () => {
    const late = NOON + 5.5 * HOUR;
    expect(asks("human", line(4, [20, 45]), wish, late)).toContain(
      "We are here until today at 18:00; if it is not your turn by then, we go on tomorrow at 09:00.",
    );
    expect(asks("human", line(4, [20, 30]), wish, late)).toContain("20 to 30 minutes");
  });
});

describe("who waits and asks how long", () => {
  it.each([
    "how long do I have to wait?",
    "how long?",
    "还要等多久",
    "多久啊？",
    "前面还有几个人",
    "什么时候有人回复我",
  ])("%s: hears where they stand now", (text) => {
    const zh = /\p{Script=Han}/u.test(text);
    const { said, reason } = happens(queued(zh ? "zh" : "en"), wrote(text, nothing), line(3));
    expect(reason).toBe("told-wait");
    expect(said).toContain(zh ? "第 4 位" : "number 4");
  });

  it("a question about how long a transfer takes is answered as one", () => {
    const { said } = happens(
      queued(),
      wrote("how long does a transfer take?", about("tx.not-received")),
      line(3),
    );
    expect(said).toContain("Answer tx.not-received");
  });
});

describe("the note that we have not forgotten", () => {
  const fires = event({ type: "timer.fired", name: "queue-note" });

  it("comes after the set time, then at twice the distance each time, with the place of that moment", () => {
    const first = happens(conversation(), wrote("human", wish), line(4));
    expect(first.note).toBe(NOON + 30 * MINUTE);
    const second = happens(first.after, fires, line(2), first.note);
    expect(second.said).toContain("still in the queue");
    expect(second.said).toContain("number 3");
    expect(second.note).toBe(NOON + 90 * MINUTE);
  });

  it("is silent outside the hours, and goes on with them", () => {
    const evening = Date.parse("2026-11-25T17:45:00+08:00");
    expect(happens(conversation(), wrote("human", wish), line(0), evening).note).toBe(
      Date.parse("2026-11-26T09:15:00+08:00"),
    );
    const closed = happens(queued(), fires, line(0), Date.parse("2026-11-25T20:00:00+08:00"));
    expect(closed.said).toBe("");
    expect(closed.note).toBe(Date.parse("2026-11-26T10:00:00+08:00"));
  });

  it("ends when a person has the case", () => {
    const owner = { kind: "agent", agentId: lin.id, agentName: lin.name, since: NOON } as const;
    expect(happens(conversation({ owner }), fires, line(0))).toMatchObject({
      said: "",
      reason: "no-longer-waiting",
    });
  });
});
