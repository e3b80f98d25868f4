import type { EvalReport } from "./evaluate.ts";

/** The report for a terminal: a dozen lines, shares in percent. */
export function formatReport(report: EvalReport): string {
  const languages = Object.entries(report.byLanguage).map(
    ([language, own]) =>
      `  ${language.padEnd(6)} ${String(own.n).padStart(5)}   top-1 ${percent(own.top1)}   top-3 ${percent(own.top3)}   ` +
      `answered ${percent(own.answered)}   right ${percent(own.precisionAnswered)}`,
  );
  const confusions = report.confusions
    .slice(0, 8)
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
    ...(languages.length > 1 ? ["By language", ...languages] : []),
    ...(confusions.length > 0 ? ["Most confused", ...confusions] : []),
  ].join("\n");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}
