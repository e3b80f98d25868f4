import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tokenizer } from "@huggingface/tokenizers";
import type { InferenceSession, Tensor } from "onnxruntime-web";
import { reasonOf } from "../../errors.ts";
import { embeddingsError } from "./embedder.ts";

/** A sentence model in memory. Both libraries are loaded with the first one, not before. */
export interface OnnxModel {
  /** Hash of the model and its tokenizer. */
  id: string;
  /** One row a text, one after the other. */
  embed(texts: readonly string[]): Promise<{ dimensions: number; values: Float32Array }>;
}

/** What models of sentences take in one go. */
const MOST_TOKENS = 512;

/**
 * Loads `model.onnx`, `tokenizer.json` and, where there is one, `tokenizer_config.json`. Throws AppError
 * ("embeddings_failed") that names what is missing or unfit.
 */
export async function loadOnnxModel(folder: string): Promise<OnnxModel> {
  const [modelBytes, tokenizerText] = await Promise.all([
    needed(folder, "model.onnx"),
    needed(folder, "tokenizer.json"),
  ]);
  const config = await readFile(join(folder, "tokenizer_config.json"), "utf8").catch(() => "{}");
  try {
    const { Tokenizer } = await import("@huggingface/tokenizers");
    const ort = await import("onnxruntime-web");
    // More threads would compete with the server for the same cores.
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = "error";
    const tokenizer = new Tokenizer(JSON.parse(tokenizerText.toString("utf8")), JSON.parse(config));
    const session = await ort.InferenceSession.create(modelBytes, { executionProviders: ["wasm"] });
    const id = createHash("sha256").update(modelBytes).update(tokenizerText).digest("hex");
    return { id: `onnx ${id}`, embed: (texts) => embed(texts, { tokenizer, session, tensor: ort.Tensor }) };
  } catch (error) {
    throw embeddingsError(
      `The model in EMBEDDINGS_DIR (${folder}) cannot be loaded: ${firstLine(error)}. It takes an ONNX model of sentences, its tokenizer.json, and the optional dependencies of kefu (npm ci without --omit=optional).`,
    );
  }
}

interface Loaded {
  tokenizer: Tokenizer;
  session: InferenceSession;
  tensor: typeof Tensor;
}

async function embed(texts: readonly string[], loaded: Loaded) {
  const { session } = loaded;
  const { feeds, mask, width } = inputsOf(texts, loaded);
  const results = await session.run(feeds);
  const name = session.outputNames.includes("sentence_embedding")
    ? "sentence_embedding"
    : (session.outputNames[0] ?? "");
  const output = results[name];
  if (!output || !(output.data instanceof Float32Array)) {
    throw embeddingsError(`The model's output "${name}" holds no numbers of 32 bits.`);
  }
  const dimensions = output.dims.at(-1) ?? 0;
  if (output.dims.length === 2) return { dimensions, values: unitRows(output.data.slice(), dimensions) };
  return { dimensions, values: unitRows(pooled(output.data, mask, width, dimensions), dimensions) };
}

/** What the model asks for, of token ids, mask and types; short texts are filled up and masked out. */
function inputsOf(texts: readonly string[], { tokenizer, session, tensor }: Loaded) {
  const encoded = texts.map((text) => tokensOf(tokenizer, text));
  const width = Math.max(1, ...encoded.map((ids) => ids.length));
  const ids = new BigInt64Array(texts.length * width);
  const mask = new BigInt64Array(texts.length * width);
  encoded.forEach((own, row) => {
    own.forEach((id, i) => {
      ids[row * width + i] = BigInt(id);
      mask[row * width + i] = 1n;
    });
  });
  const known: Record<string, BigInt64Array> = {
    input_ids: ids,
    attention_mask: mask,
    token_type_ids: new BigInt64Array(ids.length),
  };
  const feeds = Object.fromEntries(
    session.inputNames.map((name) => {
      const values = known[name];
      if (!values) throw embeddingsError(`The model asks for "${name}", which a text does not have.`);
      return [name, new tensor("int64", values, [texts.length, width])];
    }),
  );
  return { feeds, mask, width };
}

/** Token ids, bounded: the last token closes the text and stays. Some tokenizers have no id for what they do not know. */
function tokensOf(tokenizer: Tokenizer, text: string): readonly number[] {
  const ids = tokenizer.encode(text).ids.filter((id: number) => Number.isInteger(id));
  return ids.length <= MOST_TOKENS ? ids : [...ids.slice(0, MOST_TOKENS - 1), ...ids.slice(-1)];
}

/** The mean of each text's own tokens. */
function pooled(data: Float32Array, mask: BigInt64Array, width: number, dimensions: number): Float32Array {
  const values = new Float32Array((mask.length / width) * dimensions);
  for (let token = 0; token < mask.length; token++) {
    if (mask[token] === 0n) continue;
    const row = Math.floor(token / width) * dimensions;
    for (let i = 0; i < dimensions; i++) {
      values[row + i] = (values[row + i] ?? 0) + (data[token * dimensions + i] ?? 0);
    }
  }
  return values;
}

/** Unit length makes a mean of a sum. */
function unitRows(values: Float32Array, dimensions: number): Float32Array {
  for (let row = 0; row < values.length; row += dimensions) {
    const own = values.subarray(row, row + dimensions);
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    for (let i = 0; length > 0 && i < dimensions; i++) own[i] = (own[i] ?? 0) / length;
  }
  return values;
}

async function needed(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    throw embeddingsError(`EMBEDDINGS_DIR (${folder}) has no readable ${name}: ${reasonOf(error)}.`);
  }
}

function firstLine(error: unknown): string {
  return reasonOf(error).split("\n")[0]?.slice(0, 300) ?? "";
}
