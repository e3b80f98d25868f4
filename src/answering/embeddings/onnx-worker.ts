import { parentPort, workerData } from "node:worker_threads";
import { reasonOf } from "../../errors.ts";
import { loadOnnxModel } from "./onnx-model.ts";

export interface ToOnnx {
  id: number;
  texts: readonly string[];
}

export type FromOnnx =
  | { type: "ready"; embedderId: string }
  | { type: "refused"; reason: string }
  | { type: "vectors"; id: number; dimensions: number; values: Float32Array }
  | { type: "failed"; id: number; reason: string };

// A thread of its own computes: a model takes tens of milliseconds a text, in which the server would stand still.

function send(message: FromOnnx): void {
  parentPort?.postMessage(message);
}

try {
  const folder: string = workerData;
  const model = await loadOnnxModel(folder);
  parentPort?.on("message", ({ id, texts }: ToOnnx) => {
    model.embed(texts).then(
      (vectors) => send({ type: "vectors", id, ...vectors }),
      (error) => send({ type: "failed", id, reason: reasonOf(error) }),
    );
  });
  send({ type: "ready", embedderId: model.id });
} catch (error) {
  send({ type: "refused", reason: reasonOf(error) });
}
