import { serverSentEvents } from "../../src/commands/sse.ts";

interface StreamEvent {
  event: string;
  data: unknown;
}

/** A server-sent stream as a browser holds it: what came, and a way to wait for what is to come. */
export interface Stream {
  events(): StreamEvent[];
  /** All that was read, as it came over the wire. */
  raw(): string;
  waitFor<T>(look: (events: StreamEvent[]) => T | undefined, what: string): Promise<T>;
  /** Cuts the connection, as a lost network does. */
  cut(): Promise<void>;
}

const GUARD_MS = 10_000;

export async function openStream(url: string, headers: Record<string, string>): Promise<Stream> {
  const over = new AbortController();
  const answer = await fetch(url, { headers, signal: over.signal });
  if (answer.status !== 200 || answer.body === null) throw new Error(`the stream answered ${answer.status}`);
  const events: StreamEvent[] = [];
  const watchers = new Set<() => void>();
  let raw = "";
  async function* chunks(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      const text = decoder.decode(chunk, { stream: true });
      raw += text;
      yield text;
    }
  }
  const reading = (async () => {
    for await (const { event, data } of serverSentEvents(chunks(answer.body as ReadableStream<Uint8Array>))) {
      events.push({ event, data: JSON.parse(data) });
      for (const look of watchers) look();
    }
  })().catch(() => undefined);
  return {
    events: () => events,
    raw: () => raw,
    waitFor: (look, what) =>
      new Promise((found, missed) => {
        const guard = setTimeout(() => {
          watchers.delete(check);
          missed(new Error(`${what} did not come. What came:\n${JSON.stringify(events, null, 1)}`));
        }, GUARD_MS);
        const check = () => {
          const value = look(events);
          if (value === undefined) return;
          clearTimeout(guard);
          watchers.delete(check);
          found(value);
        };
        watchers.add(check);
        check();
      }),
    async cut() {
      over.abort();
      await reading;
    },
  };
}
