import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TOY_DIMENSIONS, toyVector, toyWords } from "./toy-language.ts";

/** What the model gives: a vector a token, or one a text under the usual name. */
export type OnnxOutput = "tokens" | "sentence";

/**
 * Writes a sentence model of a few kilobytes, with its tokenizer: the vectors of the toy language, looked up by word.
 * The real thing in shape (ONNX, opset 13), made by hand: a model is a protocol buffer.
 */
export async function writeOnnxFolder(folder: string, output: OnnxOutput = "tokens"): Promise<void> {
  const words = ["[PAD]", "[UNK]", ...toyWords()];
  const table = new Float32Array(words.length * TOY_DIMENSIONS);
  words.slice(2).forEach((word, i) => {
    table.set(toyVector(word), (i + 2) * TOY_DIMENSIONS);
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "model.onnx"), modelOf(table, words.length, output));
  await writeFile(join(folder, "tokenizer.json"), JSON.stringify(tokenizerOf(words)));
}

function tokenizerOf(words: readonly string[]) {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: { type: "Lowercase" },
    pre_tokenizer: { type: "Whitespace" },
    post_processor: null,
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: "[UNK]",
    },
  };
}

// Of onnx.proto: the numbers of the fields that are used here.
const MODEL = { irVersion: 1, graph: 7, opset: 8 };
const OPSET = { version: 2 };
const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, output: 2, operator: 4, attribute: 5 };
const ATTRIBUTE = { name: 1, integer: 3, integers: 8, type: 20 };
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 };
const VALUE = { name: 1, type: 2 };
const FLOAT = 1;
const INT64 = 7;

function modelOf(table: Float32Array, rows: number, output: OnnxOutput): Uint8Array {
  const tensor = [
    ...number(TENSOR.dims, rows),
    ...number(TENSOR.dims, TOY_DIMENSIONS),
    ...number(TENSOR.type, FLOAT),
    ...text(TENSOR.name, "table"),
    ...bytes(TENSOR.raw, [...new Uint8Array(table.buffer)]),
  ];
  const gather = node("Gather", ["table", "input_ids"], "last_hidden_state");
  const mean = node("ReduceMean", ["last_hidden_state"], "sentence_embedding", [
    ...bytes(NODE.attribute, [
      ...text(ATTRIBUTE.name, "axes"),
      ...number(ATTRIBUTE.integers, 1),
      ...number(ATTRIBUTE.type, 7),
    ]),
    ...bytes(NODE.attribute, [
      ...text(ATTRIBUTE.name, "keepdims"),
      ...number(ATTRIBUTE.integer, 0),
      ...number(ATTRIBUTE.type, 2),
    ]),
  ]);
  const graph = [
    ...bytes(GRAPH.node, gather),
    ...(output === "sentence" ? bytes(GRAPH.node, mean) : []),
    ...text(GRAPH.name, "toy"),
    ...bytes(GRAPH.initializer, tensor),
    ...["input_ids", "attention_mask"].flatMap((name) => bytes(GRAPH.input, value(name, INT64, ["n", "w"]))),
    ...bytes(GRAPH.output, value("last_hidden_state", FLOAT, ["n", "w", TOY_DIMENSIONS])),
    ...(output === "sentence"
      ? bytes(GRAPH.output, value("sentence_embedding", FLOAT, ["n", TOY_DIMENSIONS]))
      : []),
  ];
  const opset = number(OPSET.version, 13);
  return Uint8Array.from([
    ...number(MODEL.irVersion, 8),
    ...bytes(MODEL.graph, graph),
    ...bytes(MODEL.opset, opset),
  ]);
}

function node(operator: string, inputs: string[], output: string, attributes: number[] = []): number[] {
  const names = inputs.flatMap((input) => text(NODE.input, input));
  return [...names, ...text(NODE.output, output), ...text(NODE.operator, operator), ...attributes];
}

/** A named input or output with its shape; a word stands for a length that is known when it runs. */
function value(name: string, type: number, shape: (number | string)[]): number[] {
  const dims = shape.flatMap((size) => bytes(1, typeof size === "string" ? text(2, size) : number(1, size)));
  return [...text(VALUE.name, name), ...bytes(VALUE.type, bytes(1, [...number(1, type), ...bytes(2, dims)]))];
}

function number(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}

function text(field: number, value: string): number[] {
  return bytes(field, [...new TextEncoder().encode(value)]);
}

function bytes(field: number, value: number[]): number[] {
  return [...varint((field << 3) | 2), ...varint(value.length), ...value];
}

function varint(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [low] : [low | 128, ...varint(Math.floor(value / 128))];
}
