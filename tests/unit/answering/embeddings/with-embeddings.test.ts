import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Answering, openAnswering } from "../../../../src/answering/answering.ts";
import { embedderOf } from "../../../../src/answering/embeddings/open.ts";
import {
  type EmbeddedAnswering,
  withEmbeddings,
} from "../../../../src/answering/embeddings/with-embeddings.ts";
import type { Corpus } from "../../../../src/matching/corpus.ts";
import { type ManualClock, manualClock } from "../../../fakes/clock.ts";
import { type EmbeddingsServer, embeddingsServer } from "../../../fakes/embeddings-server.ts";
import { writeOnnxFolder } from "../../../fakes/onnx-folder.ts";
import { strangeQuestion, topicId, toyCorpus } from "../../../fakes/toy-language.ts";

let folder: string;
let server: EmbeddingsServer;
let clock: ManualClock;
let logged: { message: string; reason: unknown }[];
let opened: Answering[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "embedded-"));
  server = await embeddingsServer();
  clock = manualClock();
  logged = [];
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((answering) => answering.close()));
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(corpus: Corpus = toyCorpus(), settings = endpoint()): Promise<EmbeddedAnswering> {
  const log = (message: string, details: Record<string, unknown>) =>
    logged.push({ message, reason: details.reason });
  // The patience of a busy test machine for the matching itself; the embedder's deadline runs on the test's clock.
  const options = { cacheFolders: [], writeFolder: folder, log, deadlineMs: 20_000 };
  const answering = await openAnswering({ corpus, ...options });
  const embedder = embedderOf(settings);
  if (!embedder) throw new Error("no embedder");
  const embedded = withEmbeddings(answering, corpus, { open: embedder, folder, timing: clock, log });
  opened.push(embedded);
  return embedded;
}

function endpoint(): Parameters<typeof embedderOf>[0] {
  return { url: server.url, model: "toy", key: "sk-invented-key" };
}

const question = strangeQuestion(4);
const answered = { outcome: "answer", ranked: expect.arrayContaining([]) };

async function ready(): Promise<EmbeddedAnswering> {
  const answering = await open();
  await answering.settled();
  expect(answering.embeddings()).toEqual({ state: "ok" });
  return answering;
}

/** Lets requests reach the stand-in, then lets the deadline pass. */
async function deadlinePasses(requests: number): Promise<void> {
  await vi.waitFor(() => expect(server.requests).toHaveLength(requests));
  await clock.advance(150);
}

