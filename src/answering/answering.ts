import { AppError, reasonOf } from "../errors.ts";
import type { Corpus } from "../matching/corpus.ts";
import type { Match } from "../matching/match.ts";
import type { Circumstances } from "../matching/rank.ts";
import { type CacheLog, indexFiles, readFirst } from "./cache.ts";
import type { IndexInfo, WorkerTask } from "./protocol.ts";
import { ownWorkerFile, startThread, type Thread } from "./thread.ts";

export interface AnsweringOptions {
  corpus: Corpus;
  /** Folders with finished indexes, tried in order. */
  cacheFolders: readonly string[];
  /** Where an index that had to be built is kept. */
  writeFolder: string;
  log: CacheLog;
  /** Longest a single match may take, in milliseconds. */
  deadlineMs?: number;
  /** Another worker, for tests. */
  workerFile?: URL;
}

/** What a text comes with. */
export interface TextSense extends Circumstances {
  /** Milliseconds that its vector took: they come off the deadline. */
  spentMs?: number;
}

/** The matcher as a service: in a thread of its own, with a deadline, and never without an index once open. */
export interface Answering {
  /**
   * Texts are matched one at a time, in order. Rejects with AppError("matcher_late", retryable) when one takes longer
   * than the deadline: its thread is ended and a new one serves the texts behind it.
   */
  match(text: string, sense?: TextSense): Promise<Match>;
  /**
   * Goes over to another corpus. Resolves when it is served: from the cache, or from a quick index that goes on from
   * the present one; then the exact index is built beside it, kept, and swapped in (see `settled`). Rejects, and
   * serves on as before, when no index can be made of the corpus. A later reload ends an earlier one.
   */
  reload(corpus: Corpus): Promise<void>;
  /** Resolves when no index is being built any more. */
  settled(): Promise<void>;
  info(): IndexInfo & { ready: boolean };
  close(): Promise<void>;
}

const DEADLINE_MS = 250;

/** Opens the service; resolves when it can match. Builds the index when no cache folder has it. */
export async function openAnswering(options: AnsweringOptions): Promise<Answering> {
  const service = new Service(options);
  await service.open();
  return service;
}

interface Serving {
  thread: Thread;
  /** Absent when the index lies in a cache file: it is read from there again when it is needed. */
  bytes?: Uint8Array;
  info: IndexInfo;
}

interface Job {
  text: string;
  sense: TextSense | undefined;
  resolve(match: Match): void;
  reject(error: Error): void;
}

/** A build may be given up for a newer one; a restart is awaited by a text. */
type Purpose = "build" | "restart";

class Service implements Answering {
  readonly #options: AnsweringOptions;
  readonly #starting = new Map<Thread, Purpose>();
  readonly #queue: Job[] = [];
  #serving: Serving | undefined;
  #last: Omit<Serving, "thread"> | undefined;
  #corpus: Corpus;
  #busy = false;
  #working: Thread | undefined;
  #closed = false;
  #generation = 0;
  #cold: Promise<void> = Promise.resolve();

  constructor(options: AnsweringOptions) {
    this.#options = options;
    this.#corpus = options.corpus;
  }

  async open(): Promise<void> {
    this.#serve(await this.#startCold(this.#corpus), this.#corpus);
  }

