import { api } from "./api.ts";
import type { FeedItem } from "./types.ts";

/** Waits between attempts after the browser itself gave up, in milliseconds. */
const WAITS = [500, 1_000, 2_000, 5_000, 10_000];
const KINDS = [
  "message",
  "delivery",
  "conversation",
  "edit",
  "delete",
  "rating",
  "sla",
  "fault",
  "alert",
  "tags",
] as const;
/** A timer of this step that comes much later tells of a sleep: the connection may be dead and not know it. */
const PULSE_MS = 5_000;
const SLEPT_MS = 90_000;

/** What passes: it has no number, and is not told again after a break. */
const PASSING = ["presence", "availability"] as const;

export interface FeedListener {
  passing(kind: (typeof PASSING)[number], data: Record<string, unknown>): void;
  item(item: FeedItem): void;
  /** The server does not know our number: everything must be read anew. It goes on from `seq`. */
  reset(seq: number): void;
  connected(yes: boolean): void;
  /** The session has ended. */
  signedOut(): void;
}

/** Follows the desk's feed from a number on for as long as the page is open, over every broken connection and every sleep. */
export function followFeed(from: number, tell: FeedListener): { close(): void } {
  let last = from;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let closed = false;

  const connect = (): void => {
    clearTimeout(timer);
    source?.close();
    const mine = new EventSource(`/api/desk/feed?lastEventId=${last}`);
    source = mine;
    mine.onopen = () => {
      attempt = 0;
      tell.connected(true);
    };
    mine.onerror = () => {
      tell.connected(false);
      if (mine.readyState === EventSource.CLOSED && mine === source) void again();
    };
    for (const kind of KINDS) {
      mine.addEventListener(kind, (event) => {
        const item = JSON.parse(event.data) as FeedItem;
        last = item.seq;
        tell.item(item);
      });
    }
    for (const kind of PASSING) {
      mine.addEventListener(kind, (event) => tell.passing(kind, JSON.parse(event.data)));
    }
    mine.addEventListener("reset", (event) => {
      last = Number(JSON.parse(event.data).seq);
      tell.reset(last);
    });
  };

  /** An EventSource is not told why it was refused: another call is. */
  const again = async (): Promise<void> => {
    const answer = await api.me();
    if (closed) return;
    if (!answer.ok && answer.status === 401) return tell.signedOut();
    const wait = WAITS[Math.min(attempt, WAITS.length - 1)] ?? 1_000;
    attempt += 1;
    timer = setTimeout(connect, wait);
  };

  let pulse = Date.now();
  const beat = setInterval(() => {
    const slept = Date.now() - pulse > SLEPT_MS;
    pulse = Date.now();
    if (slept) connect();
  }, PULSE_MS);
  const online = (): void => connect();
  addEventListener("online", online);
  connect();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      clearInterval(beat);
      removeEventListener("online", online);
      source?.close();
    },
  };
}
