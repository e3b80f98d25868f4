import { describe, expect, it } from "vitest";
import { about, matched, small, wish } from "../conversation/given.ts";
import { customer, history } from "../insight/history.ts";
import { bench, errorOf } from "./bench.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MONDAY = Date.parse("2026-03-02T09:00:00Z");

/** A week of a small desk, and a supervisor who looks at it on Friday of the week after. */
async function week() {
  const all = await bench({ timeZone: "Asia/Shanghai" });
  const past = history(all.store, MONDAY);
  const ann = customer("ann");
  const answered = await past.writes(ann, "how do I reset it?", about("account.reset-password"));
  past.wait(MINUTE);
  const yes = answered?.dialogue.offered.find(({ value }) => value.kind === "helped" && value.yes);
  if (yes) await past.chooses(ann, yes);
  const bo = customer("bo", "telegram:7");
  past.wait(HOUR);
  await past.writes(bo, "怎么还没到账", wish);
  past.wait(10 * MINUTE);
  const id = past.caseOf(bo) ?? "";
  await past.acts(id, { type: "agent.replied", text: "I am looking", files: [] });
  past.wait(20 * MINUTE);
  await past.acts(id, { type: "agent.resolved" });
  past.wait(MINUTE);
  await past.writes(bo, "5");
  const chen = customer("chen");
  past.wait(24 * HOUR);
  await past.writes(chen, "how do I switch on 2FA?", about("account.enable-2fa"));
  past.wait(30 * HOUR);
  await past.writes(chen, "it does nothing", matched());
  const dee = customer("dee", "discord:1");
  await past.writes(dee, "hello", small("greeting"));
  all.clock.at = Date.parse("2026-03-13T12:00:00Z");
  const { key = "" } = await all.accounts.add({ email: "sup@example.com", role: "supervisor", key: true });
  const get = all.caller(`Bearer ${key}`).get;
  return { ...all, past, bo, get };
}

const PERIOD = "from=2026-03-02&to=2026-03-08";

describe("reports", () => {
  it("tell at a glance what a week was like, re-contacts subtracted", async () => {
    const { get, past, bo } = await week();
    await past.writes(bo, "a person please", wish);
    const answer = await get(`/api/desk/reports/summary?${PERIOD}`);
    expect(await answer.json()).toEqual({
      period: { from: "2026-03-02", to: "2026-03-08", zone: "Asia/Shanghai" },
      report: {
        queue: { waiting: 1, longestMs: expect.any(Number), medianMs: expect.any(Number) },
        engagements: 6,
        messages: 7,
        escalated: 2,
        firstReply: { n: 1, medianMs: 10 * MINUTE, p90Ms: 10 * MINUTE, unanswered: 1, neverAnswered: 0 },
        resolution: { n: 1, medianMs: 30 * MINUTE, p90Ms: 30 * MINUTE },
        rating: { asked: 1, rated: 1, scores: [0, 0, 0, 0, 1], mean: 5, satisfiedShare: 1 },
        deflection: {
          involved: 4,
          answered: 2,
          pending: 0,
          moved: 0,
          settled: 4,
          confirmed: 1,
          assumed: 0,
          recontacted: 1,
          escalated: 0,
          abandoned: 2,
          confirmedShare: 0.25,
          deflectedShare: 0.25,
        },
      },
    });
  });

  it("name every day and hour, by the clock of the zone that is asked for", async () => {
    const { get } = await week();
    const lines = async (zone: string) => {
      const { report } = await (await get(`/api/desk/reports/volume?${PERIOD}&zone=${zone}`)).json();
      return report as { by: string; key: string; engagements: number }[];
    };
    const here = await lines("Asia/Shanghai");
    expect(here.filter(({ by }) => by === "day")).toHaveLength(7);
    expect(here.filter(({ by }) => by === "hour")).toHaveLength(24);
    expect(here.find(({ by, key }) => by === "hour" && key === "17")?.engagements).toBe(1);
    const there = await lines("America/New_York");
    expect(there.find(({ by, key }) => by === "hour" && key === "04")?.engagements).toBe(1);
    for (const by of ["total", "day", "hour", "channel", "locale"]) {
      const sum = here.filter((line) => line.by === by).reduce((all, line) => all + line.engagements, 0);
      expect([by, sum]).toEqual([by, 5]);
    }
  });

  it("are narrowed by channel, language and entry", async () => {
    const { get } = await week();
    const total = async (query: string) => {
      const { report } = await (await get(`/api/desk/reports/volume?${PERIOD}&${query}`)).json();
      return report[0].engagements;
    };
    expect(await total("channel=telegram")).toBe(1);
    expect(await total("locale=zh")).toBe(1);
    expect(await total("topic=account.enable-2fa")).toBe(1);
    expect(await total("topic=account.enable-2fa&channel=telegram")).toBe(0);
  });

  it("come as a table under a name that says what it is", async () => {
    const { get } = await week();
    const answer = await get(`/api/desk/reports/satisfaction.csv?${PERIOD}&channel=telegram`);
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(answer.headers.get("content-disposition")).toContain(
      "kefu-satisfaction-2026-03-02-2026-03-08.csv",
    );
    const [head, first] = (await answer.text()).split("\r\n");
    expect(head).toBe("by,key,asked,rated,scores.1,scores.2,scores.3,scores.4,scores.5,mean,satisfiedShare");
    expect(first).toBe("total,,1,1,0,0,0,0,1,5,1");
    const summary = await (await get(`/api/desk/reports/summary.csv?${PERIOD}`)).text();
    expect(summary).toContain("deflection.deflectedShare,0.25\r\n");
  });

  it("say what is wrong with a period, and are for supervisors alone", async () => {
    const { get, agent } = await week();
    const wrong = await get("/api/desk/reports/summary?from=2026-02-30");
    expect([wrong.status, (await errorOf(wrong)).message]).toEqual([
      400,
      expect.stringContaining("from: is no day"),
    ]);
    const mei = await agent("mei@example.com", "Mei");
    expect((await mei.get("/api/desk/reports/summary")).status).toBe(403);
  });

  it("are there for the operator's commands", async () => {
    const { local } = await week();
    const answer = await local.request(`/local/reports/deflection?${PERIOD}`);
    expect((await answer.json()).report[0]).toMatchObject({ by: "total", involved: 4, recontacted: 1 });
    expect((await local.request("/local/reports/summary?form=2026-03-01")).status).toBe(400);
  });
});
