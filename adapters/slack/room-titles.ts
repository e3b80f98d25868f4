import type { SlackApi } from "./api.ts";

const MOST_REMEMBERED = 300;

export type RoomTitles = ReturnType<typeof roomTitles>;

/** Titles of threads: a card that is changed keeps its own, which stands in its metadata as well. */
export function roomTitles(api: SlackApi, channel: string) {
  const known = new Map<string, string>();

  function note(thread: string, title: string): void {
    known.delete(thread);
    known.set(thread, title);
    const [oldest] = known.keys();
    if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
  }

  return {
    note,
    /** A title names a customer; it is asked for again where it is needed. */
    forget: () => known.clear(),
    /** Undefined when it cannot be had: the card's own words say what it is about. */
    async of(thread: string, signal: AbortSignal): Promise<string | undefined> {
      const title = known.get(thread) ?? (await read(thread, signal).catch(() => undefined));
      if (title !== undefined) note(thread, title);
      return title;
    },
  };

  async function read(thread: string, signal: AbortSignal): Promise<string | undefined> {
    const asked = { channel, ts: thread, limit: 1, include_all_metadata: true };
    const { messages } = await api.call("conversations.replies", asked, { signal, timeoutMs: 5_000 });
    const list: unknown[] = Array.isArray(messages) ? messages : [];
    const card = list.find((one) => Reflect.get(Object(one), "ts") === thread);
    const metadata = Object(Reflect.get(Object(card), "metadata"));
    const title: unknown = Reflect.get(Object(Reflect.get(metadata, "event_payload")), "title");
    return typeof title === "string" ? title : undefined;
  }
}
