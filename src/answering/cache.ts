import { randomUUID } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf } from "../errors.ts";
import { ALGORITHM_VERSION } from "../matching/codec.ts";

const EXTENSION = ".index";
const KEPT = 3;

/** Told what went wrong with a cache file; the index is built again instead. */
export type CacheLog = (message: string, details: Record<string, unknown>) => void;

/** Name of the file that holds the index of a corpus: another algorithm or another corpus, another name. */
export function indexFileName(hash: string): string {
  return `v${ALGORITHM_VERSION}-${hash.slice(0, 32)}${EXTENSION}`;
}

/** Paths at which the index of a corpus may lie, in the order of the folders. */
export function indexFiles(folders: readonly string[], hash: string): string[] {
  return folders.map((folder) => join(folder, indexFileName(hash)));
}

/** Bytes of the first file that exists, or undefined. Unreadable files are told to `log` and passed over. */
export async function readFirst(
  files: readonly string[],
  log: CacheLog,
): Promise<{ file: string; bytes: Uint8Array } | undefined> {
  for (const file of files) {
    try {
      return { file, bytes: await readFile(file) };
    } catch (error) {
      if (!isAbsent(error)) log("An index file cannot be read.", { file, reason: reasonOf(error) });
    }
  }
  return undefined;
}

/** Writes whole or not at all, and removes all but the three newest index files of the folder. */
export async function writeIndexFile(folder: string, hash: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, indexFileName(hash));
  const beside = `${file}.${randomUUID()}.part`;
  await writeFile(beside, bytes);
  await rename(beside, file);
  await removeOld(folder);
}

async function removeOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(EXTENSION));
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Takes the finished index of a corpus along from another folder, where it has one: then nothing need be trained. */
export async function copyIndex(from: string, to: string, hash: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const name = indexFileName(hash);
  try {
    await copyFile(join(from, name), join(to, name));
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}
