import { AppError } from "../errors.ts";

/** A stream's writing end. */
export interface StreamOut {
  push(chunk: string): void;
  /** Resolves when the reader has taken most of what was pushed, or the stream is over. */
  drained(): Promise<void>;
}

/** Writes one stream; the stream ends when the promise does, or with `closed`. */
type StreamRun = (out: StreamOut, closed: AbortSignal) => void | Promise<void>;

export interface Streams {
  /** @throws AppError stopping after `endAll`. */
  open(run: StreamRun, answer?: { status?: number; headers?: Record<string, string> }): Response;
  endAll(): void;
}

/** Pushed and not yet read; beyond it the reader is too slow, and is cut off to come back with its last id. */
const MAX_BEHIND_BYTES = 4 * 1_048_576;
const HIGH_WATER_BYTES = 65_536;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  // nginx would hold events back until its buffer is full.
  "x-accel-buffering": "no",
};

/** Keeps the open server-sent streams, so that a stop can end them all. */
export function streamKeeper(failed: (error: unknown) => void): Streams {
  const ends = new Set<() => void>();
  let over = false;
  return {
    open(run, answer = {}) {
      if (over)
        throw new AppError("stopping", "We are restarting. Connect again in a moment.", { retryable: true });
      const { body, end } = eventStream(run, failed, () => ends.delete(end));
      ends.add(end);
      return new Response(body, { status: answer.status ?? 200, headers: { ...HEADERS, ...answer.headers } });
    },
    endAll() {
      over = true;
      for (const end of [...ends]) end();
    },
  };
}

function eventStream(run: StreamRun, failed: (error: unknown) => void, ended: () => void) {
  const abort = new AbortController();
  const encoder = new TextEncoder();
  let wake: (() => void) | undefined;
  let controller: ReadableStreamDefaultController<Uint8Array>;

  const stop = (): boolean => {
    if (abort.signal.aborted) return false;
    abort.abort();
    wake?.();
    ended();
    return true;
  };
  const end = (): void => {
    if (stop()) controller.close();
  };
  const out: StreamOut = {
    push(chunk) {
      if (abort.signal.aborted) return;
      controller.enqueue(encoder.encode(chunk));
      if ((controller.desiredSize ?? 0) < HIGH_WATER_BYTES - MAX_BEHIND_BYTES) end();
    },
    async drained() {
      if (abort.signal.aborted || (controller.desiredSize ?? 1) > 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
        // Not before the caller has the stream: `run` may end it at once.
        queueMicrotask(() => void write());
      },
      pull() {
        wake?.();
      },
      // The client went away.
      cancel() {
        stop();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_BYTES }),
  );

  async function write(): Promise<void> {
    try {
      const writing = run(out, abort.signal);
      if (writing === undefined) return;
      await writing;
    } catch (error) {
      failed(error);
    }
    end();
  }
  return { body, end };
}
