import type { ChannelPorts, FileRef, Space } from "../../src/channel/contract.ts";
import type { ConversationState, StreamItem } from "../../src/channel/stream.ts";
import { addressOf } from "./files.ts";

/** A repeating timer; returns the stop. */
export type Every = (ms: number, tick: () => void) => () => void;

const PAGE = 200;
/** Proxies cut a silent connection, the strictest after 30 s. */
const HEARTBEAT_MS = 20_000;
/** How long a browser waits before it connects again. */
const RECONNECT_MS = 2_000;

export interface StreamSource {
  ports: Pick<ChannelPorts, "replay" | "state" | "watch">;
  space: Space;
  /** Shown until the space has a conversation. */
  conversationId: string;
  afterSeq: number;
  every: Every;
  /** Told once, when the stream ends because the store failed; the browser then connects again. */
  failed(error: unknown): void;
}

/**
 * One customer's stream: all that is stored after `afterSeq`, then what comes, each item once and in order;
 * the conversation's state at the start and whenever it differs. Resolves when `closed` aborts or the store fails.
 */
export function stream(
  source: StreamSource,
  push: (chunk: string) => void,
  closed: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    let over = false;
    let busy = false;
    let stale = false;
    const send = follower(source, (chunk) => {
      if (!over) push(chunk);
    });

    // One replay at a time: a change that comes meanwhile makes one more round, never a second reader.
    const catchUp = async (): Promise<void> => {
      stale = true;
      if (busy) return;
      busy = true;
      try {
        while (stale && !over) {
          stale = false;
          await send(closed);
        }
      } catch (error) {
        source.failed(error);
        end();
      }
      busy = false;
    };
    const end = (): void => {
      if (over) return;
      over = true;
      unwatch();
      stopHeartbeat();
      closed.removeEventListener("abort", end);
      resolve();
    };

    push(`retry: ${RECONNECT_MS}\n\n`);
    const unwatch = source.ports.watch(source.space, () => void catchUp());
    const stopHeartbeat = source.every(HEARTBEAT_MS, () => push(": here\n\n"));
    closed.addEventListener("abort", end, { once: true });
    if (closed.aborted) end();
    else void catchUp();
  });
}

/** One server-sent event; only messages carry an id, for they alone can be replayed. */
export function frame(event: "message" | "typing" | "state", data: unknown, id?: number): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Sends what is new since its last call, page by page, then the state if it differs from the last one sent. */
function follower(
  source: StreamSource,
  push: (chunk: string) => void,
): (closed: AbortSignal) => Promise<void> {
  const { ports, space } = source;
  const unopened: ConversationState = {
    conversationId: source.conversationId,
    status: "open",
    owner: "bot",
    rating: false,
  };
  let seq = source.afterSeq;
  let shown = "";
  return async (closed) => {
    for (;;) {
      const items = await ports.replay(space, seq, PAGE);
      if (closed.aborted) return;
      for (const item of items) {
        if (item.seq <= seq) continue;
        seq = item.seq;
        push(frame("message", messageData(item), item.seq));
      }
      if (items.length < PAGE) break;
    }
    const state = (await ports.state(space)) ?? unopened;
    const { conversationId, status, owner, rating } = state;
    const chunk = frame("state", { conversationId, status, owner, rating });
    if (chunk !== shown) push(chunk);
    shown = chunk;
  };
}

/** What a customer's page is told of one item: exactly the promised fields. */
function messageData(item: StreamItem): Record<string, unknown> {
  return {
    id: item.part === 0 ? item.messageId : `${item.messageId}#${item.part}`,
    seq: item.seq,
    author: item.author,
    ...(item.name === undefined ? {} : { name: item.name }),
    text: item.text,
    ...(item.choices.length === 0
      ? {}
      : { choices: item.choices.map(({ token, label }) => ({ token, label })) }),
    ...(item.files.length === 0
      ? {}
      : { files: item.files.map((file, place) => shown(file, item.seq, place)) }),
    at: item.at,
    ...(item.inReplyTo === undefined ? {} : { inReplyTo: item.inReplyTo }),
    ...(item.editedAt === undefined ? {} : { editedAt: item.editedAt }),
    ...(item.removed ? { removed: true } : {}),
  };
}

/** A file as a page shows it: its platform's own handle stays here. */
function shown({ kind, name, mime, bytes }: FileRef, seq: number, place: number): Record<string, unknown> {
  return { kind, name: name ?? kind, mime, bytes, url: addressOf(seq, place) };
}
