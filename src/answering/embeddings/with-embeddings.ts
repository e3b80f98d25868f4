import { AppError, reasonOf } from "../../errors.ts";
import type { Corpus } from "../../matching/corpus.ts";
import type { Match } from "../../matching/match.ts";
import type { Answering, TextSense } from "../answering.ts";
import type { CacheLog } from "../cache.ts";
import { breaker } from "./breaker.ts";
import { type Embedder, embeddingsError, type Timing, within } from "./embedder.ts";
import { guardedText } from "./texts.ts";
import { obtainVectors, textsOf, withVectors } from "./vectors.ts";

export interface EmbeddingsHealth {
  state: "off" | "building" | "ok" | "degraded";
  /** What is wrong, and what to do. */
  detail?: string;
}

export interface EmbeddedAnswering extends Answering {
  embeddings(): EmbeddingsHealth;
}

export interface EmbeddedOptions {
  /** Tried again, once a minute, when it rejects. */
  open(): Promise<Embedder>;
  /** Where vectors are kept. */
  folder: string;
  timing: Timing;
  log: CacheLog;
  /** Longest that a text waits for its vector. */
  deadlineMs?: number;
}

const DEADLINE_MS = 150;
const RETRY_MS = 60_000;
/** Texts whose vectors are asked for at once. In a rush the rest is matched by words alone. */
const AT_ONCE = 8;

/**
 * The matcher with a second opinion. It serves words alone at once, and goes over to an index with vectors as soon as
 * that is built. A text whose vector is late, or does not come, is matched by its words, within the same deadline.
 */
export function withEmbeddings(
  answering: Answering,
  corpus: Corpus,
  options: EmbeddedOptions,
): EmbeddedAnswering {
  return new Embedded(answering, corpus, options);
}

class Embedded implements EmbeddedAnswering {
  readonly #answering: Answering;
  readonly #options: EmbeddedOptions;
  readonly #breaker = breaker();
  #opening: Promise<Embedder> | undefined;
  #embedder: Embedder | undefined;
  /** Length of the vectors that the served index knows; undefined while it knows none. */
  #dimensions: number | undefined;
  #fault: string | undefined;
  #waiting = 0;
  #preparing = new AbortController();
  #prepared: Promise<void>;

  constructor(answering: Answering, corpus: Corpus, options: EmbeddedOptions) {
    this.#answering = answering;
    this.#options = options;
    this.#prepared = this.#prepare(corpus);
  }

  async match(text: string, sense: TextSense = {}): Promise<Match> {
    const { timing, deadlineMs = DEADLINE_MS } = this.#options;
    const start = timing.now();
    const vector = await this.#vectorOf(text);
    const spentMs = Math.min(timing.now() - start, deadlineMs);
    return this.#answering.match(text, { ...sense, vector, spentMs });
  }

  async reload(corpus: Corpus): Promise<void> {
    await this.#answering.reload(corpus);
    this.#dimensions = undefined;
    this.#preparing.abort();
    this.#prepared = this.#prepare(corpus);
  }

  async settled(): Promise<void> {
    await this.#prepared;
    await this.#answering.settled();
  }

  info() {
    return this.#answering.info();
  }

  embeddings(): EmbeddingsHealth {
    if (this.#fault !== undefined) return { state: "degraded", detail: this.#fault };
    if (this.#dimensions === undefined) return { state: "building" };
    const reason = this.#breaker.reason();
    if (reason === undefined) return { state: "ok" };
    return {
      state: "degraded",
      detail: `${reason} Words alone decide meanwhile; it is tried twice a minute.`,
    };
  }

  async close(): Promise<void> {
    this.#preparing.abort();
    const opened = await this.#opening?.catch(() => undefined);
    await Promise.all([this.#answering.close(), opened?.close(), this.#prepared]);
  }

  async #vectorOf(text: string): Promise<Float32Array | undefined> {
    const { timing, deadlineMs = DEADLINE_MS, log } = this.#options;
    const embedder = this.#embedder;
    const dimensions = this.#dimensions;
    if (!embedder || dimensions === undefined || this.#waiting >= AT_ONCE) return undefined;
    if (!this.#breaker.allows(timing.now())) return undefined;
    this.#waiting += 1;
    try {
      const ask = (signal: AbortSignal) => embedder.embed([guardedText(text)], signal);
      const [vector] = await within(timing, deadlineMs, undefined, ask);
      if (vector?.length !== dimensions) {
        throw embeddingsError(
          `A vector has ${vector?.length ?? 0} numbers, those of the index ${dimensions}: the model was changed under its name. Restart kefu.`,
        );
      }
      this.#breaker.succeeded();
      return vector;
    } catch (error) {
      const before = this.#breaker.reason();
      this.#breaker.failed(timing.now(), reasonOf(error));
      const reason = this.#breaker.reason();
      if (before === undefined && reason !== undefined)
        log("Vectors of meaning do not come; words alone decide.", { reason });
      return undefined;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Opened once, but again after a failure. */
  async #opened(): Promise<Embedder> {
    this.#opening ??= this.#options.open();
    try {
      this.#embedder = await this.#opening;
      return this.#embedder;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /** Builds the index with vectors beside the one that serves; tries again later when that fails. */
  async #prepare(corpus: Corpus): Promise<void> {
    const own = new AbortController();
    this.#preparing = own;
    try {
      const embedder = await this.#opened();
      const { folder, timing, log } = this.#options;
      const source = { embedder, folder, timing, log, signal: own.signal };
      const sensed = withVectors(corpus, embedder.id, await obtainVectors(textsOf(corpus), source));
      await this.#answering.settled();
      if (own.signal.aborted) return;
      await this.#answering.reload(sensed);
      if (own.signal.aborted) return;
      if (this.#answering.info().hash !== sensed.hash)
        throw new AppError("internal", "The index with vectors gave way to a newer one.");
      this.#dimensions = sensed.vectors?.dimensions;
      this.#fault = undefined;
    } catch (error) {
      if (own.signal.aborted) return;
      this.#fault = `${reasonOf(error)} Words alone decide; it is tried again every minute.`;
      this.#options.log("There is no index with vectors; words alone decide.", { reason: reasonOf(error) });
      const again = () => {
        if (!own.signal.aborted) this.#prepared = this.#prepare(corpus);
      };
      own.signal.addEventListener("abort", this.#options.timing.after(RETRY_MS, again));
    }
  }
}