  match(text: string, sense?: TextSense): Promise<Match> {
    if (this.#closed) return Promise.reject(new AppError("stopping", "The matcher is closed."));
    return new Promise((resolve, reject) => {
      this.#queue.push({ text, sense, resolve, reject });
      void this.#work();
    });
  }

  async reload(corpus: Corpus): Promise<void> {
    const generation = ++this.#generation;
    await this.#stop("build");
    const superseded = () => generation !== this.#generation || this.#closed;
    const cold = this.#startCold(corpus)
      .then((next) => (superseded() ? next.thread.stop() : this.#serve(next, corpus)))
      .catch((error) => {
        if (superseded()) return;
        this.#options.log("The exact index was not built.", { reason: reasonOf(error) });
        throw error;
      });
    this.#cold = cold.catch(() => {});
    const kept = await readFirst(this.#files(corpus.hash), this.#options.log);
    // With vectors the lines are those that are served already: a quick index would be no better.
    const warmFrom = kept || corpus.vectors ? undefined : await this.#lastBytes();
    if (!warmFrom || superseded()) return cold;
    const warm = this.#start("build", { corpus, files: [], warmFrom })
      .then((next) => {
        // The exact index may have been there first: then the quick one has nothing to add.
        const late = this.#last?.info.hash === corpus.hash;
        return superseded() || late ? next.thread.stop() : this.#serve(next, corpus);
      })
      .catch(() => cold);
    await Promise.race([cold, warm]);
  }

  settled(): Promise<void> {
    return this.#cold;
  }

  info(): IndexInfo & { ready: boolean } {
    const info = this.#last?.info ?? { hash: "", cached: false, phrasings: 0, ms: 0 };
    return { ...info, ready: this.#serving !== undefined && !this.#closed };
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(new AppError("stopping", "The matcher is closed."));
    await Promise.all([this.#stop("build"), this.#stop("restart"), this.#serving?.thread.stop()]);
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
      try {
        job.resolve(await this.#inTime(job));
      } catch (error) {
        if (this.#closed) job.reject(new AppError("stopping", "The matcher is closed."));
        else job.reject(error instanceof Error ? error : new AppError("internal", reasonOf(error)));
      }
    }
    this.#busy = false;
  }

  async #inTime({ text, sense }: Job): Promise<Match> {
    const { thread } = this.#serving ?? (await this.#restart());
    const deadlineMs = this.#options.deadlineMs ?? DEADLINE_MS;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const tell = () =>
        reject(
          new AppError("matcher_late", `A text took over ${deadlineMs} ms to match.`, { retryable: true }),
        );
      // We may be the late ones: an answer that came while this thread was busy is read before this is said.
      timer = setTimeout(() => setImmediate(tell), deadlineMs - (sense?.spentMs ?? 0));
    });
    this.#working = thread;
    try {
      return await Promise.race([thread.match(text, { vector: sense?.vector, before: sense?.before }), late]);
    } catch (error) {
      // It hangs or has ended: the next text starts another thread with the same index.
      if (this.#serving?.thread === thread && isPassing(error)) this.#serving = undefined;
      throw error;
    } finally {
      clearTimeout(timer);
      this.#working = undefined;
      if (this.#serving?.thread !== thread) await thread.stop();
    }
  }

  async #restart(): Promise<Serving> {
    if (!this.#last || this.#closed) throw new AppError("stopping", "The matcher is closed.");
    const next = await this.#startAgain(this.#last);
    // A reload may have brought a newer index meanwhile.
    if (this.#serving) await next.thread.stop();
    else this.#serving = next;
    return this.#serving ?? next;
  }

  /** Another thread with the index that served last; built anew should its cache file be gone. */
  async #startAgain({ bytes, info }: Omit<Serving, "thread">): Promise<Serving> {
    if (bytes) return this.#start("restart", { bytes, files: [] });
    try {
      return await this.#start("restart", { hash: info.hash, files: this.#files(info.hash) });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "index_missing") throw error;
      return this.#start("restart", {
        corpus: this.#corpus,
        files: [],
        writeFolder: this.#options.writeFolder,
      });
    }
  }

  async #lastBytes(): Promise<Uint8Array | undefined> {
    if (!this.#last || this.#last.bytes) return this.#last?.bytes;
    return (await readFirst(this.#files(this.#last.info.hash), this.#options.log))?.bytes;
  }

  #serve(next: Serving, corpus: Corpus): void {
    const before = this.#serving?.thread;
    this.#serving = next;
    const { thread: _, ...last } = next;
    this.#last = last;
    this.#corpus = corpus;
    // A thread that is at a text is stopped when it is through with it.
    if (before && before !== this.#working) void before.stop();
  }

  async #start(purpose: Purpose, task: WorkerTask): Promise<Serving> {
    const thread = startThread(this.#options.workerFile ?? ownWorkerFile(), task, this.#options.log);
    this.#starting.set(thread, purpose);
    try {
      return { thread, ...(await thread.ready) };
    } catch (error) {
      await thread.stop();
      throw error;
    } finally {
      this.#starting.delete(thread);
    }
  }

  async #stop(purpose: Purpose): Promise<void> {
    const threads = [...this.#starting].filter(([, own]) => own === purpose).map(([thread]) => thread);
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  /** The exact index: as it was kept, else built. A thread that only reads one is not burdened with the corpus. */
  async #startCold(corpus: Corpus): Promise<Serving> {
    const { hash } = corpus;
    const files = this.#files(hash);
    try {
      return await this.#start("build", { hash, files });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "index_missing") throw error;
      return this.#start("build", { corpus, files: [], writeFolder: this.#options.writeFolder });
    }
  }

  /** The folder that is written is also read, after the others. */
  #files(hash: string): string[] {
    const { cacheFolders, writeFolder } = this.#options;
    return indexFiles([...new Set([...cacheFolders, writeFolder])], hash);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && error.retryable;
}