describe("the matcher with an embedder", () => {
  it("serves words alone at once, and meaning as soon as it can", async () => {
    server.script = ["hang"];
    const answering = await open();
    expect(answering.embeddings()).toEqual({ state: "building" });
    expect((await answering.match(question)).outcome).not.toBe("answer");
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    await clock.advance(60_000);
    await clock.advance(1_000);
    await answering.settled();
    expect(answering.embeddings()).toEqual({ state: "ok" });
    const found = await answering.match(question);
    expect(found).toMatchObject(answered);
    expect(found.ranked[0]?.topic).toBe(topicId(4));
  });

  it("does the same with a model in a folder", async () => {
    await writeOnnxFolder(join(folder, "model"));
    const answering = await open(toyCorpus(), { folder: join(folder, "model") });
    await answering.settled();
    expect((await answering.match(question)).ranked[0]?.topic).toBe(topicId(4));
    expect(answering.embeddings()).toEqual({ state: "ok" });
  });

  it("starts from what was kept: no line is sent twice, nothing is trained again", async () => {
    await (await ready()).close();
    server.requests.length = 0;
    const again = await ready();
    expect(server.requests).toEqual([]);
    expect(again.info().cached).toBe(true);
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("sends on a reload only what is new", async () => {
    const answering = await ready();
    server.requests.length = 0;
    const lines = ["which chains do you support", "is solana supported", "supported networks"];
    await answering.reload(
      toyCorpus("wider", [{ id: "product.chains", kind: "topic", locale: "en", lines }]),
    );
    await answering.settled();
    expect(server.texts()).toEqual(lines);
    expect(answering.embeddings()).toEqual({ state: "ok" });
    expect((await answering.match(question)).outcome).toBe("answer");
  });

  it("goes on as before when the changed knowledge is no good", async () => {
    const answering = await ready();
    await expect(answering.reload({ classes: [], hash: "f".repeat(64) })).rejects.toMatchObject({
      code: "knowledge_invalid",
    });
    expect((await answering.match(question)).outcome).toBe("answer");
    expect(answering.embeddings()).toEqual({ state: "ok" });
  });

  it("sends no secret, whoever calls", async () => {
    const answering = await ready();
    server.requests.length = 0;
    const seed =
      "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    await answering.match(`my seed phrase is ${seed} what now`);
    expect(server.texts()).toHaveLength(1);
    expect(server.texts().join()).not.toContain("abandon");
    expect(server.texts().join()).toContain("my seed phrase is");
  });
});

describe("an endpoint that fails a question", () => {
  it("costs the question its meaning, not its answer", async () => {
    const answering = await ready();
    const known = toyCorpus().classes[0]?.lines[0] ?? "";
    for (const act of [500, 429, "not-json", "short"] as const) {
      server.script = [act];
      expect((await answering.match(known)).outcome).toBe("answer");
      // One answer between two failures: the line stays open.
      await answering.match(known);
    }
    expect(answering.embeddings()).toEqual({ state: "ok" });
  });

  it("is waited for 150 ms, then the words decide", async () => {
    const answering = await ready();
    const before = server.requests.length;
    server.script = ["hang"];
    let done = false;
    const matched = answering.match(question).finally(() => {
      done = true;
    });
    await vi.waitFor(() => expect(server.requests).toHaveLength(before + 1));
    await clock.advance(149);
    expect(done).toBe(false);
    await clock.advance(1);
    expect((await matched).outcome).not.toBe("answer");
  });

  it("is left alone for half a minute after three failures in a row, and the operator is told", async () => {
    const answering = await ready();
    const before = server.requests.length;
    server.usual = "hang";
    for (let n = 1; n <= 3; n++) {
      const matched = answering.match(question);
      await deadlinePasses(before + n);
      await matched;
    }
    expect(answering.embeddings()).toEqual({
      state: "degraded",
      detail: expect.stringMatching(/did not answer within 150 ms\. Words alone decide/),
    });
    expect(logged).toHaveLength(1);
    await Promise.all([answering.match(question), answering.match(question)]);
    expect(server.requests).toHaveLength(before + 3);

    server.usual = "ok";
    await clock.advance(30_000);
    const [tried, other] = await Promise.all([answering.match(question), answering.match(question)]);
    expect(server.requests).toHaveLength(before + 4);
    expect([tried.outcome, other.outcome]).toContain("answer");
    expect(answering.embeddings()).toEqual({ state: "ok" });
    expect((await answering.match(question)).outcome).toBe("answer");
  });

  it("whose model was changed under its name is told so", async () => {
    const answering = await ready();
    server.usual = "short";
    for (let n = 0; n < 3; n++) await answering.match(question);
    expect(answering.embeddings()).toMatchObject({
      state: "degraded",
      detail: expect.stringContaining("A vector has 7 numbers, those of the index 48"),
    });
  });
});

describe("an endpoint that fails the lines", () => {
  it("is tried again every minute, and its key is never told", async () => {
    server.usual = 401;
    const answering = await open();
    await answering.settled();
    const { state, detail = "" } = answering.embeddings();
    expect(state).toBe("degraded");
    expect(detail).toMatch(/refused the key \(401\)\. Check EMBEDDINGS_KEY\..*every minute/);
    expect(detail + JSON.stringify(logged)).not.toContain("sk-invented-key");
    expect((await answering.match(question)).outcome).not.toBe("answer");
    expect(server.requests).toHaveLength(1);

    server.usual = "ok";
    await clock.advance(60_000);
    await answering.settled();
    expect(answering.embeddings()).toEqual({ state: "ok" });
  });

  it("does not keep the service from closing", async () => {
    server.usual = "hang";
    const answering = await open();
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    await answering.close();
    expect(clock.timers()).toBe(0);
  });
});

describe("without an embedder", () => {
  it("nothing is opened", () => {
    expect(embedderOf({})).toBeUndefined();
    expect(embedderOf({ key: "sk-invented-key", model: "toy" })).toBeUndefined();
  });
});
