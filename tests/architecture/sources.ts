import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One source file, its path from the root of the project with forward slashes. */
export interface Source {
  path: string;
  text: string;
}

/** Every TypeScript file below the folders, in order of path. A folder that does not exist has none. */
export async function readSources(folders: readonly string[]): Promise<Source[]> {
  const paths = (await Promise.all(folders.map(list))).flat().sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, "utf8") })));
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"));
}
