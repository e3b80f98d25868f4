import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Answering, openAnswering } from "../../../src/answering/answering.ts";
import { indexFileName } from "../../../src/answering/cache.ts";
import { buildCachedIndex } from "../../../src/answering/obtain.ts";
import type { Corpus } from "../../../src/matching/corpus.ts";
import { smallCorpus } from "../matching/corpora.ts";

let folder: string;
let logged: string[];
let opened: Answering[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "answering-"));
  logged = [];
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((answering) => answering.close()));
  await rm(folder, { recursive: true, force: true });
});

async function open(
  corpus: Corpus,
  more: { deadlineMs?: number; workerFile?: URL } = {},
): Promise<Answering> {
  const log = (message: string) => logged.push(message);
  // The patience of a busy test machine, not the product's.
  const answering = await openAnswering({
    corpus,
    cacheFolders: [join(folder, "dist")],
    writeFolder: join(folder, "cache"),
    log,
    deadlineMs: 10_000,
    ...more,
  });
  opened.push(answering);
  return answering;
}

const hanging = { deadlineMs: 100, workerFile: new URL("./workers/hanging.mjs", import.meta.url) };

describe("the service", () => {
  it("answers from an index that it built and kept", async () => {
    const answering = await open(smallCorpus());
    const { ranked } = await answering.match("转账失败了怎么办");
    expect(ranked[0]?.topic).toBe("tx.failed");
    expect(await readdir(join(folder, "cache"))).toEqual([indexFileName(smallCorpus().hash)]);
    expect(answering.info()).toMatchObject({ hash: smallCorpus().hash, cached: true, ready: true });
  });

  it("takes the index that the build has left, and writes none", async () => {
    expect(await buildCachedIndex(smallCorpus(), join(folder, "dist"))).toMatchObject({ built: true });
    expect(await buildCachedIndex(smallCorpus(), join(folder, "dist"))).toMatchObject({ built: false });
    const answering = await open(smallCorpus());
    expect((await answering.match("忘记密码怎么办")).outcome).toBe("answer");
    await expect(readdir(join(folder, "cache"))).rejects.toThrow("ENOENT");
  });

  it("says so and builds again when the kept index is damaged", async () => {
    await buildCachedIndex(smallCorpus(), join(folder, "dist"));
    await writeFile(join(folder, "dist", indexFileName(smallCorpus().hash)), "not an index");
    const answering = await open(smallCorpus());
    expect((await answering.match("忘记密码怎么办")).outcome).toBe("answer");
    expect(logged).toEqual(["An index file is passed over; the index is built again."]);
  });

  it("does not open on a corpus without topics, and says why", async () => {
    const corpus = { classes: [], hash: "0".repeat(64) };
    await expect(open(corpus)).rejects.toMatchObject({ code: "knowledge_invalid" });
  });
});

describe("the deadline", () => {
  it("rejects the text that hangs and answers the ones behind it", async () => {
    const answering = await open(smallCorpus(), hanging);
    const texts = ["one", "hang", "two", "three"].map((text) => answering.match(text));
    const results = await Promise.allSettled(texts);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    await expect(texts[1]).rejects.toMatchObject({ code: "matcher_late", retryable: true });
    expect((await texts[3])?.ranked[0]?.topic).toBe("three");
  });

  it("is no obstacle after a crash: the next text finds a new thread", async () => {
    const answering = await open(smallCorpus(), { ...hanging, deadlineMs: 5_000 });
    await expect(answering.match("crash")).rejects.toMatchObject({ code: "internal", retryable: true });
    expect((await answering.match("after")).ranked[0]?.topic).toBe("after");
  });

  it("lets nobody wait for a service that is closed", async () => {
    const answering = await open(smallCorpus(), { ...hanging, deadlineMs: 60_000 });
    const waiting = [answering.match("hang"), answering.match("behind")];
    const settled = Promise.allSettled(waiting);
    await answering.close();
    expect(await settled).toMatchObject([{ reason: { code: "stopping" } }, { reason: { code: "stopping" } }]);
    await expect(answering.match("late")).rejects.toMatchObject({ code: "stopping" });
  });
});

describe("a reload", () => {
  const lines = ["支持哪些公链", "能不能用波场网络", "支持索拉纳吗", "which chains do you support"];
  const wider = smallCorpus("wider", [{ id: "product.chains", kind: "topic", locale: "zh", lines }]);

  it("serves a new topic, and keeps only the index that was built from nothing", async () => {
    const answering = await open(smallCorpus());
    await answering.reload(wider);
    expect((await answering.match("支持哪些公链")).ranked[0]?.topic).toBe("product.chains");
    await answering.settled();
    expect(answering.info()).toMatchObject({ hash: wider.hash, cached: true });
    expect((await answering.match("支持哪些公链")).ranked[0]?.topic).toBe("product.chains");
    const kept = (await readdir(join(folder, "cache"))).sort();
    expect(kept).toEqual([smallCorpus(), wider].map(({ hash }) => indexFileName(hash)).sort());
  });

  it("serves on from the old index when the new corpus is no good", async () => {
    const answering = await open(smallCorpus());
    await expect(answering.reload({ classes: [], hash: "f".repeat(64) })).rejects.toMatchObject({
      code: "knowledge_invalid",
    });
    expect((await answering.match("转账失败了怎么办")).ranked[0]?.topic).toBe("tx.failed");
    expect(answering.info().hash).toBe(smallCorpus().hash);
  });

  it("gives way to a later one", async () => {
    const answering = await open(smallCorpus());
    await Promise.all([answering.reload(wider), answering.reload(smallCorpus("last"))]);
    await answering.settled();
    expect(answering.info().hash).toBe(smallCorpus("last").hash);
  });
});
