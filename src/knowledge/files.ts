import { open, readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { reasonOf } from "../errors.ts";
import { LOCALES } from "./entry.ts";
import type { Fault } from "./fault.ts";
import { sourceText } from "./parse.ts";

export const OFFICIAL_FILE = "official.yml";
export const CONCEPTS_FILE = "concepts.yml";
const LARGEST_BYTES = 1_000_000;
const LARGEST = "1 MB";
/** What editors, shells and file managers leave beside the file somebody works on. */
const TEMPORARY = /^[.#]|~$|\.(?:sw[a-z]|tmp|bak|orig|part)$/i;

/** One file as read: `path` below the knowledge folder with forward slashes, `text` with \n line ends. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Reads every file of the language folders, official.yml and concepts.yml, sorted by path. What cannot be read is a fault. */
export async function readSources(folder: string): Promise<{ files: SourceFile[]; faults: Fault[] }> {
  const { found, faults } = await listFiles(folder);
  const files: SourceFile[] = [];
  for (const { path, real, bytes } of found) {
    const read = bytes > LARGEST_BYTES ? tooLarge(path) : await readText(path, real, bytes);
    if ("reason" in read) faults.push(read);
    else files.push(read);
  }
  return { files, faults };
}

/** Changes whenever a file is added, removed, renamed or written; reads no contents. */
export async function folderSignature(folder: string): Promise<string> {
  const { found, faults } = await listFiles(folder);
  return JSON.stringify([found.map(({ path, bytes, mtimeMs }) => [path, bytes, mtimeMs]), faults]);
}

/** True for names that come and go beside the files people edit. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

interface FoundFile {
  path: string;
  real: string;
  bytes: number;
  mtimeMs: number;
}

interface Listing {
  root: string;
  found: FoundFile[];
  faults: Fault[];
}

async function listFiles(folder: string): Promise<{ found: FoundFile[]; faults: Fault[] }> {
  const listing: Listing = { root: folder, found: [], faults: [] };
  try {
    listing.root = await realpath(folder);
    const names = await readdir(listing.root);
    for (const name of [...LOCALES, OFFICIAL_FILE, CONCEPTS_FILE])
      if (names.includes(name)) await visit(listing, name, [listing.root]);
  } catch (error) {
    const mend = "Set KNOWLEDGE_DIR to the folder that holds zh/ and en/.";
    listing.faults.push({
      file: folder,
      line: 0,
      reason: `The folder cannot be read (${reasonOf(error)})`,
      mend,
    });
  }
  listing.found.sort((a, b) => (a.path < b.path ? -1 : 1));
  return listing;
}

/** `within` holds the real paths of the folders above, so that a link to one of them does not lead round in a ring. */
async function visit(listing: Listing, path: string, within: readonly string[]): Promise<void> {
  const refuse = (reason: string, mend: string) => listing.faults.push({ file: path, line: 0, reason, mend });
  try {
    const real = await realpath(join(listing.root, path));
    if (relative(listing.root, real).split(sep)[0] === "..")
      return void refuse("This link leads out of the knowledge folder", "Copy the file here instead.");
    const info = await stat(real);
    if (info.isFile()) {
      listing.found.push({ path, real, bytes: info.size, mtimeMs: info.mtimeMs });
    } else if (!info.isDirectory()) {
      refuse("This is neither a file nor a folder", "Remove it.");
    } else if (within.includes(real)) {
      refuse("This link leads back to a folder it lies in", "Remove it.");
    } else {
      for (const name of await readdir(real))
        if (!isTemporary(name)) await visit(listing, `${path}/${name}`, [...within, real]);
    }
  } catch (error) {
    refuse(`This cannot be read (${reasonOf(error)})`, "Check its permissions, or remove it.");
  }
}

async function readText(path: string, real: string, listed: number): Promise<SourceFile | Fault> {
  try {
    const bytes = await readAtMost(real, listed, LARGEST_BYTES + 1);
    if (bytes.byteLength > LARGEST_BYTES) return tooLarge(path);
    return { path, text: sourceText(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch (error) {
    if (error instanceof TypeError)
      return { file: path, line: 0, reason: "This is not UTF-8 text", mend: "Save it as UTF-8." };
    const mend = "Check its permissions, or remove it.";
    return { file: path, line: 0, reason: `This cannot be read (${reasonOf(error)})`, mend };
  }
}

/** A file may grow between being listed and being read: never more than `most` bytes come into memory. */
async function readAtMost(real: string, listed: number, most: number): Promise<Uint8Array> {
  const file = await open(real);
  try {
    // One byte more than was listed: a read that leaves it empty has met the end.
    let buffer = new Uint8Array(Math.min(listed + 1, most));
    let used = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, used, buffer.byteLength - used, used);
      used += bytesRead;
      if (bytesRead === 0 || used === most) return buffer.subarray(0, used);
      if (used < buffer.byteLength) continue;
      const larger = new Uint8Array(Math.min(2 * used, most));
      larger.set(buffer);
      buffer = larger;
    }
  } finally {
    await file.close();
  }
}

function tooLarge(path: string): Fault {
  return {
    file: path,
    line: 0,
    reason: `This file is larger than ${LARGEST}`,
    mend: "Split it, or remove it.",
  };
}
