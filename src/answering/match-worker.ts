import { parentPort, workerData } from "node:worker_threads";
import { AppError, reasonOf } from "../errors.ts";
import { match } from "../matching/rank.ts";
import { obtainIndex } from "./obtain.ts";
import type { FromWorker, ToWorker, WorkerTask } from "./protocol.ts";

// A thread of its own holds the index: a text that takes too long costs this thread, never the server.

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}

const log = (message: string, details: Record<string, unknown>) => send({ type: "log", message, details });

try {
  const task: WorkerTask = workerData;
  const { index, bytes, info } = await obtainIndex(task, log);
  parentPort?.on("message", ({ id, text, circumstances }: ToWorker) => {
    try {
      send({ type: "match", id, match: match(index, text, circumstances) });
    } catch (error) {
      send({ type: "failed", id, reason: reasonOf(error) });
    }
  });
  send(info.cached ? { type: "ready", info } : { type: "ready", bytes, info });
} catch (error) {
  send({
    type: "refused",
    code: error instanceof AppError ? error.code : "internal",
    reason: reasonOf(error),
  });
}
