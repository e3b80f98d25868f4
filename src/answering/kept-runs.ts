import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { AppError, reasonOf } from "../errors.ts";
import type { Verdict } from "./verdict.ts";

/** Name of a run over this question set with these options: the same content gives the same name. */
export function runName(contents: readonly (string | number | undefined)[]): string {
  const hash = createHash("sha256").update(JSON.stringify(contents.map((content) => content ?? null)));
  return `${hash.digest("hex").slice(0, 32)}.jsonl`;
}

const Line = z.object({ text: z.string(), label: z.string(), did: z.string(), score: z.number() });

/**
 * A run as it was kept: one question a line, so that a version control system shows what changed. Undefined when there
 * is no such file. Throws AppError("input_invalid") that names the file when it is no run.
 */
export async function readRun(file: string): Promise<Verdict[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && Reflect.get(cause, "code") === "ENOENT") return undefined;
    throw new AppError("input_invalid", `${file} cannot be read: ${reasonOf(cause)}`, { cause });
  }
  try {
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => Line.parse(JSON.parse(line)));
  } catch (cause) {
    throw new AppError(
      "input_invalid",
      `${file} is no run of kefu eval. Name another file, or write it anew with --update-baseline.`,
      { cause },
    );
  }
}

/** Keeps a run, whole or not at all, readable by its owner alone: the questions are the operator's own customers'. */
export async function writeRun(file: string, verdicts: readonly Verdict[]): Promise<void> {
  const beside = `${file}.${randomUUID()}.part`;
  const lines = verdicts.map(({ text, label, did, score }) => JSON.stringify({ text, label, did, score }));
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(beside, `${lines.join("\n")}\n`, { mode: 0o600 });
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {});
    throw new AppError("input_invalid", `${file} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}
