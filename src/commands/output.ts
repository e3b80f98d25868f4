import { AppError, reasonOf } from "../errors.ts";

/** Writes a result: JSON on one line a value with `--json`, else the readable form. */
export function show(json: boolean | undefined, value: unknown, readable: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : readable()}\n`);
}

/** A table with aligned columns; wide (Chinese) characters count double, as terminals draw them. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, width(cell));
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + " ".repeat((widths[i] ?? 0) - width(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function width(text: string): number {
  let columns = 0;
  for (const character of text)
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  return columns;
}

/** Shortens to one line of at most `length` characters. */
export function oneLine(text: string, length = 60): string {
  const flat = text.replace(/\s+/gu, " ").trim();
  return [...flat].length <= length ? flat : `${[...flat].slice(0, length - 1).join("")}…`;
}

/** How long ago, in the largest sensible unit: "3m", "2h", "5d". */
export function ago(from: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - from) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)}h`;
  return `${Math.round(seconds / 86_400)}d`;
}

/** Tells a failed command's reason on stderr and ends with exit code 1 (2 for wrong input). */
export function fail(error: unknown): void {
  const code = error instanceof AppError ? error.code : "internal";
  process.stderr.write(`kefu: ${reasonOf(error)}\n`);
  process.exitCode = code === "input_invalid" || code === "config_invalid" ? 2 : 1;
}

/** Progress of something long, on stderr when it is a terminal. */
export function progressOn(
  stream: NodeJS.WriteStream,
  label: string,
): ((done: number, total: number) => void) | undefined {
  if (!stream.isTTY) return undefined;
  return (done, total) => {
    stream.write(done >= total ? "\r\x1b[K" : `\r${label} ${Math.round((100 * done) / total)} %`);
  };
}
