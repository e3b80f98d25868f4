import { csv, list, table as rowsOf } from "../insight/csv.ts";
import type { Summary } from "../insight/reports.ts";
import type { DeskClient } from "./desk-client.ts";
import { show, table } from "./output.ts";

export interface ReportOptions {
  from?: string;
  to?: string;
  zone?: string;
  channel?: string;
  locale?: string;
  topic?: string;
  /** Which report; the summary when left out. */
  of?: string;
  json?: boolean;
  csv?: boolean;
}

interface Answer {
  period: { from: string; to: string; zone: string };
  report: Summary | Record<string, unknown>[];
}

/** `kefu report`: the figures of a period. What each means is in docs/measures.md. */
export async function report(client: DeskClient, options: ReportOptions): Promise<void> {
  const { of = "summary", json, csv: asCsv, ...asked } = options;
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== undefined));
  const answer = await client.request<Answer>({ method: "GET", path: `/local/reports/${of}?${query}` });
  const rows = Array.isArray(answer.report) ? rowsOf(answer.report) : list(answer.report);
  if (asCsv) {
    process.stdout.write(csv(rows));
    return;
  }
  show(json, answer, () => {
    const { from, to, zone } = answer.period;
    const head = `${from} to ${to}, ${zone}`;
    const body = Array.isArray(answer.report)
      ? table(rows.map((row) => row.map((cell) => plain(cell))))
      : summary(answer.report);
    return `${head}\n\n${body}`;
  });
}

function summary({ queue, firstReply, resolution, rating, deflection, ...volume }: Summary): string {
  return table([
    ["QUEUE NOW", String(queue.waiting), `longest wait ${time(queue.longestMs)}`],
    ["ENGAGEMENTS", String(volume.engagements), `${volume.messages} messages, ${volume.escalated} escalated`],
    [
      "FIRST REPLY",
      time(firstReply.medianMs),
      `median of ${firstReply.n}; nine of ten within ${time(firstReply.p90Ms)}`,
    ],
    ["", "", `${firstReply.unanswered} wait still, ${firstReply.neverAnswered} ended without one`],
    [
      "RESOLUTION",
      time(resolution.medianMs),
      `median of ${resolution.n}; nine of ten within ${time(resolution.p90Ms)}`,
    ],
    [
      "SATISFACTION",
      share(rating.satisfiedShare),
      `gave 4 or 5, of ${rating.rated} who rated; ${rating.asked} were asked`,
    ],
    ["BOT ALONE", share(deflection.deflectedShare), `of ${deflection.settled} settled engagements`],
    [
      "",
      "",
      `${deflection.confirmed} confirmed, ${deflection.assumed} assumed, ${deflection.recontacted} came back`,
    ],
    [
      "",
      "",
      `${deflection.escalated} escalated, ${deflection.abandoned} abandoned, ${deflection.pending} pending`,
    ],
  ]);
}

function time(ms: number | undefined): string {
  if (ms === undefined) return "-";
  if (ms < 60_000) return `${Math.round(ms / 1000)}s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)}m`;
  return `${(ms / 3_600_000).toFixed(1)}h`;
}

function share(value: number | undefined): string {
  return value === undefined ? "-" : `${Math.round(100 * value)} %`;
}

function plain(cell: string | number | undefined): string {
  if (cell === undefined) return "";
  return typeof cell === "number" && !Number.isInteger(cell) ? cell.toFixed(3) : String(cell);
}
