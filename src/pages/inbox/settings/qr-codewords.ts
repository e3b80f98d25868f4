/** Versions we draw, and with error correction M (15 % may be unreadable) how each is cut: ISO/IEC 18004, table 9. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];

/** The smallest version a text fits into, with all its codewords in the order they are drawn. */
export function codewordsOf(text: string): { version: number; codewords: number[] } | undefined {
  const bytes = [...new TextEncoder().encode(text)];
  for (let version = 1; version <= BLOCKS.length; version++) {
    const blocks = BLOCKS[version - 1] ?? 1;
    const correction = CORRECTION[version - 1] ?? 0;
    const room = totalOf(version) - blocks * correction;
    const data = dataOf(bytes, version < 10 ? 8 : 16, room);
    if (data !== undefined) return { version, codewords: interleaved(data, blocks, correction) };
  }
  return undefined;
}

/** Codewords of a version: what is left when the patterns are drawn. */
function totalOf(version: number): number {
  const aligned = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const patterns = version === 1 ? 0 : (25 * aligned - 10) * aligned - 55;
  const bits = (16 * version + 128) * version + 64 - patterns - (version < 7 ? 0 : 36);
  return Math.floor(bits / 8);
}

/** Bytes in byte mode (0100), filled up to `room`; undefined when they do not fit. */
function dataOf(bytes: number[], countBits: number, room: number): number[] | undefined {
  if (4 + countBits + bytes.length * 8 > room * 8) return undefined;
  const binary = (value: number, length: number): string => value.toString(2).padStart(length, "0");
  const bits = `0100${binary(bytes.length, countBits)}${bytes.map((byte) => binary(byte, 8)).join("")}`;
  const ended = bits + "0".repeat(Math.min(4, room * 8 - bits.length));
  const whole = ended.padEnd(Math.ceil(ended.length / 8) * 8, "0");
  const data = (whole.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** Cut into blocks, each with its correction, then taken one of each in turn: damage is spread over all blocks. */
function interleaved(data: number[], blocks: number, correction: number): number[] {
  const short = Math.floor(data.length / blocks);
  const shorter = blocks - (data.length % blocks);
  const divisor = divisorOf(correction);
  const parts = Array.from({ length: blocks }, (_, n) => {
    const start = n * short + Math.max(0, n - shorter);
    return data.slice(start, start + short + (n < shorter ? 0 : 1));
  });
  return [...inTurn(parts), ...inTurn(parts.map((part) => remainderOf(part, divisor)))];
}

function inTurn(parts: number[][]): number[] {
  const longest = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: longest }, (_, n) =>
    parts.flatMap((part) => {
      const word = part[n];
      return word === undefined ? [] : [word];
    }),
  ).flat();
}

/** Multiplies in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    if ((b >>> bit) & 1) product ^= a;
  }
  return product;
}

/** The Reed-Solomon generator polynomial, without its leading 1. */
function divisorOf(degree: number): number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let round = 0; round < degree; round++) {
    for (let n = 0; n < degree; n++) result[n] = times(result[n] ?? 0, root) ^ (result[n + 1] ?? 0);
    root = times(root, 2);
  }
  return result;
}

function remainderOf(data: number[], divisor: number[]): number[] {
  const result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    for (const [n, coefficient] of divisor.entries())
      result[n] = (result[n] ?? 0) ^ times(coefficient, factor);
  }
  return result;
}
