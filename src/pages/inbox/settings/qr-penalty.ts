/** How hard a QR code is to read: long runs, blocks, what looks like a corner, too dark or too light (ISO/IEC 18004, 7.8.3). */
export function penaltyOf(rows: boolean[][]): number {
  const across = rows.map((row) => row.map(Number).join(""));
  const down = rows.map((_, x) => rows.map((row) => Number(row[x])).join(""));
  const lines = [...across, ...down];
  const inLines = lines.reduce((sum, line) => sum + runs(line) + corners(line), 0);
  return inLines + blocks(across) + balance(across.join(""));
}

function runs(line: string): number {
  return (line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0);
}

function corners(line: string): number {
  return 40 * (line.match(/(?=10111010000|00001011101)/g) ?? []).length;
}

function blocks(rows: string[]): number {
  let found = 0;
  for (const [y, row] of rows.entries()) {
    const below = rows[y + 1] ?? "";
    for (let x = 0; x + 1 < row.length; x++) {
      const four = row.slice(x, x + 2) + below.slice(x, x + 2);
      if (four === "0000" || four === "1111") found += 1;
    }
  }
  return 3 * found;
}

function balance(all: string): number {
  const dark = all.replaceAll("0", "").length / all.length;
  return 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}
