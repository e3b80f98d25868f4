import type { Worker } from "node:worker_threads";
import { AppError, reasonOf } from "../../errors.ts";
import { startWorker, workerFile } from "../worker-file.ts";
import { type Embedder, embeddingsError } from "./embedder.ts";
import type { FromOnnx, ToOnnx } from "./onnx-worker.ts";

interface Job {
  texts: readonly string[];
  resolve(vectors: Float32Array[]): void;
  reject(error: Error): void;
}

/**
 * A model of the operator's, in a thread of its own. Resolves when it is loaded; rejects with AppError
 * ("embeddings_failed") that says what is wrong with the folder. Should the thread end, every call rejects.
 */
export async function openOnnx(folder: string): Promise<Embedder> {
  const worker = startWorker(workerFile(import.meta.url, "onnx-worker"), folder);
  const queue: Job[] = [];
  let running: Job | undefined;
  let lastId = 0;
  let ended: Error | undefined;

  const next = () => {
    if (running || ended) return;
    running = queue.shift();
    if (!running) return;
    lastId += 1;
    const message: ToOnnx = { id: lastId, texts: running.texts };
    worker.postMessage(message);
  };
  const end = (error: Error) => {
    ended ??= error;
    for (const job of [running, ...queue.splice(0)]) job?.reject(ended);
    running = undefined;
  };
  worker.on("message", (message: FromOnnx) => {
    if (message.type === "vectors") running?.resolve(rowsOf(message));
    else if (message.type === "failed")
      running?.reject(embeddingsError(`The model failed: ${message.reason.replace(/\.?$/, ".")}`));
    else return;
    running = undefined;
    next();
  });
  const id = await loaded(worker, end);
  return {
    id,
    embed: (texts, signal) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const job: Job = { texts, resolve, reject };
        queue.push(job);
        // What has begun cannot be stopped; what waits need not be begun.
        signal.addEventListener("abort", () => {
          const place = queue.indexOf(job);
          if (place >= 0) queue.splice(place, 1);
          reject(new AppError("stopping", "No longer wanted."));
        });
        next();
      }),
    async close() {
      end(new AppError("stopping", "The model is closed."));
      await worker.terminate();
    },
  };
}

function loaded(worker: Worker, end: (error: Error) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      end(error);
      reject(error);
    };
    worker.on("message", (message: FromOnnx) => {
      if (message.type === "ready") resolve(message.embedderId);
      if (message.type === "refused") fail(embeddingsError(message.reason));
    });
    worker.on("error", (error) =>
      fail(embeddingsError(`The model's thread failed: ${reasonOf(error)}. Restart kefu.`)),
    );
    worker.on("exit", (code) =>
      fail(embeddingsError(`The model's thread ended with ${code}. Restart kefu.`)),
    );
  });
}

function rowsOf({ dimensions, values }: { dimensions: number; values: Float32Array }): Float32Array[] {
  return Array.from({ length: values.length / dimensions }, (_, row) =>
    values.slice(row * dimensions, (row + 1) * dimensions),
  );
}
