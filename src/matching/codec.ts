import { AppError } from "../errors.ts";
import { soundReaderOf } from "./by-sound.ts";
import type { Calibration } from "./calibrate.ts";
import { type Concepts, lexiconOf } from "./concepts.ts";
import type { DenseScorer } from "./dense.ts";
import type { Detector } from "./detector.ts";
import type { Detectors } from "./detectors.ts";
import type { Logistic } from "./logistic.ts";
import type { Scorer } from "./model.ts";
import type { MatchIndex } from "./rank.ts";
import { spellerOf } from "./spelling.ts";

/** Raised whenever the same corpus gives another index, so that older cache files are not taken for current ones. */
export const ALGORITHM_VERSION = 12;

// The layout: magic, length of the head, checksum of all that follows, head (JSON), then the arrays, each at a
// multiple of 8 bytes. Little-endian, as every machine that Node runs on.
const MAGIC = 0x4b464931;
const PREAMBLE_BYTES = 12;
const ALIGNMENT = 8;

interface Head {
  version: number;
  hash: string;
  names: readonly string[];
  topics: number;
  lines: number;
  meaningLines: number;
  concepts: Concepts | null;
  calibration: Calibration;
  /** Left out when the index was made without vectors. */
  vectorCalibration?: Calibration;
  words: readonly string[];
  phrasings: number;
  human: DetectorHead | null;
  urgent: DetectorHead | null;
  /** Of each space that the detectors read. */
  detectorLines: readonly number[];
  lengths: number[];
}

interface DetectorHead {
  judge: Logistic;
  threshold: number;
}

/** The index as bytes: the same index gives the same bytes. */
export function encodeIndex(index: MatchIndex): Uint8Array {
  const arrays = [...modelArrays(index), index.vocabulary.counts, ...detectorsArrays(index.detectors)];
  const head: Head = {
    version: ALGORITHM_VERSION,
    hash: index.hash,
    names: index.names,
    topics: index.model.topics,
    lines: index.model.text.space.lines,
    meaningLines: index.model.meaning.space.lines,
    concepts: index.concepts ?? null,
    calibration: index.calibration,
    ...(index.vectorCalibration && { vectorCalibration: index.vectorCalibration }),
    words: index.vocabulary.words,
    phrasings: index.phrasings,
    human: detectorHead(index.detectors.human),
    urgent: detectorHead(index.detectors.urgent),
    detectorLines: index.detectors.spaces.map((space) => space.lines),
    lengths: arrays.map((array) => array.length),
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const start = aligned(PREAMBLE_BYTES + json.length);
  const size = arrays.reduce((sum, array) => sum + aligned(array.byteLength), start);
  const bytes = new Uint8Array(size);
  bytes.set(json, PREAMBLE_BYTES);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.length, true);
  view.setUint32(8, checksum(bytes.subarray(PREAMBLE_BYTES)), true);
  return bytes;
}

/**
 * Reads `encodeIndex` bytes. The index looks into them and does not copy: they must not change any more.
 * Throws AppError("index_missing") when they are damaged or of another version.
 */
export function decodeIndex(file: Uint8Array): MatchIndex {
  // Numbers of eight bytes are read in place only where they are aligned.
  const bytes =
    file.byteOffset % ALIGNMENT === 0
      ? new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
      : new Uint8Array(file);
  const head = readHead(bytes);
  const take = reader(bytes, aligned(PREAMBLE_BYTES + jsonLength(bytes)), head.lengths);
  const scorer = (lines: number): Scorer => ({
    space: { keys: take(Float64Array), idf: take(Float32Array), lines },
    weights: { width: head.names.length, values: take(Int8Array), scales: take(Float32Array) },
  });
  const model: MatchIndex["model"] = {
    classes: head.names.length,
    topics: head.topics,
    text: scorer(head.lines),
    meaning: scorer(head.meaningLines),
    neighbours: {
      starts: take(Int32Array),
      lines: take(Uint32Array),
      values: take(Uint8Array),
      scales: take(Float32Array),
      classOf: take(Uint16Array),
      classLengths: take(Float32Array),
    },
  };
  if (head.vectorCalibration) model.dense = takeDense(head.names.length, take);
  const vocabulary = { words: head.words, counts: take(Int32Array) };
  const detectors = readDetectors(head, take);
  return {
    hash: head.hash,
    names: head.names,
    model,
    calibration: head.calibration,
    ...(head.vectorCalibration && { vectorCalibration: head.vectorCalibration }),
    detectors,
    vocabulary,
    concepts: head.concepts ?? undefined,
    lexicon: lexiconOf(head.concepts ?? undefined),
    speller: spellerOf(vocabulary),
    sounds: soundReaderOf(model.text.space),
    phrasings: head.phrasings,
  };
}

