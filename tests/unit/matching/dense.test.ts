import { describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/matching/build.ts";
import { decodeIndex, encodeIndex } from "../../../src/matching/codec.ts";
import { type Corpus, type CorpusClass, embeddedLines } from "../../../src/matching/corpus.ts";
import { senseOf, trainDense } from "../../../src/matching/dense.ts";
import { match } from "../../../src/matching/rank.ts";
import { strangeQuestion, TOY_DIMENSIONS, topicId, toyCorpus, toyVector } from "../../fakes/toy-language.ts";

function withVectors(corpus: Corpus): Corpus {
  const rows = embeddedLines(corpus).map((line) => toyVector(line));
  const values = new Float32Array(rows.length * TOY_DIMENSIONS);
  rows.forEach((row, i) => {
    values.set(row, i * TOY_DIMENSIONS);
  });
  return { ...corpus, hash: "sensed".padEnd(64, "0"), vectors: { dimensions: TOY_DIMENSIONS, values } };
}

const WISHES: CorpusClass[] = [
  {
    id: "_human.wish",
    kind: "human",
    locale: "en",
    lines: ["talk to a person", "human please", "转人工", "我要找真人客服"],
  },
  {
    id: "_human.not-a-wish",
    kind: "human",
    locale: "en",
    lines: ["is this a bot", "a person stole my coins"],
  },
  {
    id: "_urgent.urgent",
    kind: "urgent",
    locale: "en",
    lines: ["help they are draining my wallet now", "紧急紧急", "钱正在被转走"],
  },
  { id: "_urgent.not-urgent", kind: "urgent", locale: "en", lines: ["no rush at all", "just curious"] },
];

const plain = buildIndex(toyCorpus("toy", WISHES));
const sensed = buildIndex(withVectors(toyCorpus("toy", WISHES)));
const TEXTS = [
  plainLine(),
  strangeQuestion(3),
  "转人工",
  "help they are draining my wallet now",
  "talk to a person",
  "qwertz",
  "5",
];

function plainLine(topic = 0): string {
  return toyCorpus().classes[topic]?.lines[0] ?? "";
}

describe("an index made with vectors", () => {
  it("answers questions in words that no line has, when their vectors are there", () => {
    for (let topic = 0; topic < 12; topic++) {
      const question = strangeQuestion(topic);
      expect(match(sensed, question).outcome).not.toBe("answer");
      const found = match(sensed, question, { vector: toyVector(question) });
      expect(found).toMatchObject({ outcome: "answer", signals: { senseProbability: expect.any(Number) } });
      expect(found.ranked[0]?.topic).toBe(topicId(topic));
    }
  });

  it("does not answer what nobody has asked", () => {
    for (const stranger of ["zebra crossing", "qwertz", "a poem about rain"]) {
      expect(match(sensed, stranger, { vector: toyVector(stranger) }).outcome).not.toBe("answer");
    }
  });

  it("says of a text without a vector exactly what the words alone say", () => {
    for (const text of TEXTS) {
      expect({ ...match(sensed, text), index: "" }).toEqual({ ...match(plain, text), index: "" });
    }
  });

  it("takes no notice of a vector of another length", () => {
    const [text = ""] = TEXTS;
    expect(match(sensed, text, { vector: toyVector(text, 7) })).toEqual(match(sensed, text));
  });

  it("hears wishes for a person and calls for help in the words, whatever the vector says", () => {
    for (const text of TEXTS) {
      const { human, urgent } = match(plain, text);
      expect(match(sensed, text, { vector: toyVector(strangeQuestion(5)) })).toMatchObject({ human, urgent });
    }
  });

  it("is the same after it was written and read, and gives the same bytes each time", () => {
    const bytes = encodeIndex(sensed);
    const read = decodeIndex(bytes);
    for (const text of TEXTS) {
      expect(match(read, text, { vector: toyVector(text) })).toEqual(
        match(sensed, text, { vector: toyVector(text) }),
      );
      expect(match(read, text)).toEqual(match(sensed, text));
    }
    expect(encodeIndex(buildIndex(withVectors(toyCorpus("toy", WISHES))))).toEqual(bytes);
  });
});

describe("learning from vectors", () => {
  const lines = [0, 1, 2, 3, 4, 5, 6].flatMap((topic) => [strangeQuestion(topic), plainLine(topic)]);
  const rows = lines.map((line) => toyVector(line));

  it.each([14, 13, 12, 11, 1])("takes any number of lines, %i for one", (size) => {
    const labels = Int32Array.from(rows.slice(0, size), (_, line) => line >> 1);
    const scorer = trainDense(rows.slice(0, size), labels, 7, 1);
    const guessed = rows.slice(0, size).map((row) => {
      const logits = [...(senseOf(scorer, row)?.logits ?? [])];
      return logits.indexOf(Math.max(...logits));
    });
    expect(guessed).toEqual([...labels]);
  });
});

describe("an index made without vectors", () => {
  it("takes no notice of one", () => {
    for (const text of TEXTS)
      expect(match(plain, text, { vector: toyVector(text) })).toEqual(match(plain, text));
  });

  it("says nothing of vectors in its bytes", () => {
    expect(new TextDecoder().decode(encodeIndex(plain))).not.toContain("vectorCalibration");
  });
});
