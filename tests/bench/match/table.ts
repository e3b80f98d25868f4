import type { Cell } from "./cell.ts";
import type { Measured } from "./measure.ts";

/** A column: what was learned, and the questions there are on it. */
export interface Column {
  name: string;
  lines: number;
  topical: number;
}

export interface Row {
  system: string;
  /** One a column; undefined where the system failed or took too long. */
  cells: readonly (Cell | undefined)[];
}

/** What was measured as two tables, how well and how fast: aligned for a terminal, or in markdown for a page. */
export function tables(columns: readonly Column[], rows: readonly Row[], markdown: boolean): string {
  const lay = markdown ? markdownTable : plainTable;
  return [
    "Right topic first / among the first three / first with typos, in %; AUROC: how well the score tells questions from what is out of scope",
    lay(accuracyTable(columns, rows)),
    "Processor time: p50 / p99 of a question in ms; to build in s",
    lay(timeTable(columns, rows)),
  ].join("\n\n");
}

/** The mean of every figure of several draws; how many were asked is their sum. */
export function meanCell(draws: readonly Cell[]): Cell | undefined {
  if (draws.length === 0) return undefined;
  return {
    buildMs: mean(draws.map(({ buildMs }) => buildMs)),
    clean: meanMeasured(draws.map(({ clean }) => clean)),
    typos: meanMeasured(draws.map(({ typos }) => typos)),
  };
}

type Table = string[][];

function accuracyTable(columns: readonly Column[], rows: readonly Row[]): Table {
  const withArea = columns.map((_, i) => rows.some(({ cells }) => cells[i]?.clean.auroc !== undefined));
  return [
    ["", ...columns.flatMap((column, i) => [heading(column), ...(withArea[i] ? ["AUROC"] : [])])],
    ...rows.map(({ system, cells }) => [
      system,
      ...cells.flatMap((cell, i) => [
        accuracyOf(cell, columns[i]?.topical ?? 0),
        ...(withArea[i] ? [percent(cell?.clean.auroc)] : []),
      ]),
    ]),
  ];
}

function timeTable(columns: readonly Column[], rows: readonly Row[]): Table {
  return [
    ["", ...columns.map(heading)],
    ...rows.map(({ system, cells }) => [
      system,
      ...cells.map((cell) =>
        cell ? `${short(cell.clean.p50)} / ${short(cell.clean.p99)}; ${short(cell.buildMs / 1000)}` : "–",
      ),
    ]),
  ];
}

/** How many were asked is said where that is not all of them. */
function accuracyOf(cell: Cell | undefined, all: number): string {
  if (!cell) return "–";
  const { clean, typos } = cell;
  const figures = [clean.top1, clean.top3, typos.top1].map(percent).join(" / ");
  return clean.topical < all ? `${figures} (n ${clean.topical})` : figures;
}

function heading({ name, lines }: Column): string {
  return `${name} (${lines.toLocaleString("en")} lines)`;
}

function meanMeasured(draws: readonly Measured[]): Measured {
  const areas = draws.flatMap(({ auroc }) => (auroc === undefined ? [] : [auroc]));
  const of = (key: "top1" | "top3" | "p50" | "p99") => mean(draws.map((draw) => draw[key]));
  return {
    asked: sum(draws.map(({ asked }) => asked)),
    topical: sum(draws.map(({ topical }) => topical)),
    top1: of("top1"),
    top3: of("top3"),
    ...(areas.length > 0 && { auroc: mean(areas) }),
    p50: of("p50"),
    p99: of("p99"),
  };
}

function markdownTable([head = [], ...rows]: Table): string {
  return [head, head.map((_, i) => (i === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

function plainTable(table: Table): string {
  const widths = (table[0] ?? []).map((_, i) => Math.max(...table.map((row) => (row[i] ?? "").length)));
  return table
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : (100 * share).toFixed(1);
}

function short(value: number): string {
  if (value >= 10) return String(Math.round(value));
  return value.toFixed(value >= 1 ? 1 : 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