type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Int8Array | Uint8Array;

function modelArrays({ model }: MatchIndex): Numbers[] {
  const { text, meaning, neighbours, dense } = model;
  return [
    ...scorerArrays(text),
    ...scorerArrays(meaning),
    neighbours.starts,
    neighbours.lines,
    neighbours.values,
    neighbours.scales,
    neighbours.classOf,
    neighbours.classLengths,
    ...(dense ? [dense.mean, dense.weights.values, dense.weights.scales, dense.centres] : []),
  ];
}

function takeDense(classes: number, take: Take): DenseScorer {
  return {
    mean: take(Float32Array),
    weights: { width: classes, values: take(Int8Array), scales: take(Float32Array) },
    centres: take(Float32Array),
  };
}

function scorerArrays({ space, weights }: Scorer): Numbers[] {
  return [space.keys, space.idf, weights.values, weights.scales];
}

function detectorsArrays({ spaces, alarms, human, urgent, notWishes }: Detectors): Numbers[] {
  return [
    alarms,
    notWishes,
    ...spaces.flatMap(({ keys, idf }) => [keys, idf]),
    ...(human?.weights ?? []),
    ...(urgent?.weights ?? []),
  ];
}

function detectorHead(detector: Detector | undefined): DetectorHead | null {
  return detector ? { judge: detector.judge, threshold: detector.threshold } : null;
}

function readDetectors({ detectorLines, human, urgent }: Head, take: Take): Detectors {
  const alarms = take(Uint8Array);
  const notWishes = take(Float64Array);
  const spaces = detectorLines.map((lines) => ({ keys: take(Float64Array), idf: take(Float32Array), lines }));
  const detector = (head: DetectorHead | null): Detector | undefined =>
    head === null ? undefined : { weights: spaces.map(() => take(Float32Array)), ...head };
  return { spaces, alarms, human: detector(human), urgent: detector(urgent), notWishes };
}

function readHead(bytes: Uint8Array): Head {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole =
    bytes.length > PREAMBLE_BYTES &&
    view.getUint32(0, true) === MAGIC &&
    view.getUint32(8, true) === checksum(bytes.subarray(PREAMBLE_BYTES));
  if (!whole) throw new AppError("index_missing", "The index file is damaged: build the index again.");
  const json = bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + jsonLength(bytes));
  const head: Head = JSON.parse(new TextDecoder().decode(json));
  if (head.version !== ALGORITHM_VERSION) {
    throw new AppError("index_missing", "The index file is of another version: build the index again.");
  }
  return head;
}

function jsonLength(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
}

type Take = <T extends Numbers>(kind: {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}) => T;

/** Hands out the arrays one by one, in the order they were written. */
function reader(bytes: Uint8Array, start: number, lengths: readonly number[]): Take {
  let at = start;
  let next = 0;
  return (kind) => {
    const length = lengths[next] ?? 0;
    const array = new kind(bytes.buffer, bytes.byteOffset + at, length);
    at += aligned(length * kind.BYTES_PER_ELEMENT);
    next += 1;
    return array;
  };
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}

/** Four bytes at a time: an index has millions, and every start reads them. */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  let hash = 0x811c9dc5;
  for (let at = 0; at < whole; at += 4) {
    hash = Math.imul(hash ^ view.getUint32(at, true), 0x01000193);
    hash ^= hash >>> 15;
  }
  for (const byte of bytes.subarray(whole)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
