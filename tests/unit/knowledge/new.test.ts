import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createFiles } from "../../../src/knowledge/create.ts";
import { faultLine } from "../../../src/knowledge/fault.ts";
import { loadKnowledge } from "../../../src/knowledge/load.ts";
import { skeletonOf } from "../../../src/knowledge/skeleton.ts";

const SMALL = resolve(import.meta.dirname, "../../fixtures/knowledge");

async function knowledgeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kefu-new-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(SMALL, folder, { recursive: true });
  return folder;
}

function files(topic: string, titles: { zh?: string; en?: string } = {}) {
  const made = skeletonOf(topic, titles, ["tx.failed"]);
  if (!made.ok) throw new Error(made.reason);
  return made.files;
}

it("writes an answer and a place for phrasings in both languages", () => {
  expect(files("tx.stuck-bridge").map(({ path }) => path)).toEqual([
    "zh/tx/stuck-bridge.md",
    "zh/tx/stuck-bridge.phrasings.txt",
    "en/tx/stuck-bridge.md",
    "en/tx/stuck-bridge.phrasings.txt",
  ]);
});

it("refuses a new topic until every line of it is written, and says which are not", async () => {
  const folder = await knowledgeFolder();
  await createFiles(folder, files("tx.stuck-bridge", { en: 'Why is my "bridge" stuck: help?' }));
  const result = await loadKnowledge(folder);
  const faults = result.ok ? [] : result.faults.map(faultLine);
  const where = (file: string) => faults.filter((line) => line.startsWith(file));
  expect(faults).toHaveLength(11);
  expect(where("en/tx/stuck-bridge.md:")).toHaveLength(4);
  expect(where("zh/tx/stuck-bridge.md:")[0]).toMatch(
    /^zh\/tx\/stuck-bridge\.md:7: This is not written yet: "title: /,
  );
  expect(where("en/tx/stuck-bridge.phrasings.txt")[0]).toMatch(/No phrasing is in this file/);
});

it("takes the topic once it is written, the advice still in it", async () => {
  const folder = await knowledgeFolder();
  const written = files("tx.stuck-bridge", { zh: "跨链卡住了？", en: "Stuck: what now?" }).map(
    ({ path, text }) => ({
      path,
      text: path.endsWith(".md")
        ? text.replace(/WRITE-ME .*/g, path.startsWith("zh") ? "先等一等。" : "Wait a little.")
        : `${text}a line of ${path}\n`,
    }),
  );
  await createFiles(folder, written);
  const result = await loadKnowledge(folder);
  expect(result.ok ? [] : result.faults.map(faultLine)).toEqual([]);
  expect(result.ok && result.knowledge.topics.get("tx.stuck-bridge")?.en).toMatchObject({
    title: "Stuck: what now?",
    severity: "normal",
    handoff: "offer",
    collect: [],
  });
  expect(
    result.ok && result.knowledge.phrasings.find(({ label }) => label === "tx.stuck-bridge")?.lines,
  ).toEqual(["a line of en/tx/stuck-bridge.phrasings.txt"]);
});

it("overwrites nothing, and leaves nothing behind when one of the files is there", async () => {
  const folder = await knowledgeFolder();
  await createFiles(folder, []);
  await writeFile(join(folder, "en/note.phrasings.txt"), "mine\n");
  await expect(createFiles(folder, files("tx.stuck-bridge"))).resolves.toBeUndefined();
  await writeFile(join(folder, "en/tx/stuck-bridge.md"), "mine\n");
  await expect(createFiles(folder, files("tx.stuck-bridge"))).rejects.toThrow(/exists already/);
  expect(await readFile(join(folder, "en/tx/stuck-bridge.md"), "utf8")).toBe("mine\n");
  await rm(join(folder, "zh/tx"), { recursive: true });
  await expect(createFiles(folder, files("tx.stuck-bridge"))).rejects.toThrow(
    /en\/tx\/stuck-bridge\.md exists/,
  );
  expect(await readdir(join(folder, "zh/tx"))).toEqual([]);
});

it.each([
  ["Tx.Stuck_Bridge", /is no topic id.*Did you mean tx\.stuck-bridge\?/],
  ["tx/stuck-bridge.md", /is a path.*Did you mean tx\.stuck-bridge\?/],
  ["tx..stuck", /is no topic id.*Did you mean tx\.stuck\?/],
  ["failed", /names no folder.*Did you mean tx\.failed\?/],
  ["_other.jokes", /would belong to a detector.*_other\//],
  ["tx.failed", /exists already/],
  ["", /names no folder/],
])("refuses %j as a new topic and says what to write instead", (topic, said) => {
  const made = skeletonOf(topic, {}, ["tx.failed"]);
  expect(made.ok ? "" : `${made.reason}. ${made.mend}`).toMatch(said);
});
