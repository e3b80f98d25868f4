/**
 * Writes src/words/traditional.ts: every traditional character that OpenCC turns into one other simplified
 * character. Run by hand when opencc-js changes: `node scripts/make-traditional-table.mjs`.
 */
import { writeFileSync } from "node:fs";
import { Converter } from "opencc-js/t2cn";

const RANGES = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
];
const PAIRS_PER_LINE = 24;

const convert = Converter({ from: "t", to: "cn" });
const pairs = [];
for (const [first, last] of RANGES) {
  for (let code = first; code <= last; code++) {
    const from = String.fromCodePoint(code);
    const to = convert(from);
    if (to !== from && to.length === 1) pairs.push(from + to);
  }
}

const lines = [];
for (let i = 0; i < pairs.length; i += PAIRS_PER_LINE) {
  lines.push(`  "${pairs.slice(i, i + PAIRS_PER_LINE).join("")}",`);
}

writeFileSync(
  new URL("../src/words/traditional.ts", import.meta.url),
  `/**
 * Traditional characters, each followed by its simplified form.
 * Generated from OpenCC's t → cn table by scripts/make-traditional-table.mjs; do not edit by hand.
 */
export const TRADITIONAL_PAIRS = [
${lines.join("\n")}
].join("");
`,
);
