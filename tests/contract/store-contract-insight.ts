import { describe, expect, it } from "vitest";
import { about, matched, wish } from "../unit/conversation/given.ts";
import { customer, history } from "../unit/insight/history.ts";
import type { Bench } from "./store-contract.ts";

const START = Date.parse("2026-03-02T09:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ANSWER = about("account.reset-password");
const ann = customer("ann", "telegram:1");

export function insightContract({ store, restart }: Bench): void {
  const read = async (now: number) => {
    while (!(await store().insight.catchUp(3)));
    const query = { from: START, to: now + 1, now };
    const [counts] = await store().insight.counts(query, "all");
    const [times] = await store().insight.times(query, "all");
    return { counts, times };
  };

  describe("what reports are made of", () => {
    it("takes an answer and three days of silence for an assumption, and a return within them for none", async () => {
      const past = history(store(), START);
      await past.writes(ann, "how?", ANSWER);
      past.wait(71 * HOUR);
      expect((await read(past.now())).counts?.outcomes).toMatchObject({ pending: 1, assumed: 0 });
      past.wait(2 * HOUR);
      expect((await read(past.now())).counts?.outcomes).toMatchObject({ pending: 0, assumed: 1 });
      await past.writes(ann, "how?", ANSWER);
      past.wait(10 * HOUR);
      await past.writes(ann, "hm", matched());
      past.wait(80 * HOUR);
      const { counts } = await read(past.now());
      expect(counts).toMatchObject({ engagements: 3, involved: 3, answered: 2 });
      expect(counts?.outcomes).toMatchObject({ assumed: 1, recontacted: 1, abandoned: 1 });
    });

    it("measures the first words of a person from the hand-off, through transfer and snooze", async () => {
      const past = history(store(), START);
      await past.writes(ann, "a person please", wish);
      const id = past.caseOf(ann) ?? "";
      expect((await read(past.now())).times).toMatchObject({ unanswered: 1, firstReply: { n: 0 } });
      past.wait(MINUTE);
      await past.acts(id, { type: "agent.claimed" });
      await past.acts(id, { type: "agent.snoozed", until: past.now() + HOUR });
      past.wait(HOUR);
      await past.timer(id);
      await past.acts(id, { type: "agent.transferred", to: { id: "a2", name: "Mia" } });
      past.wait(MINUTE);
      await past.acts(id, { type: "agent.replied", text: "hello", files: [] }, { id: "a2", name: "Mia" });
      const { times } = await read(past.now());
      expect(times).toMatchObject({ unanswered: 0, firstReply: { n: 1, medianMs: HOUR + 2 * MINUTE } });
    });

    it("does not add a wait that was called off to the next one", async () => {
      const past = history(store(), START);
      const waiting = await past.writes(ann, "a person please", wish);
      past.wait(HOUR);
      const off = waiting?.dialogue.offered.find(({ value }) => value.kind === "cancel-human");
      if (off) await past.chooses(ann, off);
      expect((await read(past.now())).times).toMatchObject({ unanswered: 0, neverAnswered: 1 });
      past.wait(HOUR);
      await past.writes(ann, "a person please", wish);
      past.wait(5 * MINUTE);
      await past.acts(past.caseOf(ann) ?? "", { type: "agent.replied", text: "hello", files: [] });
      const { times } = await read(past.now());
      expect(times).toMatchObject({ neverAnswered: 0, firstReply: { n: 1, medianMs: 5 * MINUTE } });
    });

    it("counts a score for the engagement it is about, also when it reopens the case", async () => {
      const past = history(store(), START);
      await past.writes(ann, "a person please", wish);
      const id = past.caseOf(ann) ?? "";
      past.wait(MINUTE);
      await past.acts(id, { type: "agent.resolved" });
      past.wait(MINUTE);
      await past.writes(ann, "1");
      past.wait(MINUTE);
      await past.writes(ann, "nobody read what I wrote");
      past.wait(MINUTE);
      await past.acts(id, { type: "agent.resolved" });
      past.wait(MINUTE);
      await past.writes(ann, "4");
      const { counts, times } = await read(past.now());
      expect(counts).toMatchObject({ engagements: 2, rating: { asked: 2, scores: [1, 0, 0, 1, 0] } });
      expect(times?.resolution).toEqual({ n: 2, medianMs: MINUTE, p90Ms: MINUTE });
    });

    it("goes on after a restart where it was, and gives the same when it is made anew", async () => {
      const past = history(store(), START);
      await past.writes(ann, "how?", ANSWER);
      const before = await read(START + 1000 * HOUR);
      await restart();
      expect(await read(START + 1000 * HOUR)).toEqual(before);
      await store().insight.forget();
      expect(await store().insight.counts({ from: START, to: START + 1, now: START }, "all")).toEqual([]);
      expect(await read(START + 1000 * HOUR)).toEqual(before);
    });

    it("shows the queue as it is now, by channel and language", async () => {
      const past = history(store(), START);
      await past.writes(ann, "a person please", wish);
      past.wait(10 * MINUTE);
      await past.writes(customer("bo"), "转人工", wish);
      past.wait(MINUTE);
      const now = past.now();
      expect(await store().insight.queue({ now })).toEqual({
        waiting: 2,
        longestMs: 11 * MINUTE,
        medianMs: MINUTE,
      });
      expect(await store().insight.queue({ now, channel: "telegram", locale: "en" })).toMatchObject({
        waiting: 1,
      });
      expect(await store().insight.queue({ now, channel: "slack" })).toEqual({ waiting: 0 });
    });
  });
}
