import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { senseOnce } from "../../../../src/answering/embeddings/for-command.ts";
import { embedderOf } from "../../../../src/answering/embeddings/open.ts";
import { type EvalOptions, evalCommand } from "../../../../src/answering/eval-command.ts";
import { type EmbeddingsServer, embeddingsServer } from "../../../fakes/embeddings-server.ts";
import { writeOnnxFolder } from "../../../fakes/onnx-folder.ts";
import {
  strangeQuestion,
  TOY_DIMENSIONS,
  topicId,
  toyCorpus,
  toyVector,
} from "../../../fakes/toy-language.ts";

const loaded = vi.hoisted((): string[] => []);
vi.mock("onnxruntime-web", () => {
  loaded.push("onnxruntime-web");
  throw new Error("not here");
});
vi.mock("@huggingface/tokenizers", () => {
  loaded.push("@huggingface/tokenizers");
  throw new Error("not here");
});

let folder: string;
let server: EmbeddingsServer;

beforeEach(async () => {
  loaded.length = 0;
  folder = await mkdtemp(join(tmpdir(), "embedder-"));
  server = await embeddingsServer();
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function endpoint() {
  const open = embedderOf({ url: server.url, model: "toy" });
  if (!open) throw new Error("no embedder");
  return open;
}

describe("the libraries of local models", () => {
  it("are not loaded by the program, nor by an endpoint", async () => {
    await import("../../../../src/compose.ts");
    await import("../../../../src/commands/ask.ts");
    expect(embedderOf({})).toBeUndefined();
    await (await endpoint()()).embed(["x"], new AbortController().signal);
    expect(loaded).toEqual([]);
  });

  it("are loaded for a model, and the operator is told when they are not installed", async () => {
    const { loadOnnxModel } = await import("../../../../src/answering/embeddings/onnx-model.ts");
    await writeOnnxFolder(folder);
    expect(loaded).toEqual([]);
    await expect(loadOnnxModel(folder)).rejects.toMatchObject({
      code: "embeddings_failed",
      message: expect.stringContaining("npm ci without --omit=optional"),
    });
    expect(loaded).toEqual(["@huggingface/tokenizers"]);
  });
});

describe("vectors for one command", () => {
  const log = () => {};

  it("are there for every line and every text, without its secrets", async () => {
    const secret = "my password is Kestrel#Harbour77";
    const texts = [strangeQuestion(1), secret];
    const progress: number[][] = [];
    const { corpus, vectorOf } = await senseOnce(toyCorpus(), texts, {
      open: endpoint(),
      folder,
      log,
      progress: (...of) => progress.push(of),
    });
    expect(corpus.vectors?.dimensions).toBe(TOY_DIMENSIONS);
    expect(corpus.hash).not.toBe(toyCorpus().hash);
    expect(vectorOf(strangeQuestion(1))).toEqual(toyVector(strangeQuestion(1)));
    expect(vectorOf(secret)).toHaveLength(TOY_DIMENSIONS);
    expect(vectorOf("never asked for")).toBeUndefined();
    expect(server.texts().join()).not.toContain("Kestrel");
    const sent = server.texts().length;
    expect(progress.at(-1)).toEqual([sent, sent]);
  });

  it("make kefu eval measure both opinions together", async () => {
    const file = join(folder, "questions.jsonl");
    const questions = Array.from({ length: 12 }, (_, topic) => ({
      text: strangeQuestion(topic),
      label: topicId(topic),
    }));
    await writeFile(file, questions.map((question) => JSON.stringify(question)).join("\n"));
    const corpus = async () => toyCorpus();
    const sense: EvalOptions["sense"] = (words, texts) =>
      senseOnce(words, texts, { open: endpoint(), folder, log });
    const [without, both] = [await evalCommand({ file, corpus }), await evalCommand({ file, corpus, sense })];
    expect(without.report.answered).toBe(0);
    expect(both.report).toMatchObject({ top1: 1, answered: 1, precisionAnswered: 1 });
  });

  it("are no reason to fall back in silence: the fault is the command's", async () => {
    server.usual = 401;
    const asked = senseOnce(toyCorpus(), [], { open: endpoint(), folder, log });
    await expect(asked).rejects.toMatchObject({ code: "embeddings_failed" });
  });
});
