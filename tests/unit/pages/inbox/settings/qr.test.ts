import { describe, expect, it } from "vitest";
import { qrOf } from "../../../../../src/pages/inbox/settings/qr.ts";

/** "kefu desk" with mask 3, as another implementation draws it (python-qrcode 8.2). */
const DRAWN_ELSEWHERE = [
  "#######.#.##..#######",
  "#.....#.#..##.#.....#",
  "#.###.#...###.#.###.#",
  "#.###.#.##.##.#.###.#",
  "#.###.#....#..#.###.#",
  "#.....#..####.#.....#",
  "#######.#.#.#.#######",
  "........#..##........",
  "#.##.###..###.#..#.##",
  "#.#..#.#..###...###.#",
  "#.##..#....#.#.#...##",
  "#..#.#.#.#.#...###..#",
  "......##..#.#.#.....#",
  "........#..#....#....",
  "#######.##.##.###.#..",
  "#.....#.##.....#.###.",
  "#.###.#.....#.##..#..",
  "#.###.#.####..#..#.#.",
  "#.###.#.#.#.#.#..##..",
  "#.....#...#..#...#..#",
  "#######.###..#..#.#..",
];

const shown = (rows: boolean[][] | undefined): string[] | undefined =>
  rows?.map((row) => row.map((dark) => (dark ? "#" : ".")).join(""));

describe("a QR code", () => {
  it("is drawn as others draw it", () => {
    expect(shown(qrOf("kefu desk", 3))).toEqual(DRAWN_ELSEWHERE);
  });

  it("grows with its text, and is not drawn where a text does not fit", () => {
    expect(qrOf("a".repeat(14))).toHaveLength(21);
    expect(qrOf("a".repeat(15))).toHaveLength(25);
    expect(qrOf("a".repeat(412))).toHaveLength(77);
    expect(qrOf("a".repeat(413))).toBeUndefined();
  });

  it("has its three corners whatever the mask, and one of the eight masks when none is asked for", () => {
    const text = "otpauth://totp/Lantern:ada@example.com?secret=ABCDEFGH";
    const all = Array.from({ length: 8 }, (_, mask) => shown(qrOf(text, mask)));
    for (const rows of all) {
      expect(rows?.[0]).toMatch(/^#{7}\..*\.#{7}$/);
      expect(rows?.at(-1)).toMatch(/^#{7}\./);
    }
    expect(all).toContainEqual(shown(qrOf(text)));
  });
});
