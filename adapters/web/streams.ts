import type { RawResponse } from "../../src/channel/http.ts";
import { reasonOf } from "../../src/errors.ts";
import { TooOften } from "./answers.ts";
import { type Every, frame, type StreamSource, stream } from "./stream.ts";

/** Tabs one visitor may have open at once. */
const MAX_STREAMS = 20;
/** A typing sign fades by itself after this long, should no message come. */
const TYPING_MS = 6_000;

/** All open streams: typing reaches every tab of a visitor, closing ends them all. */
export interface StreamHub {
  /** The handler of one new stream. @throws TooOften when the visitor has too many open. */
  open(source: Omit<StreamSource, "every" | "failed">): NonNullable<RawResponse["stream"]>;
  typing(spaceId: string): void;
  closeAll(): void;
}

export function streamHub(
  every: Every,
  warn: (fields: Record<string, unknown>, message: string) => void,
): StreamHub {
  const open = new Map<string, Set<(chunk: string) => void>>();
  const closing = new AbortController();
  const failed = (error: unknown): void =>
    warn({ reason: reasonOf(error) }, "a web stream ended: the store failed");
  return {
    open(source) {
      const id = source.space.id;
      if ((open.get(id)?.size ?? 0) >= MAX_STREAMS) {
        throw new TooOften("This session has too many streams open. Close some.", 10_000);
      }
      return async (push, closed) => {
        const tabs = open.get(id) ?? new Set();
        open.set(id, tabs.add(push));
        try {
          await stream({ ...source, every, failed }, push, AbortSignal.any([closed, closing.signal]));
        } finally {
          tabs.delete(push);
          if (tabs.size === 0) open.delete(id);
        }
      };
    },
    typing(spaceId) {
      for (const push of open.get(spaceId) ?? []) push(frame("typing", { forMs: TYPING_MS }));
    },
    closeAll() {
      closing.abort();
    },
  };
}
