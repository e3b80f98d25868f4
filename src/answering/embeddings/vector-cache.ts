import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf } from "../../errors.ts";
import type { CacheLog } from "../cache.ts";

/** Vectors by `textKey`, all of one length. */
export type Vectors = Map<string, Float32Array>;

// The layout: magic, length of a vector, number of vectors, zero; SHA-256 of all that follows; the keys; the vectors.
// Little-endian, as every machine that Node runs on.
const MAGIC = 0x4b465631;
const KEY_BYTES = 16;
const DIGEST_AT = 16;
const HEAD_BYTES = 48;

/** What a text is known by in the cache: the text itself is not kept. */
export function textKey(text: string): string {
  return createHash("sha256")
    .update(text)
    .digest("hex")
    .slice(0, 2 * KEY_BYTES);
}

/** Path of the cache of one embedder. */
export function vectorFile(folder: string, embedderId: string): string {
  return join(folder, `${textKey(embedderId)}.vectors`);
}

/** The kept vectors; none when there is no file, or (told to `log`) a damaged one. */
export async function readVectors(file: string, log: CacheLog): Promise<Vectors> {
  try {
    const bytes = new Uint8Array(await readFile(file));
    const view = new DataView(bytes.buffer);
    const [magic, size, count] = [0, 4, 8].map((at) => view.getUint32(at, true));
    const whole = magic === MAGIC && (await digestOf(bytes)) === hex(bytes.subarray(DIGEST_AT, HEAD_BYTES));
    if (whole && size !== undefined && count !== undefined) return vectorsIn(bytes, size, count);
    log("The cache of vectors is damaged; they are asked for again.", { file });
  } catch (error) {
    const absent = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!absent)
      log("The cache of vectors cannot be read; they are asked for again.", {
        file,
        reason: reasonOf(error),
      });
  }
  return new Map();
}

/** Writes whole or not at all. */
export async function writeVectors(file: string, folder: string, vectors: Vectors): Promise<void> {
  const size = [...vectors.values()][0]?.length ?? 0;
  const bytes = new Uint8Array(HEAD_BYTES + vectors.size * (KEY_BYTES + 4 * size));
  const view = new DataView(bytes.buffer);
  for (const [place, value] of [MAGIC, size, vectors.size].entries()) view.setUint32(4 * place, value, true);
  const values = new Float32Array(bytes.buffer, HEAD_BYTES + vectors.size * KEY_BYTES);
  let n = 0;
  for (const [key, vector] of vectors) {
    bytes.set(Buffer.from(key, "hex"), HEAD_BYTES + n * KEY_BYTES);
    values.set(vector, n * size);
    n += 1;
  }
  bytes.set(Buffer.from(await digestOf(bytes), "hex"), DIGEST_AT);
  await mkdir(folder, { recursive: true });
  const beside = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(beside, bytes);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

function vectorsIn(bytes: Uint8Array, size: number, count: number): Vectors {
  const values = new Float32Array(bytes.buffer, HEAD_BYTES + count * KEY_BYTES, count * size);
  const vectors: Vectors = new Map();
  for (let n = 0; n < count; n++) {
    const at = HEAD_BYTES + n * KEY_BYTES;
    vectors.set(hex(bytes.subarray(at, at + KEY_BYTES)), values.subarray(n * size, (n + 1) * size));
  }
  return vectors;
}

/** Off the main thread: the cache of a large model is tens of megabytes. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.subarray(HEAD_BYTES))));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
