import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Embedder } from "../../../../src/answering/embeddings/embedder.ts";
import { openOnnx } from "../../../../src/answering/embeddings/onnx.ts";
import { loadOnnxModel } from "../../../../src/answering/embeddings/onnx-model.ts";
import { writeOnnxFolder } from "../../../fakes/onnx-folder.ts";
import { strangeQuestion, TOY_DIMENSIONS, toyCorpus } from "../../../fakes/toy-language.ts";

let folder: string;
let opened: Embedder[];
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "onnx-"));
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((embedder) => embedder.close()));
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<Embedder> {
  const embedder = await openOnnx(folder);
  opened.push(embedder);
  return embedder;
}

/** Computed in this thread: quicker where the thread is not the matter. */
async function vectorsOf(texts: string[]): Promise<Float32Array[]> {
  const { dimensions, values } = await (await loadOnnxModel(folder)).embed(texts);
  return texts.map((_, row) => values.slice(row * dimensions, (row + 1) * dimensions));
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return (a ?? new Float32Array()).reduce((sum, value, i) => sum + value * (b?.[i] ?? 0), 0);
}

const lineOf = (topic: number) => toyCorpus().classes[topic]?.lines[0] ?? "";

describe("a model of the operator's", () => {
  it("puts questions that mean the same side by side, in a thread of its own", async () => {
    await writeOnnxFolder(folder);
    const embedder = await open();
    const [strange, same, other] = await embedder.embed([strangeQuestion(2), lineOf(2), lineOf(3)], never);
    expect(strange).toHaveLength(TOY_DIMENSIONS);
    expect(cosine(strange, strange)).toBeCloseTo(1, 5);
    expect(cosine(strange, same)).toBeGreaterThan(0.99);
    expect(cosine(strange, other)).toBeLessThan(0.6);
  });

  it("gives a text the same vector alone and among longer ones", async () => {
    await writeOnnxFolder(folder);
    const [alone] = await vectorsOf([lineOf(0)]);
    const [among] = await vectorsOf([lineOf(0), `${lineOf(1)} ${lineOf(4)} ${lineOf(5)}`]);
    expect(cosine(alone, among)).toBeCloseTo(1, 5);
  });

  it("may give a vector a sentence itself", async () => {
    await writeOnnxFolder(folder, "sentence");
    const [strange, same] = await vectorsOf([strangeQuestion(2), lineOf(2)]);
    expect(strange).toHaveLength(TOY_DIMENSIONS);
    expect(cosine(strange, same)).toBeGreaterThan(0.99);
  });

  it("takes an empty text and one of many words", async () => {
    await writeOnnxFolder(folder);
    const [empty, long] = await vectorsOf(["", `${lineOf(0)} `.repeat(300)]);
    expect(empty?.every((value) => Number.isFinite(value))).toBe(true);
    expect(long).toHaveLength(TOY_DIMENSIONS);
  });

  it("takes words that its tokenizer does not know", async () => {
    await writeOnnxFolder(folder);
    const [unknown, partly, known] = await vectorsOf(["忘记密码怎么办", `怎么 ${lineOf(0)}`, lineOf(0)]);
    expect(unknown?.every((value) => Number.isFinite(value))).toBe(true);
    expect(cosine(partly, known)).toBeGreaterThan(0.9);
  });

  it("is known by what it is, not by where it lies", async () => {
    await writeOnnxFolder(folder);
    await writeOnnxFolder(join(folder, "copy"));
    await writeOnnxFolder(join(folder, "other"), "sentence");
    const ids = await Promise.all(
      [folder, join(folder, "copy"), join(folder, "other")].map(async (own) => (await loadOnnxModel(own)).id),
    );
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it("is refused by the name of the file that is missing or unfit", async () => {
    await expect(open()).rejects.toMatchObject({
      code: "embeddings_failed",
      message: expect.stringContaining("no readable model.onnx"),
    });
    await writeOnnxFolder(folder);
    await writeFile(join(folder, "model.onnx"), "not a model");
    await expect(open()).rejects.toMatchObject({
      code: "embeddings_failed",
      message: expect.stringContaining("cannot be loaded"),
    });
  });

  it("leaves nobody waiting when it is closed", async () => {
    await writeOnnxFolder(folder);
    const embedder = await open();
    const waiting = Promise.allSettled([embedder.embed(["a"], never), embedder.embed(["b"], never)]);
    await embedder.close();
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(embedder.embed(["c"], never)).rejects.toMatchObject({ code: "stopping" });
  });

  it("does not begin what is no longer wanted", async () => {
    await writeOnnxFolder(folder);
    const embedder = await open();
    const caller = new AbortController();
    const [first, second] = [embedder.embed([lineOf(0)], never), embedder.embed([lineOf(1)], caller.signal)];
    caller.abort();
    await expect(second).rejects.toMatchObject({ code: "stopping" });
    expect(await first).toHaveLength(1);
    expect(await embedder.embed([lineOf(2)], never)).toHaveLength(1);
  });
});
