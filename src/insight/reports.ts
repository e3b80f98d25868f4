import type { Counts, InsightStore, QueueNow, Spread, Times } from "../store/insight.ts";
import { type Deflection, deflectionOf, type Satisfaction, satisfactionOf } from "./figures.ts";
import { hoursOf, type Period } from "./period.ts";

/** What is asked for; every figure is narrowed by what is given here. */
export interface ReportRequest {
  period: Period;
  now: number;
  channel?: string;
  locale?: string;
  topic?: string;
}

type By = "total" | "day" | "hour" | "channel" | "locale" | "topic";

/** One line of a report: the figures of one day, channel, language or entry. */
type Line<Figures> = { by: By; key: string } & Figures;

export interface Summary {
  queue: QueueNow;
  engagements: number;
  messages: number;
  escalated: number;
  firstReply: Spread & { unanswered: number; neverAnswered: number };
  resolution: Spread;
  rating: Satisfaction;
  deflection: Deflection;
}

interface Volume {
  engagements: number;
  messages: number;
  escalated: number;
}

type Waits = Omit<Times, "key">;

/** Events taken in by one transaction: about the longest that the event loop should be held. */
const STEP = 500;

/**
 * Reports of a period, exact as of the call. Every day and hour of the period has a line, also an empty one; channels,
 * languages and entries have one where there is anything.
 */
export function reports(store: InsightStore) {
  return {
    async summary(request: ReportRequest): Promise<Summary> {
      await upToDate(store);
      const query = queryOf(request);
      const [counts, times, queue] = await Promise.all([
        store.counts(query, "all"),
        store.times(query, "all"),
        store.queue(query),
      ]);
      const count = counts[0] ?? NO_COUNTS;
      const { firstReply, resolution, unanswered, neverAnswered } = times[0] ?? NO_TIMES;
      return {
        queue,
        ...volumeOf(count),
        firstReply: { ...firstReply, unanswered, neverAnswered },
        resolution,
        rating: satisfactionOf(count),
        deflection: deflectionOf(count),
      };
    },
    volume: (request: ReportRequest): Promise<Line<Volume>[]> =>
      lines(
        store,
        request,
        ["total", "day", "hour", "channel", "locale", "topic"],
        countsBy(store, volumeOf),
      ),
    deflection: (request: ReportRequest): Promise<Line<Deflection>[]> =>
      lines(store, request, ["total", "day", "channel", "locale", "topic"], countsBy(store, deflectionOf)),
    satisfaction: (request: ReportRequest): Promise<Line<Satisfaction>[]> =>
      lines(store, request, ["total", "day", "channel", "locale", "topic"], countsBy(store, satisfactionOf)),
    times: (request: ReportRequest): Promise<Line<Waits>[]> =>
      lines(store, request, ["total", "day", "channel", "locale"], async (query, group, keys) => {
        const rows = new Map((await store.times(query, group)).map((row) => [row.key, row]));
        return keys(rows).map((key) => ({ ...(rows.get(key) ?? NO_TIMES), key }));
      }),
  };
}

/** Takes in what happened since. Also called now and then while nobody asks, so that nobody waits for a year of it. */
export async function upToDate(store: Pick<InsightStore, "catchUp">): Promise<void> {
  while (!(await store.catchUp(STEP)));
}

type Query = Parameters<InsightStore["counts"]>[0];
type Group = Parameters<InsightStore["counts"]>[1];
type Read<Figures> = (
  query: Query,
  group: Group,
  keys: (found: Map<string, unknown>) => string[],
) => Promise<(Figures & { key: string })[]>;

async function lines<Figures>(
  store: InsightStore,
  request: ReportRequest,
  groups: By[],
  read: Read<Figures>,
): Promise<Line<Figures>[]> {
  await upToDate(store);
  const query = queryOf(request);
  const all: Line<Figures>[] = [];
  for (const by of groups) {
    const rows = await read(query, groupOf(by, request.period), (found) => keysOf(by, request.period, found));
    for (const row of rows) all.push({ by, ...row });
  }
  return all;
}

function countsBy<Figures>(store: InsightStore, figures: (counts: Counts) => Figures): Read<Figures> {
  return async (query, group, keys) => {
    const rows = new Map((await store.counts(query, group)).map((row) => [row.key, row]));
    return keys(rows).map((key) => ({ key, ...figures(rows.get(key) ?? NO_COUNTS) }));
  };
}

function queryOf({ period, now, channel, locale, topic }: ReportRequest): Query {
  return {
    from: period.since,
    to: period.until,
    now,
    ...(channel === undefined ? {} : { channel }),
    ...(locale === undefined ? {} : { locale }),
    ...(topic === undefined ? {} : { topic }),
  };
}

function groupOf(by: By, period: Period): Group {
  if (by === "total") return "all";
  if (by === "day") return period.days;
  return by === "hour" ? hoursOf(period) : by;
}

function keysOf(by: By, period: Period, found: Map<string, unknown>): string[] {
  if (by === "total") return [""];
  if (by === "day") return period.days.map(({ key }) => key);
  if (by === "hour") return Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  return [...found.keys()];
}

function volumeOf({ engagements, messages, escalated }: Counts): Volume {
  return { engagements, messages, escalated };
}

const NO_COUNTS: Counts = {
  key: "",
  engagements: 0,
  messages: 0,
  escalated: 0,
  involved: 0,
  answered: 0,
  outcomes: { pending: 0, escalated: 0, moved: 0, confirmed: 0, assumed: 0, recontacted: 0, abandoned: 0 },
  rating: { asked: 0, scores: [0, 0, 0, 0, 0] },
};
const NO_TIMES: Times = {
  key: "",
  firstReply: { n: 0 },
  unanswered: 0,
  neverAnswered: 0,
  resolution: { n: 0 },
};
