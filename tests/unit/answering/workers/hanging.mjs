// Stands in for the matcher's thread: never comes back from "hang", ends at "crash", answers all else at once.
import { parentPort, workerData } from "node:worker_threads";

const bytes = workerData.bytes ?? new Uint8Array(1);
const hash = workerData.corpus?.hash ?? "kept";

parentPort.on("message", ({ id, text }) => {
  if (text === "crash") process.exit(3);
  while (text === "hang");
  parentPort.postMessage({ type: "match", id, match: { ranked: [{ topic: text, probability: 1 }] } });
});
parentPort.postMessage({ type: "ready", bytes, info: { hash, cached: true, phrasings: 1, ms: 1 } });
