import { streamStatus } from "./api.ts";
import type { Change } from "./timeline.ts";

/** Waits between attempts after the browser itself gave up, in milliseconds. */
const WAITS = [1_000, 2_000, 5_000, 10_000, 30_000];
const UNAUTHORIZED = 401;

export interface Connection {
  close(): void;
}

/**
 * Follows the customer's stream for as long as the page is open, over every broken connection.
 * `lost` is called once when the token no longer holds.
 */
export function follow(
  token: string,
  tell: { change(change: Change): void; connected(yes: boolean): void; lost(): void },
): Connection {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = "";
  let attempt = 0;
  let closed = false;

  const connect = (): void => {
    const position = lastId === "" ? "" : `&lastEventId=${lastId}`;
    source = new EventSource(`/api/web/events?token=${encodeURIComponent(token)}${position}`);
    source.onopen = () => {
      attempt = 0;
      tell.connected(true);
    };
    source.onerror = () => {
      tell.connected(false);
      // Otherwise the browser itself connects again, with the last id it saw.
      if (source?.readyState === EventSource.CLOSED) void again();
    };
    source.addEventListener("message", (event) => {
      lastId = event.lastEventId;
      tell.change({ type: "message", message: JSON.parse(event.data) });
    });
    source.addEventListener("state", (event) =>
      tell.change({ type: "state", state: JSON.parse(event.data) }),
    );
    source.addEventListener("typing", (event) => {
      tell.change({ type: "typing", until: Date.now() + Number(JSON.parse(event.data).forMs ?? 0) });
    });
  };

  const again = async (): Promise<void> => {
    const status = await streamStatus(token);
    if (closed) return;
    if (status === UNAUTHORIZED) return tell.lost();
    const wait = WAITS[Math.min(attempt, WAITS.length - 1)] ?? 1_000;
    attempt += 1;
    timer = setTimeout(connect, wait);
  };

  connect();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}
