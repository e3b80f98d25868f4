import { AppError, reasonOf } from "../errors.ts";
import type { Match } from "../matching/match.ts";
import type { Circumstances } from "../matching/rank.ts";
import type { CacheLog } from "./cache.ts";
import type { FromWorker, IndexInfo, ToWorker, WorkerTask } from "./protocol.ts";
import { startWorker, workerFile } from "./worker-file.ts";

/** One worker with one index. */
export interface Thread {
  /** Settles when the index is there, or rejects with what stopped it. */
  ready: Promise<{ bytes?: Uint8Array; info: IndexInfo }>;
  /** Rejects with AppError("internal") when the worker fails or ends meanwhile. One call at a time. */
  match(text: string, circumstances: Circumstances): Promise<Match>;
  stop(): Promise<void>;
}

/** The worker's own file: compiled beside us, or the source when we run from source. */
export function ownWorkerFile(): URL {
  return workerFile(import.meta.url, "match-worker");
}

export function startThread(file: URL, task: WorkerTask, log: CacheLog): Thread {
  const worker = startWorker(file, task);
  const ready = deferred<{ bytes?: Uint8Array; info: IndexInfo }>();
  let waiting: { id: number; resolve(match: Match): void; reject(error: Error): void } | undefined;
  let lastId = 0;
  let ended: AppError | undefined;
  const fail = (error: AppError) => {
    ended ??= error;
    ready.reject(error);
    waiting?.reject(error);
    waiting = undefined;
  };
  worker.on("message", (message: FromWorker) => {
    if (message.type === "ready") ready.resolve(message);
    else if (message.type === "log") log(message.message, message.details);
    else if (message.type === "refused") fail(new AppError(message.code, message.reason));
    else if (waiting?.id === message.id) {
      if (message.type === "match") waiting.resolve(message.match);
      else waiting.reject(new AppError("internal", `The matcher failed on a text: ${message.reason}`));
      waiting = undefined;
    }
  });
  worker.on("error", (error) => fail(stopped(reasonOf(error))));
  worker.on("exit", (code) => fail(stopped(`its thread ended with ${code}`)));
  ready.promise.catch(() => {});
  return {
    ready: ready.promise,
    match: (text, circumstances) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        lastId += 1;
        waiting = { id: lastId, resolve, reject };
        const question: ToWorker = { id: lastId, text, circumstances };
        worker.postMessage(question);
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
}

function stopped(reason: string): AppError {
  return new AppError("internal", `The matcher stopped: ${reason}.`, { retryable: true });
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
