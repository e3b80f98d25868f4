import { describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/matching/build.ts";
import { decodeIndex, encodeIndex } from "../../../src/matching/codec.ts";
import { type Corpus, embeddedLines } from "../../../src/matching/corpus.ts";
import { match } from "../../../src/matching/rank.ts";
import { TOY_DIMENSIONS, toyVector } from "../../fakes/toy-vectors.ts";
import { smallCorpus } from "./corpora.ts";

function withVectors(corpus: Corpus): Corpus {
  const rows = embeddedLines(corpus).map((line) => toyVector(line));
  const values = new Float32Array(rows.length * TOY_DIMENSIONS);
  rows.forEach((row, i) => {
    values.set(row, i * TOY_DIMENSIONS);
  });
  return { ...corpus, hash: "sensed".padEnd(64, "0"), vectors: { dimensions: TOY_DIMENSIONS, values } };
}

const plain = buildIndex(smallCorpus());
const sensed = buildIndex(withVectors(smallCorpus()));
const UNSEEN = "amnesia passphrase regain";
const TEXTS = [
  "忘记密码怎么办",
  "why is gas so expensive",
  "转人工",
  "help they are draining my wallet now",
  "hello",
  "qwertz",
  UNSEEN,
  "5",
];

describe("an index made with vectors", () => {
  it("ranks by what is meant, where the words are in no line", () => {
    const [best] = match(sensed, UNSEEN, toyVector(UNSEEN)).ranked;
    expect(best?.topic).toBe("account.reset-password");
    expect(best?.probability).toBeGreaterThan(0.9);
    expect(match(sensed, UNSEEN).ranked[0]?.probability).toBeLessThan(0.6);
  });

  it("says of a text without a vector exactly what the words alone say", () => {
    for (const text of TEXTS) {
      expect({ ...match(sensed, text), index: "" }).toEqual({ ...match(plain, text), index: "" });
    }
  });

  it("takes no notice of a vector of another length", () => {
    const [text = ""] = TEXTS;
    expect(match(sensed, text, toyVector(text, 7))).toEqual(match(sensed, text));
  });

  it("hears wishes for a person and calls for help in the words, whatever the vector says", () => {
    for (const text of TEXTS) {
      const { human, urgent } = match(plain, text);
      expect(match(sensed, text, toyVector("the network fee is too high"))).toMatchObject({ human, urgent });
    }
  });

  it("is the same after it was written and read, and gives the same bytes each time", () => {
    const bytes = encodeIndex(sensed);
    const read = decodeIndex(bytes);
    for (const text of TEXTS) {
      expect(match(read, text, toyVector(text))).toEqual(match(sensed, text, toyVector(text)));
      expect(match(read, text)).toEqual(match(sensed, text));
    }
    expect(encodeIndex(buildIndex(withVectors(smallCorpus())))).toEqual(bytes);
  });
});

describe("an index made without vectors", () => {
  it("takes no notice of one", () => {
    for (const text of TEXTS) expect(match(plain, text, toyVector(text))).toEqual(match(plain, text));
  });

  it("says nothing of vectors in its bytes", () => {
    expect(new TextDecoder().decode(encodeIndex(plain))).not.toContain("vectorCalibration");
  });
});
