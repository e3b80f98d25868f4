import { codewordsOf } from "./qr-codewords.ts";
import { penaltyOf } from "./qr-penalty.ts";

/** Where small squares help a reader, by version: ISO/IEC 18004, annex E. */
const ALIGNMENT = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
  [6, 30, 54],
  [6, 32, 58],
  [6, 34, 62],
  [6, 26, 46, 66],
  [6, 26, 48, 70],
];

const MASKS: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/**
 * A text as a QR code (ISO/IEC 18004; byte mode, correction M, up to version 15): rows of dark (true) and light modules,
 * without the light border a reader needs. Undefined for more than 412 bytes. `mask` is chosen where none is given.
 */
export function qrOf(text: string, mask?: number): boolean[][] | undefined {
  const found = codewordsOf(text);
  if (found === undefined) return undefined;
  const masks = mask === undefined ? MASKS.keys() : [mask];
  let best: { rows: boolean[][]; penalty: number } | undefined;
  for (const one of masks) {
    const rows = drawn(found.version, found.codewords, one);
    const penalty = penaltyOf(rows);
    if (best === undefined || penalty < best.penalty) best = { rows, penalty };
  }
  return best?.rows;
}

/** A square that is being drawn; what is undefined is free for data. */
interface Canvas {
  size: number;
  get(x: number, y: number): boolean | undefined;
  set(x: number, y: number, dark: boolean): void;
}

function canvas(size: number): Canvas & { rows(): boolean[][] } {
  const cells = new Map<number, boolean>();
  return {
    size,
    get: (x, y) => cells.get(y * size + x),
    set(x, y, dark) {
      if (x >= 0 && y >= 0 && x < size && y < size) cells.set(y * size + x, dark);
    },
    rows: () =>
      Array.from({ length: size }, (_, y) =>
        Array.from({ length: size }, (_, x) => cells.get(y * size + x) === true),
      ),
  };
}

function drawn(version: number, codewords: number[], mask: number): boolean[][] {
  const sheet = canvas(version * 4 + 17);
  drawPatterns(sheet, version);
  drawFormat(sheet, mask);
  if (version >= 7) drawVersion(sheet, version);
  drawData(sheet, codewords, MASKS[mask] ?? (() => false));
  return sheet.rows();
}

function drawPatterns(sheet: Canvas, version: number): void {
  const far = sheet.size - 7;
  // The three large squares with their light frames, by the distance from their middle.
  for (const [left, top] of [
    [0, 0],
    [far, 0],
    [0, far],
  ] as const) {
    square(sheet, left + 3, top + 3, 4, (ring) => ring !== 2 && ring !== 4);
  }
  const places = ALIGNMENT[version - 1] ?? [];
  const last = places.at(-1);
  for (const x of places) {
    for (const y of places) {
      const isTaken = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
      if (!isTaken) square(sheet, x, y, 2, (ring) => ring !== 1);
    }
  }
  for (let n = 8; n < sheet.size - 8; n++) {
    sheet.set(n, 6, n % 2 === 0);
    sheet.set(6, n, n % 2 === 0);
  }
}

function square(sheet: Canvas, x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      sheet.set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  }
}

/** The level of correction (M is 00) and the mask, twice. */
function drawFormat(sheet: Canvas, mask: number): void {
  const bits = ((mask << 10) | checked(mask, 10, 0x537)) ^ 0x5412;
  const { size } = sheet;
  for (let n = 0; n < 15; n++) {
    const dark = ((bits >>> n) & 1) === 1;
    // Down the eighth column and along the eighth row, over the timing lines.
    if (n < 8) sheet.set(8, n < 6 ? n : n + 1, dark);
    else sheet.set(n === 8 ? 7 : 14 - n, 8, dark);
    if (n < 8) sheet.set(size - 1 - n, 8, dark);
    else sheet.set(8, size - 15 + n, dark);
  }
  sheet.set(8, size - 8, true);
}

function drawVersion(sheet: Canvas, version: number): void {
  const bits = (version << 12) | checked(version, 12, 0x1f25);
  for (let n = 0; n < 18; n++) {
    const dark = ((bits >>> n) & 1) === 1;
    const [near, far] = [Math.floor(n / 3), sheet.size - 11 + (n % 3)];
    sheet.set(far, near, dark);
    sheet.set(near, far, dark);
  }
}

/** The remainder by which a reader checks a number: a BCH code. */
function checked(value: number, degree: number, generator: number): number {
  let rest = value;
  for (let n = 0; n < degree; n++) rest = (rest << 1) ^ ((rest >>> (degree - 1)) * generator);
  return rest;
}

/** Upwards and downwards in columns of two, from the right; the timing column is left out. */
function drawData(sheet: Canvas, codewords: number[], isFlipped: (x: number, y: number) => boolean): void {
  const { size } = sheet;
  let next = 0;
  for (let pair = 0; pair < (size - 1) / 2; pair++) {
    const right = size - 1 - 2 * pair;
    const column = right <= 6 ? right - 1 : right;
    for (let step = 0; step < size; step++) {
      const y = pair % 2 === 0 ? size - 1 - step : step;
      for (const x of [column, column - 1]) {
        if (sheet.get(x, y) !== undefined) continue;
        const bit = ((codewords[next >>> 3] ?? 0) >>> (7 - (next & 7))) & 1;
        next += 1;
        sheet.set(x, y, (bit === 1) !== isFlipped(x, y));
      }
    }
  }
}
