import type { Live, LiveEvent } from "../desk/live.ts";
import type { DeskStore, FeedItem } from "../store/desk.ts";
import type { Store } from "../store/store.ts";
import type { Every } from "./deps.ts";
import type { StreamOut } from "./streams.ts";

const PAGE = 200;
/** Proxies cut a silent connection, the strictest after 30 s. */
const HEARTBEAT_MS = 20_000;
/** After an hour the stream ends and the client comes back by itself, so that a session's end is noticed. */
const LONGEST_HEARTBEATS = 180;
const RECONNECT_MS = 2_000;

export interface FeedSource {
  desk: Pick<DeskStore, "feed" | "lastSeq">;
  watch: Store["watch"];
  /** What is told in passing: without a number, and not again to who was not there. */
  live: Pick<Live, "listen">;
  /** The last sequence number the client saw; undefined begins at the newest. */
  after: number | undefined;
  every: Every;
  /** Asked before anything is told, and at every heartbeat: who was disabled, or whose session ended, hears nothing more. */
  stillAllowed(): Promise<boolean>;
}

/**
 * The desk's feed as server-sent events: all that came after `after`, then what comes, each item once and in order.
 * A client that asks for what has not happened yet (it knew another database) gets `reset` and must load anew.
 * Resolves when `closed` aborts; rejects when the store fails, and the client connects again.
 */
export async function followFeed(source: FeedSource, out: StreamOut, closed: AbortSignal): Promise<void> {
  let stale = true;
  let wake = (): void => {};
  const changed = (): void => {
    stale = true;
    wake();
  };
  const passing = new Map<string, LiveEvent>();
  const unlisten = source.live.listen((event) => {
    passing.set(`${event.kind} ${event.about}`, event);
    changed();
  });
  const end = new AbortController();
  // Watch first: what is written while the first page is read makes one more round.
  const unwatch = source.watch(changed);
  const stopHeartbeat = source.every(
    HEARTBEAT_MS,
    heartbeat(source, out, () => end.abort()),
  );
  closed.addEventListener("abort", () => end.abort(), { once: true });
  if (closed.aborted) end.abort();
  const over = end.signal;
  over.addEventListener("abort", changed, { once: true });
  try {
    let seq = await begin(source, out);
    while (!over.aborted) {
      stale = false;
      seq = await catchUp(source, out, seq, end);
      await tellPassing(source, out, passing, end);
      if (stale || over.aborted) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    unwatch();
    unlisten();
    stopHeartbeat();
  }
}

/** Opens the stream and tells where it begins. */
async function begin(source: FeedSource, out: StreamOut): Promise<number> {
  out.push(`retry: ${RECONNECT_MS}\n\n`);
  const newest = await source.desk.lastSeq();
  const after = source.after ?? newest;
  if (after > newest) {
    out.push(`id: ${newest}\nevent: reset\ndata: ${JSON.stringify({ seq: newest })}\n\n`);
    return newest;
  }
  // An id without data moves the browser's Last-Event-ID and is no event: a cut before the first one leaves no gap.
  out.push(`id: ${after}\n\n`);
  return after;
}

async function catchUp(
  source: FeedSource,
  out: StreamOut,
  after: number,
  end: AbortController,
): Promise<number> {
  const over = end.signal;
  let seq = after;
  for (;;) {
    const items = await source.desk.feed(seq, PAGE);
    if (items.length > 0 && !(await source.stillAllowed())) end.abort();
    for (const item of items) {
      if (over.aborted) return seq;
      seq = item.seq;
      out.push(frame(item));
      await out.drained();
    }
    if (items.length < PAGE || over.aborted) return seq;
  }
}

async function tellPassing(
  source: FeedSource,
  out: StreamOut,
  passing: Map<string, LiveEvent>,
  end: AbortController,
): Promise<void> {
  if (passing.size === 0 || end.signal.aborted) return;
  const events = [...passing.values()];
  passing.clear();
  if (!(await source.stillAllowed())) return end.abort();
  for (const { kind, data } of events) out.push(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  await out.drained();
}

function frame(item: FeedItem): string {
  const { seq, kind, at, conversationId, data } = item;
  return `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify({ seq, kind, at, conversationId, data })}\n\n`;
}

function heartbeat(source: FeedSource, out: StreamOut, end: () => void): () => void {
  let beats = 0;
  return () => {
    beats += 1;
    if (beats >= LONGEST_HEARTBEATS) return end();
    out.push(": here\n\n");
    source.stillAllowed().then(
      (allowed) => {
        if (!allowed) end();
      },
      () => end(),
    );
  };
}
