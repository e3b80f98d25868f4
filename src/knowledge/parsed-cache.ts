import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Knowledge } from "./entry.ts";
import type { Fault } from "./fault.ts";

/**
 * Where a folder that was found sound before is kept as read. The name of a file holds the hash of all the sources and
 * `version`, the hash of the program that read them: another program, or another letter, reads everything anew.
 */
export interface ParsedCache {
  /** Folders tried in order. */
  read: readonly string[];
  write: string;
  version: string;
}

interface Kept {
  knowledge: Omit<Knowledge, "topics"> & { topics: [string, unknown][] };
  warnings: Fault[];
}

const PREFIX = "knowledge-";

/** What was read from the same sources by the same program; undefined when there is none, or it cannot be read. */
export async function recall(
  cache: ParsedCache,
  hash: string,
): Promise<{ knowledge: Knowledge; warnings: Fault[] } | undefined> {
  for (const folder of cache.read) {
    try {
      const kept = JSON.parse(await readFile(join(folder, nameOf(cache, hash)), "utf8")) as Kept;
      const topics = new Map(kept.knowledge.topics) as Knowledge["topics"];
      return { knowledge: { ...kept.knowledge, topics }, warnings: kept.warnings };
    } catch {
      // Absent or damaged: the sources are at hand, and tell the same.
    }
  }
  return undefined;
}

/** Keeps what was read, and removes what was kept before in that folder. A folder that cannot be written keeps nothing. */
export async function keepParsed(cache: ParsedCache, knowledge: Knowledge, warnings: Fault[]): Promise<void> {
  const name = nameOf(cache, knowledge.hash);
  const beside = join(cache.write, `${name}.${randomUUID()}.part`);
  try {
    await mkdir(cache.write, { recursive: true });
    await writeFile(
      beside,
      JSON.stringify({ knowledge: { ...knowledge, topics: [...knowledge.topics] }, warnings }),
    );
    await rename(beside, join(cache.write, name));
    for (const other of await readdir(cache.write)) {
      if (other.startsWith(PREFIX) && other !== name) await rm(join(cache.write, other), { force: true });
    }
  } catch {
    await rm(beside, { force: true }).catch(() => {});
  }
}

function nameOf(cache: ParsedCache, hash: string): string {
  return `${PREFIX}${createHash("sha256").update(`${cache.version}\n${hash}`).digest("hex").slice(0, 32)}.json`;
}
