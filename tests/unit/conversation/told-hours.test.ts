import { describe, expect, it } from "vitest";
import { decide } from "../../../src/conversation/decide.ts";
import { phrasesOf } from "../../../src/conversation/phrases/phrases.ts";
import { weekInWords } from "../../../src/conversation/told-hours.ts";
import type { DeskTimes } from "../../../src/hours/desk-times.ts";
import { readWeekly } from "../../../src/hours/weekly.ts";
import type { Locale } from "../../../src/knowledge/entry.ts";
import { conversation, urgent, wish, wrote } from "./given.ts";

const SHANGHAI: DeskTimes = {
  zone: "Asia/Shanghai",
  hours: "Mon-Fri 09:00-18:00; Sat 10:00-16:00",
  holidays: "2026-10-01..2026-10-07",
  sla: "urgent 15m 24/7; high 4h; normal 24h",
};

/** What a customer who asks for a person at this time is told. */
function told(at: string, locale: Locale, changes: { times?: DeskTimes; urgent?: boolean } = {}): string {
  const text = locale === "zh" ? "转人工" : "human please";
  const asked = wrote(text, changes.urgent ? urgent : wish);
  const times = changes.times ?? SHANGHAI;
  const decision = decide(conversation({}, locale), { ...asked, at: Date.parse(at), times });
  if (!decision.ok) throw new Error(decision.refusal);
  return decision.actions
    .flatMap((one) => (one.type === "say" && one.author === "system" ? one.text : []))
    .join("\n");
}

const week = (hours: string, locale: Locale): string => {
  const read = readWeekly(hours);
  return read.ok ? weekInWords(read.value, phrasesOf(locale)) : "";
};

describe("who is handed over outside the hours", () => {
  it("is told the hours, their zone and the next opening, in their language", () => {
    expect(told("2026-11-25T20:00:00+08:00", "en")).toContain(
      "not at work right now (Mon–Fri 09:00–18:00, Sat 10:00–16:00, China Standard Time). They are back tomorrow at 09:00",
    );
    expect(told("2026-11-25T20:00:00+08:00", "zh")).toContain(
      "现在不在人工服务时间（周一至周五 09:00–18:00、周六 10:00–16:00，中国标准时间）。消息已经留好，明天 09:00 上班后，同事",
    );
  });

  it("this morning is today, and after a weekend or a holiday it is a date", () => {
    expect(told("2026-11-25T07:00:00+08:00", "zh")).toContain("今天 09:00 上班后，同事");
    expect(told("2026-11-28T17:00:00+08:00", "en")).toContain("back on Mon, 30 Nov, at 09:00");
    expect(told("2026-09-30T19:00:00+08:00", "zh")).toContain("10月8日（周四）09:00 上班后，同事");
  });

  it("on a day off hears that it is one", () => {
    expect(told("2026-10-05T12:00:00+08:00", "zh")).toContain(
      "今天休息，人工服务暂停（平时的时间：周一至周五 09:00–18:00、周六 10:00–16:00，中国标准时间）。消息已经留好，10月8日（周四）09:00 上班后",
    );
    const always = { ...SHANGHAI, hours: "", holidays: "12-25" };
    expect(told("2026-12-25T12:00:00+08:00", "en", { times: always })).toContain(
      "have the day off (usual hours: at any hour, China Standard Time). They are back tomorrow at 00:00",
    );
  });

  it("in an emergency hears that somebody looks at any hour, if that is so", () => {
    const night = "2026-11-25T23:00:00+08:00";
    expect(told(night, "en", { urgent: true })).toContain("looked at around the clock");
    const never = { ...SHANGHAI, sla: "urgent 15m" };
    expect(told(night, "en", { urgent: true, times: never })).toContain("not at work right now");
  });
});

it("inside the hours, and with none set, nobody is told of hours", () => {
  expect(told("2026-11-25T12:00:00+08:00", "en")).not.toContain("at work");
  expect(
    told("2026-11-25T23:00:00+08:00", "en", { times: { ...SHANGHAI, hours: "", holidays: "" } }),
  ).not.toContain("at work");
});

describe("a week in words", () => {
  it("names runs of days, breaks, nights and every day", () => {
    expect(week("Mon-Fri 09:00-12:00,13:00-18:00; Sun 10:00-12:00", "en")).toBe(
      "Mon–Fri 09:00–12:00, 13:00–18:00, Sun 10:00–12:00",
    );
    expect(week("daily 22:00-06:00", "en")).toBe("every day 22:00–06:00 the next day");
    expect(week("daily 22:00-06:00", "zh")).toBe("每天 22:00–次日 06:00");
    expect(week("daily 00:00-24:00", "en")).toBe("every day 00:00–24:00");
  });
});
