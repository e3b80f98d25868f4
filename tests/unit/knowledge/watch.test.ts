import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LoadResult, loadKnowledge } from "../../../src/knowledge/load.ts";
import { watchKnowledge } from "../../../src/knowledge/watch.ts";

let folder: string;
let watcher: { close(): void } | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kefu-watch-"));
  await mkdir(join(folder, "zh"));
  await mkdir(join(folder, "en"));
  await write("zh/a.md", "甲");
  await write("en/a.md", "A");
});

afterEach(async () => {
  watcher?.close();
  watcher = undefined;
  await rm(folder, { recursive: true, force: true });
});

function write(path: string, title: string): Promise<void> {
  return writeFile(join(folder, path), `---\ntitle: ${title}\n---\n${title}\n`);
}

/** Watches from the present state on; `next` gives the reports one by one, as they come. */
async function watch(pollMs = 60_000): Promise<{ next(): Promise<LoadResult>; unread(): number }> {
  const start = await loadKnowledge(folder);
  const reports: LoadResult[] = [];
  let wake: (() => void) | undefined;
  const report = (result: LoadResult) => {
    reports.push(result);
    wake?.();
  };
  watcher = watchKnowledge(folder, report, {
    debounceMs: 15,
    pollMs,
    ...(start.ok ? { hash: start.knowledge.hash } : {}),
  });
  return {
    async next() {
      while (reports.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return reports.shift() as LoadResult;
    },
    unread: () => reports.length,
  };
}

function title(result: LoadResult): string | undefined {
  return result.ok ? result.knowledge.topics.get("a")?.en?.title : undefined;
}

describe("watching the knowledge folder", () => {
  it("hands on what was changed before it began to watch", async () => {
    const start = await loadKnowledge(folder);
    await write("en/a.md", "Changed");
    const report = await new Promise<LoadResult>((resolve) => {
      const hash = start.ok ? start.knowledge.hash : "";
      watcher = watchKnowledge(folder, resolve, { hash, debounceMs: 15 });
    });
    expect(title(report)).toBe("Changed");
  });

  it.each([
    ["told by the file system", 60_000],
    ["looking by itself", 40],
  ])("notices a changed file, %s", async (_how, pollMs) => {
    const { next } = await watch(pollMs);
    await write("en/a.md", "Second");
    expect(title(await next())).toBe("Second");
    await write("en/a.md", "Third");
    expect(title(await next())).toBe("Third");
  });

  it("notices a topic in a folder that did not exist before", async () => {
    const { next } = await watch(40);
    await mkdir(join(folder, "zh/new"));
    await mkdir(join(folder, "en/new"));
    await write("zh/new/b.md", "乙");
    await write("en/new/b.md", "B");
    let report = await next();
    while (!report.ok) report = await next();
    expect([...report.knowledge.topics.keys()].sort()).toEqual(["a", "new.b"]);
  });

  it("shows a fault, and that it is mended even when the folder is as it was", async () => {
    const { next } = await watch(40);
    await writeFile(join(folder, "en/a.md"), "no settings");
    const fault = await next();
    expect(fault).toMatchObject({ ok: false, faults: [{ file: "en/a.md" }] });
    await write("en/a.md", "A");
    expect(title(await next())).toBe("A");
  });

  it("says nothing about a file that was saved unchanged, or an editor's own files", async () => {
    const { next, unread } = await watch(40);
    await write("en/a.md", "A");
    await writeFile(join(folder, "en/.a.md.swp"), "x");
    await write("zh/a.md", "乙");
    const report = await next();
    expect(report.ok && report.knowledge.topics.get("a")?.zh?.title).toBe("乙");
    expect(unread()).toBe(0);
  });

  it("says nothing more once it is closed", async () => {
    const closed = await watch(20);
    watcher?.close();
    const witness = await watch(20);
    await write("en/a.md", "Second");
    expect(title(await witness.next())).toBe("Second");
    expect(closed.unread()).toBe(0);
  });
});
