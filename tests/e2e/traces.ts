import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Every file of a folder, whole: database, its log, caches. */
export async function filesOf(folder: string): Promise<{ file: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        return { file, bytes: await readFile(file) };
      }),
  );
}

/** Where any of the needles stands, as "file: needle's name". A needle in another case counts too. */
export function traces(
  places: { file: string; bytes: Buffer | string }[],
  needles: Record<string, string>,
): string[] {
  return places.flatMap(({ file, bytes }) => {
    const text = bytes.toString("latin1" as BufferEncoding).toLowerCase();
    return Object.entries(needles).flatMap(([name, needle]) =>
      text.includes(Buffer.from(needle.toLowerCase()).toString("latin1")) ? [`${file}: ${name}`] : [],
    );
  });
}
