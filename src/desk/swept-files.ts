import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { KeptBytes } from "./kept-bytes.ts";

const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;

/** Sweeps files that nobody sent a minute from now and then hourly. The returned function ends it, after a run under way. */
export function sweepFiles(parts: {
  files: Pick<KeptBytes, "sweep">;
  after(ms: number, work: () => void): () => void;
  log: Pick<Log, "error">;
}): () => Promise<void> {
  let cancel: () => void;
  let running = Promise.resolve();
  let over = false;
  const next = (ms: number): void => {
    cancel = parts.after(ms, () => {
      running = parts.files
        .sweep()
        .catch((error) => parts.log.error({ reason: reasonOf(error) }, "unsent files were not swept away"))
        .then(() => {
          if (!over) next(EVERY_MS);
        });
    });
  };
  next(FIRST_MS);
  return async () => {
    over = true;
    cancel();
    await running;
  };
}
