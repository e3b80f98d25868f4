import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { csv, list, table } from "../insight/csv.ts";
import { type Period, periodOf } from "../insight/period.ts";
import { type ReportRequest, reports } from "../insight/reports.ts";
import type { InsightStore } from "../store/insight.ts";
import type { DeskEnv } from "./deps.ts";
import { needs } from "./guards.ts";
import { LINE_SHAPES, PeriodShape, SummaryShape } from "./report-shapes.ts";
import { answers, refusal } from "./shapes.ts";

const day = z
  .string({ error: "send one day, like 2026-03-01" })
  .max(10, { error: "send a day like 2026-03-01" });
const word = z.string({ error: "send one" }).max(200, { error: "is longer than 200 characters" });

const Query = z.object({
  from: day
    .optional()
    .openapi({ description: "First day (2026-03-01); a week, today included, when left out" }),
  to: day.optional().openapi({ description: "Last day, included. At most 366 days in all" }),
  zone: word
    .optional()
    .openapi({ description: "IANA zone of the days and hours; the server's own when left out" }),
  channel: word.optional().openapi({ example: "telegram" }),
  locale: word.optional().openapi({ example: "zh" }),
  topic: word.optional().openapi({ description: "Only engagements answered with this entry" }),
});

const KINDS = ["summary", "volume", "times", "deflection", "satisfaction"] as const;
type Kind = (typeof KINDS)[number];

const WORDS: Record<Kind, string> = {
  summary: "Queue, waits, satisfaction and the bot's share at a glance",
  volume: "How much came in: by day, hour, channel, language and entry",
  times: "How long people took: by day, channel and language",
  deflection:
    "What the bot took off people's hands, re-contacts subtracted: by day, channel, language and entry",
  satisfaction: "What customers who were asked said: by day, channel, language and entry",
};

interface ReportDeps {
  insight: InsightStore;
  now(): number;
  timeZone?: string | undefined;
}

/** Reports, each as JSON and as a table. The definitions are in the document, and at length in docs/measures.md. */
export function reportRoutes(app: OpenAPIHono<DeskEnv>, deps: ReportDeps): void {
  for (const kind of KINDS) {
    app.openapi(jsonRoute(kind), async (c) => c.json(await reportOf(deps, kind, c.req.valid("query")), 200));
    app.openapi(csvRoute(kind), async (c) => {
      const { period, report } = await reportOf(deps, kind, c.req.valid("query"));
      const name = `kefu-${kind}-${period.from}-${period.to}.csv`;
      return download(c, name, csv(Array.isArray(report) ? table(report) : list(report)));
    });
  }
}

/** The operator's own way to them, for commands. */
export function localReportRoutes(
  app: OpenAPIHono<DeskEnv>,
  deps: ReportDeps,
  read: (value: object) => z.infer<typeof Query>,
): void {
  for (const kind of KINDS) {
    app.get(`/local/reports/${kind}`, async (c) => c.json(await reportOf(deps, kind, read(c.req.query()))));
  }
}

export const ReportQuery = Query;

async function reportOf(deps: ReportDeps, kind: Kind, query: z.infer<typeof Query>) {
  const now = deps.now();
  const period = periodOf(query, { zone: deps.timeZone ?? "UTC", now });
  const { channel, locale, topic } = query;
  const request: ReportRequest = {
    period,
    now,
    ...(channel === undefined ? {} : { channel }),
    ...(locale === undefined ? {} : { locale }),
    ...(topic === undefined ? {} : { topic }),
  };
  return { period: shown(period), report: await reports(deps.insight)[kind](request) };
}

function shown({ from, to, zone }: Period) {
  return { from, to, zone };
}

function download(c: Context<DeskEnv>, name: string, body: string): Response {
  return c.body(body, 200, {
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="${name}"`,
  });
}

function jsonRoute<K extends Kind>(kind: K) {
  const report = kind === "summary" ? SummaryShape : z.array(LINE_SHAPES[kind as Exclude<Kind, "summary">]);
  return createRoute({
    method: "get",
    path: `/api/desk/reports/${kind}` as const,
    tags: ["reports"],
    summary: WORDS[kind],
    ...needs("reports.read"),
    request: { query: Query },
    responses: {
      200: answers("The report", z.object({ period: PeriodShape, report })),
      401: refusal("Not signed in"),
    },
  });
}

function csvRoute(kind: Kind) {
  return createRoute({
    method: "get",
    path: `/api/desk/reports/${kind}.csv` as const,
    tags: ["reports"],
    summary: `${WORDS[kind]}, as a table`,
    ...needs("reports.read"),
    request: { query: Query },
    responses: {
      200: { description: "CSV (RFC 4180)", content: { "text/csv": { schema: z.string() } } },
      401: refusal("Not signed in"),
    },
  });
}
