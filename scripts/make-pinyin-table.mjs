/**
 * Writes src/matching/pinyin-table.ts: the characters of GB 2312 by their sound, tones left out, as pinyin-pro reads
 * each alone. Run by hand when pinyin-pro changes: `node scripts/make-pinyin-table.mjs`.
 */
import { writeFileSync } from "node:fs";
import { pinyin } from "pinyin-pro";

const LONGEST_LINE = 100;

const decoder = new TextDecoder("gb2312");
const bySound = new Map();
for (let row = 0xb0; row <= 0xf7; row++) {
  for (let cell = 0xa1; cell <= 0xfe; cell++) {
    const character = decoder.decode(Uint8Array.of(row, cell));
    if (!/^\p{Script=Han}$/u.test(character)) continue;
    const sound = pinyin(character, { toneType: "none", v: true });
    bySound.set(sound, (bySound.get(sound) ?? "") + character);
  }
}

const lines = [""];
for (const [sound, characters] of [...bySound].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const entry = `${sound}${characters} `;
  const last = lines[lines.length - 1];
  if ([...last, ...entry].length > LONGEST_LINE && last !== "") lines.push("");
  lines[lines.length - 1] += entry;
}

writeFileSync(
  new URL("../src/matching/pinyin-table.ts", import.meta.url),
  `/**
 * Sounds of Mandarin, tones left out ("v" for "ü"), each followed by the characters of GB 2312 that sound so, the
 * frequent ones first. Generated from pinyin-pro by scripts/make-pinyin-table.mjs; do not edit by hand.
 */
export const SOUNDS = [
${lines.map((line) => `  ${JSON.stringify(line)},`).join("\n")}
].join("");
`,
);
