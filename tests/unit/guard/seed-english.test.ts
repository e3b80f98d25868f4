import { entropyToMnemonic } from "@scure/bip39";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marker } from "../../../src/guard/marker.ts";
import { redact } from "../../../src/guard/secrets.ts";
import { entropy, kinds, phrase } from "./samples.ts";

describe("seed phrases in English", () => {
  const layouts: Record<string, (words: string[]) => string> = {
    spaces: (words) => words.join(" "),
    "in a sentence": (words) => `please look: ${words.join(" ")} 帮我看看`,
    lines: (words) => words.join("\n"),
    numbered: (words) => words.map((word, i) => `${i + 1}. ${word}`).join("\n"),
    brackets: (words) => words.map((word, i) => `${i + 1}) ${word}`).join(" "),
    circled: (words) => words.map((word, i) => `${String.fromCodePoint(0x2460 + (i % 20))}${word}`).join(" "),
    commas: (words) => words.join(", "),
    "Chinese commas": (words) => words.join("、"),
    pipes: (words) => words.join("|"),
    dashes: (words) => words.join("-"),
    "upper case": (words) => words.join(" ").toUpperCase(),
    "mixed case": (words) => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" "),
    "full width": (words) =>
      words.join(" ").replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    "zero width": (words) => [...words.join(" ")].join("\u200B"),
    "bidi controls": (words) => `\u202E${words.join(" \u2066")}\u2069`,
    "Cyrillic look-alikes": (words) => words.join(" ").replace(/o/g, "о").replace(/a/g, "а"),
    "no spaces": (words) => words.join(""),
    HTML: (words) => `<ol><li>${words.join("</li><li>")}</li></ol>`,
    "inside the brackets of a mark": (words) => words.map((word) => `⟦${word}⟧`).join(" "),
    "joined by and": (words) => words.join(" and "),
    JSON: (words) => JSON.stringify({ mnemonic: words }),
    "Chinese numbering": (words) => words.map((word, i) => `第${i + 1}个是${word}`).join(","),
  };
  for (const [layout, write] of Object.entries(layouts)) {
    it(`never keeps a word of a valid phrase: ${layout}`, () => {
      fc.assert(
        fc.property(entropy, (random) => {
          const words = entropyToMnemonic(random, english).split(" ");
          const { text } = redact(write(words));
          expect(text).toContain(marker("seed-phrase"));
          const plain = text
            .normalize("NFKC")
            .toLowerCase()
            .replace(/⟦[a-z-]+⟧/g, " ");
          const around = new Set("please look mnemonic".split(" "));
          const left = (plain.match(/[a-z]{3,}/g) ?? []).filter(
            (word) => english.includes(word) && !around.has(word),
          );
          expect(left).toEqual([]);
        }),
        { numRuns: 60 },
      );
    });
  }

  it("removes a phrase with one or two misspelt words", () => {
    const words = phrase(3);
    const slips = [...words];
    slips[2] = `${slips[2]}x`;
    slips[7] = (slips[7] ?? "").slice(0, 2) + (slips[7] ?? "").slice(3);
    const { text } = redact(`my wallet does not open: ${slips.join(" ")}`);
    for (const word of slips) expect(text.split(" ")).not.toContain(word);
  });

  it("removes a phrase cut to the first four letters of each word", () => {
    expect(
      redact(
        phrase(3)
          .map((word) => word.slice(0, 4))
          .join(" "),
      ).text,
    ).toBe(marker("seed-phrase"));
  });

  it("removes eleven words of twelve", () => {
    expect(kinds(`I only have ${phrase(4).slice(0, 11).join(" ")} and one is missing`)).toEqual([
      "seed-phrase",
    ]);
  });

  it("removes a piece of a phrase when it is called one", () => {
    expect(kinds(`助记词前八个 ${phrase(6).slice(0, 8).join(" ")}`)).toEqual(["seed-phrase"]);
  });

  it.each([
    "you can also open the app again and check what the balance is",
    "please help me, the token is still not there and I want to know when it will arrive",
    "where can I find my seed phrase when I change phone",
    "error: token balance wrong, network address problem",
    "use app, open swap, select token, then approve and sign",
  ])("leaves ordinary English as it is: %s", (text) =>
    expect(redact(text)).toEqual({ text, found: [], ambiguous: [] }),
  );
});
