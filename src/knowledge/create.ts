import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, reasonOf } from "../errors.ts";

/**
 * Writes new files below a folder: all of them, or none. Never overwrites: throws AppError("conflict") that names the
 * file that is there, and "input_invalid" when it cannot write.
 */
export async function createFiles(
  folder: string,
  files: readonly { path: string; text: string }[],
): Promise<void> {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: "wx" });
      written.push(file);
    }
  } catch (cause) {
    for (const file of written) await rm(file, { force: true });
    const path = files[written.length]?.path ?? folder;
    if (cause instanceof Error && Reflect.get(cause, "code") === "EEXIST")
      throw new AppError(
        "conflict",
        `${path} exists already. Nothing was written: edit it, or choose another name.`,
      );
    throw new AppError("input_invalid", `${path} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}
