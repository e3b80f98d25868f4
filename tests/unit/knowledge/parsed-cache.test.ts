import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadKnowledge } from "../../../src/knowledge/load.ts";
import { watchKnowledge } from "../../../src/knowledge/watch.ts";

let folder: string;
let cache: { read: string[]; write: string; version: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kefu-parsed-"));
  const kept = join(folder, "cache");
  cache = { read: [kept], write: kept, version: "one" };
  await write("zh/account/reset.md", "---\ntitle: 忘记密码\n---\n先打开登录页。\n");
  await write("en/account/reset.md", "---\ntitle: Forgot password\n---\nOpen the login page.\n");
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, "knowledge", path)), { recursive: true });
  await writeFile(join(folder, "knowledge", path), text);
}

const load = () => loadKnowledge(join(folder, "knowledge"), cache);
const keptName = async () => (await readdir(cache.write)).join();

describe("knowledge that was read before", () => {
  it("is the same when it is taken from what was kept", async () => {
    const first = await load();
    const name = await keptName();
    expect(await load()).toEqual(first);
    expect(await keptName()).toBe(name);
  });

  it("really comes from there: what was kept under the name is what is served", async () => {
    await load();
    const file = join(cache.write, await keptName());
    await writeFile(
      file,
      JSON.stringify({ knowledge: { topics: [], phrasings: [], marker: 1 }, warnings: [] }),
    );
    expect(await load()).toMatchObject({ ok: true, knowledge: { marker: 1 } });
  });

  it("is what a watcher takes too, so that its first look costs no parsing", async () => {
    await load();
    const file = join(cache.write, await keptName());
    await writeFile(
      file,
      JSON.stringify({ knowledge: { topics: [], phrasings: [], hash: "kept", marker: 1 }, warnings: [] }),
    );
    let close = () => {};
    const seen = await new Promise((resolve) => {
      ({ close } = watchKnowledge(join(folder, "knowledge"), resolve, { debounceMs: 1, cache }));
    });
    close();
    expect(seen).toMatchObject({ ok: true, knowledge: { marker: 1 } });
  });

  it("is read anew after a change, by another program, and when what was kept is damaged", async () => {
    await load();
    const before = await keptName();
    await write("zh/account/reset.md", "---\ntitle: 忘了密码\n---\n先打开登录页。\n");
    const changed = await load();
    expect(changed.ok && changed.knowledge.topics.get("account.reset")?.zh?.title).toBe("忘了密码");
    expect(await keptName()).not.toBe(before);
    cache = { ...cache, version: "two" };
    await writeFile(join(cache.write, await keptName()), "{");
    expect(await load()).toEqual(changed);
  });

  it("is refused again while a file is at fault, whatever was kept", async () => {
    await load();
    await write("zh/account/reset.md", "no settings at all");
    expect((await load()).ok).toBe(false);
  });

  it("is read all the same where nothing can be kept", async () => {
    await writeFile(join(folder, "cache"), "a file where the folder should be");
    expect((await load()).ok).toBe(true);
  });
});
