import type { Change, RunDiff } from "./compare-runs.ts";
import type { EvalReport } from "./evaluate.ts";

/** Every second point of the curve is enough for the eye. */
const CURVE_STEP = 2;
const CONFUSIONS = 8;
const ROUNDING = 1e-6;

/** The report for a terminal, shares in percent. */
export function formatReport(report: EvalReport): string {
  const confusions = report.confusions
    .slice(0, CONFUSIONS)
    .map(({ label, got, n }) => `  ${String(n).padStart(3)} × ${label} taken for ${got}`);
  return [
    `Questions            ${report.n}${report.uncovered > 0 ? ` (${report.uncovered} on topics the bot does not know, counted as out of scope)` : ""}`,
    `Right topic          first ${percent(report.top1)}   among three ${percent(report.top3)}`,
    `Answered outright    ${percent(report.answered)}   right ${percent(report.precisionAnswered)}`,
    `Asked back           ${percent(report.askedBack)}   with the right choice ${percent(report.askedBackHit)}`,
    `Out of scope         answered ${percent(report.falseAnswerRate)}   declined ${percent(report.oosRejected)}`,
    `Wish for a person    found ${percent(report.humanRecall)}   right ${percent(report.humanPrecision)}`,
    `Urgent               found ${percent(report.urgentRecall)}   right ${percent(report.urgentPrecision)}`,
    `Time                 p50 ${report.p50Ms.toFixed(2)} ms   p99 ${report.p99Ms.toFixed(2)} ms   index ${Math.round(report.indexMs)} ms`,
    ...languages(report),
    ...curve(report),
    ...(confusions.length > 0 ? ["Most confused", ...confusions] : []),
  ].join("\n");
}

function languages({ byLanguage }: EvalReport): string[] {
  const rows = Object.entries(byLanguage);
  if (rows.length < 2) return [];
  return [
    "By language       n     top-1     top-3  answered     right  false answers",
    ...rows.map(([language, own]) => {
      const shares = [own.top1, own.top3, own.answered, own.precisionAnswered].map((value) =>
        own.n === 0 ? "       –" : ` ${percent(value)}`,
      );
      const wrong = own.oos === 0 ? "      –" : percent(own.falseAnswerRate);
      return `  ${language.padEnd(9)}${String(own.n).padStart(8)}  ${shares.join("  ")}        ${wrong}`;
    }),
  ];
}

/** What other thresholds would do; an arrow where those in use lie. The last row is what the bot does now. */
function curve(report: EvalReport): string[] {
  const row = (
    name: string,
    { answered, precisionAnswered, falseAnswerRate }: EvalReport["curve"][number],
    mark: string,
  ) =>
    `  ${name.padEnd(11)}${percent(answered)}    ${percent(precisionAnswered)}        ${percent(falseAnswerRate)}${mark}`;
  const points = report.curve.filter((_, at) => at % CURVE_STEP === 0);
  return [
    "Answering from   answered      right  false answers",
    ...points.map((point, at) =>
      row(point.threshold.toFixed(2), point, marks(report, point.threshold, points[at + 1]?.threshold ?? 2)),
    ),
    row("as it is", { threshold: 0, ...report }, ""),
  ];
}

function marks({ thresholds = {} }: EvalReport, from: number, to: number): string {
  // Thresholds are found in steps of 0.01 that do not add up exactly.
  const within = (threshold: number) => threshold + ROUNDING >= from && threshold + ROUNDING < to;
  const found = Object.entries(thresholds).flatMap(([name, { answerAt, askAt }]) => {
    const whose = name === "all" ? "" : `${name} `;
    return [
      ...(within(askAt) ? [`${whose}asks back from ${askAt.toFixed(2)}`] : []),
      ...(within(answerAt) ? [`${whose}answers from ${answerAt.toFixed(2)}`] : []),
    ];
  });
  return found.length === 0 ? "" : `   ← ${found.join(", ")}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}

/** So many changed questions of each kind are listed. */
const LISTED = 20;

/** What a run changed against an earlier one: the broken questions first. `against` names that run. */
export function formatDiff(diff: RunDiff, against: string): string {
  const extras = [
    ...(diff.added > 0 ? [`${diff.added} new`] : []),
    ...(diff.removed > 0 ? [`${diff.removed} gone`] : []),
  ];
  const headline = `Against ${against}: ${diff.fixed} fixed, ${diff.broken} broken${extras.length > 0 ? `; ${extras.join(", ")}` : ""}`;
  return [
    headline,
    ...list("broken", diff.brokenLines, diff.broken),
    ...list("fixed", diff.fixedLines, diff.fixed),
  ].join("\n");
}

function list(kind: string, changes: readonly Change[], count: number): string[] {
  const lines = changes
    .slice(0, LISTED)
    .map(({ text, label, before, now }) => `  ${kind}  "${oneLine(text)}" [${label}]: ${before} → ${now}`);
  return count > lines.length ? [...lines, `  … and ${count - lines.length} more ${kind}`] : lines;
}

function oneLine(text: string): string {
  const flat = [...text.replace(/\s+/gu, " ").trim()];
  return flat.length <= 80 ? flat.join("") : `${flat.slice(0, 79).join("")}…`;
}
