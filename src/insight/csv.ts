type Cell = string | number | undefined;

/** A table by RFC 4180: CRLF, quotes doubled. No cell can be taken for a formula by a spreadsheet. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** The lines of a report as a table with a head; what is within a field becomes a column of its own. */
export function table(lines: readonly object[]): Cell[][] {
  const flat = lines.map((line) => flatten(line));
  const names = [...new Set(flat.flatMap((line) => [...line.keys()]))];
  return [names, ...flat.map((line) => names.map((name) => line.get(name)))];
}

/** One figure a line: what a single object holds, by the path to it. */
export function list(object: object): Cell[][] {
  return [["figure", "value"], ...flatten(object)];
}

function flatten(value: object, path: string[] = []): Map<string, Cell> {
  const found = new Map<string, Cell>();
  for (const [name, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? String(Number(name) + 1) : name];
    if (typeof inner === "object" && inner !== null)
      for (const entry of flatten(inner, here)) found.set(...entry);
    else found.set(here.join("."), inner as Cell);
  }
  return found;
}

/** A leading apostrophe keeps spreadsheets from reading a text as a formula; numbers are ours and stay numbers. */
function cell(value: Cell): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
