import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Embedder, embeddingsError } from "../../../../src/answering/embeddings/embedder.ts";
import { textKey } from "../../../../src/answering/embeddings/vector-cache.ts";
import { obtainVectors, textsOf, withVectors } from "../../../../src/answering/embeddings/vectors.ts";
import { type ManualClock, manualClock } from "../../../fakes/clock.ts";
import { TOY_DIMENSIONS, toyCorpus, toyVector } from "../../../fakes/toy-language.ts";

let folder: string;
let asked: string[][];
let faults: Error[];
let logged: string[];
let clock: ManualClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vectors-"));
  asked = [];
  faults = [];
  logged = [];
  clock = manualClock();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function toyEmbedder(id = "toy", dimensions = TOY_DIMENSIONS): Embedder {
  return {
    id,
    async embed(texts) {
      asked.push([...texts]);
      const fault = faults.shift();
      if (fault) throw fault;
      return texts.map((text) => toyVector(text, dimensions));
    },
    close: async () => {},
  };
}

function obtain(texts: readonly string[], embedder = toyEmbedder()) {
  const log = (message: string) => logged.push(message);
  return obtainVectors(texts, { embedder, folder, timing: clock, log });
}

const many = Array.from({ length: 150 }, (_, i) => `line ${i}`);

describe("vectors of the knowledge's lines", () => {
  it("are asked for 64 at a time, each text once", async () => {
    const vectors = await obtain([...many, ...many]);
    expect(asked.map((batch) => batch.length)).toEqual([64, 64, 22]);
    expect(vectors.get(textKey("line 149"))).toEqual(toyVector("line 149"));
  });

  it("are asked for once in a lifetime: then only what is new", async () => {
    await obtain(many);
    asked = [];
    const again = await obtain([...many, "a new line"]);
    expect(asked).toEqual([["a new line"]]);
    expect(again.get(textKey("line 3"))).toEqual(toyVector("line 3"));
    expect(again.get(textKey("a new line"))).toEqual(toyVector("a new line"));
    asked = [];
    await obtain([...many, "a new line"]);
    expect(asked).toEqual([]);
  });

  it("of one model are not taken for those of another", async () => {
    await obtain(["x"]);
    await obtain(["x"], toyEmbedder("another"));
    expect(asked).toEqual([["x"], ["x"]]);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it("are kept without the texts", async () => {
    await obtain(["a line of the knowledge"]);
    const [file = ""] = await readdir(folder);
    expect((await readFile(join(folder, file))).includes("knowledge")).toBe(false);
  });

  it("are asked for again when the file is damaged, and that is told", async () => {
    await obtain(["x"]);
    const file = join(folder, (await readdir(folder))[0] ?? "");
    const bytes = await readFile(file);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    for (const damaged of [bytes, bytes.subarray(0, 5), Buffer.from("no vectors")]) {
      asked = [];
      logged = [];
      await writeFile(file, damaged);
      expect((await obtain(["x"])).get(textKey("x"))).toEqual(toyVector("x"));
      expect(asked).toEqual([["x"]]);
      expect(logged).toHaveLength(1);
    }
  });

  it("that are no longer needed go when they are many, and not before", async () => {
    await obtain(many);
    await obtain(["one", ...many.slice(0, 80)]);
    expect((await obtain([])).size).toBe(151);
    await obtain(["two"]);
    expect((await obtain([])).size).toBe(1);
  });
});

describe("an embedder that fails while the index is made", () => {
  const busy = () => embeddingsError("busy", { retryable: true });

  it("is asked again after 1, 2, 4 and 8 seconds", async () => {
    faults = [busy(), busy(), busy(), busy()];
    const vectors = obtain(["x"]);
    const counts = [];
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    for (const wait of [999, 1, 2_000, 4_000, 8_000]) {
      await clock.advance(wait);
      counts.push(asked.length);
    }
    expect(counts).toEqual([1, 2, 3, 4, 5]);
    expect((await vectors).size).toBe(1);
  });

  it("is left alone after the fifth time", async () => {
    faults = Array.from({ length: 5 }, busy);
    const vectors = obtain(["x"]);
    const told = expect(vectors).rejects.toThrow("busy");
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    await clock.advance(20_000);
    await told;
    expect(asked).toHaveLength(5);
  });

  it("is not asked again when that is of no use", async () => {
    faults = [embeddingsError("wrong key")];
    await expect(obtain(["x"])).rejects.toThrow("wrong key");
    expect(asked).toHaveLength(1);
  });

  it("need not repeat what it gave before", async () => {
    const working = toyEmbedder();
    let calls = 0;
    const failing = {
      ...working,
      embed: (...of: Parameters<Embedder["embed"]>) =>
        ++calls > 1 ? Promise.reject(embeddingsError("gone")) : working.embed(...of),
    };
    await expect(obtain(many, failing)).rejects.toThrow("gone");
    asked = [];
    await obtain(many);
    expect(asked.map((batch) => batch.length)).toEqual([64, 22]);
  });
});

describe("a corpus with vectors", () => {
  it("has another hash than without, and than with another model's", async () => {
    const corpus = toyCorpus();
    const vectors = await obtain(textsOf(corpus));
    const hashes = [corpus, withVectors(corpus, "a", vectors), withVectors(corpus, "b", vectors)].map(
      ({ hash }) => hash,
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it("is refused while vectors of two lengths are mixed, which the next attempt mends", async () => {
    const corpus = toyCorpus();
    const [first = "", ...rest] = textsOf(corpus);
    await obtain([first], toyEmbedder("toy", 7));
    const mixed = await obtain([first, ...rest]);
    expect(() => withVectors(corpus, "toy", mixed)).toThrow("differ in length");
    const mended = await obtain([first, ...rest]);
    expect(withVectors(corpus, "toy", mended).vectors?.dimensions).toBe(TOY_DIMENSIONS);
  });
});
