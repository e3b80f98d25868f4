import type { ChannelPorts, FileRef, InboundEvent, Receipt } from "../../../../src/channel/contract.ts";
import type { ConversationState, StreamItem } from "../../../../src/channel/stream.ts";
import { AppError } from "../../../../src/errors.ts";

/** The core's side of the port in memory, with the customer's stream as a list. */
export interface MemoryPorts extends ChannelPorts {
  /** Every event that was not a repeat, in order. */
  taken: InboundEvent[];
  /** Makes every promise of the store reject, as a full disk does. */
  broken: boolean;
  /** Appends to a space's stream and tells those who watch it. */
  say(spaceId: string, item: Partial<StreamItem> & Pick<StreamItem, "author" | "text">): StreamItem;
  /** Changes an item, and tells it again at the end: what was streamed before is streamed as it is now, as the store does. */
  alter(spaceId: string, messageId: string, change: Partial<StreamItem>): void;
  setState(spaceId: string, state: ConversationState): void;
  /** Replays asked for so far, and how many were under way at once at most. */
  replays: { count: number; atOnce: number };
  /** Awaited inside every replay: lets a test hold one open. */
  beforeReplay?: () => Promise<void>;
}

export function memoryPorts(now: () => number = () => 1_700_000_000_000): MemoryPorts {
  const cursors = new Map<string, string>();
  const receipts = new Map<string, Receipt>();
  const streams = new Map<string, StreamItem[]>();
  const states = new Map<string, ConversationState>();
  const watchers = new Map<string, Set<() => void>>();
  const uploads: { spaceId: string; file: FileRef; bytes: Uint8Array }[] = [];
  let seq = 0;
  let running = 0;
  const changed = (id: string): void => {
    for (const tell of watchers.get(id) ?? []) tell();
  };
  const usable = (): void => {
    if (ports.broken) throw new Error("disk full");
  };
  const ports: MemoryPorts = {
    taken: [],
    broken: false,
    replays: { count: 0, atOnce: 0 },
    now,
    form: async () => undefined,
    async receive({ events }) {
      usable();
      return events.map((event) => {
        const known = receipts.get(event.key);
        if (known !== undefined) return { ...known, outcome: "duplicate" as const };
        ports.taken.push(event);
        const receipt: Receipt = {
          key: event.key,
          outcome: "accepted",
          messageId: `msg${ports.taken.length}`,
          conversationId: `c-${event.space.id}`,
        };
        receipts.set(event.key, receipt);
        if (event.kind === "message") {
          ports.say(event.space.id, {
            author: "customer",
            text: event.text,
            files: event.files,
            messageId: receipt.messageId ?? "",
            at: event.at,
          });
        }
        return receipt;
      });
    },
    cursor: {
      get: async (name) => cursors.get(name),
      set: async (name, value) => void cursors.set(name, value),
    },
    async conversationOf(space) {
      usable();
      return `c-${space.id}`;
    },
    async replay(space, afterSeq, limit) {
      ports.replays.count += 1;
      running += 1;
      ports.replays.atOnce = Math.max(ports.replays.atOnce, running);
      // What is read is what was there when the read began, as in a database.
      const items = (streams.get(space.id) ?? []).filter((item) => item.seq > afterSeq).slice(0, limit);
      await ports.beforeReplay?.();
      running -= 1;
      usable();
      return items;
    },
    state: async (space) => states.get(space.id),
    file: async ({ id, name }) => ({ bytes: new TextEncoder().encode(id), name: name ?? "file" }),
    files: {
      async keep(space, { name, bytes }) {
        usable();
        const id = `up${"abcdefghijklmnopqrstuvwxyz".charAt(uploads.length)}`;
        const kind = name.endsWith(".png") ? ("image" as const) : ("document" as const);
        uploads.push({
          spaceId: space.id,
          file: { id, kind, name, mime: "", bytes: bytes.byteLength },
          bytes,
        });
        return { id, kind, name, mime: "", bytes: bytes.byteLength };
      },
      async find(space, id) {
        usable();
        return uploads.find(({ file, spaceId }) => file.id === id && spaceId === space.id)?.file;
      },
      async fetch({ id }) {
        const found = uploads.find(({ file }) => file.id === id);
        if (found === undefined) throw new AppError("not_found", "gone");
        return { bytes: found.bytes, name: found.file.name ?? "" };
      },
    },
    watch(space, tell) {
      const all = watchers.get(space.id) ?? new Set();
      watchers.set(space.id, all.add(tell));
      return () => void all.delete(tell);
    },
    say(spaceId, item) {
      seq += 1;
      const stored: StreamItem = {
        seq,
        messageId: `out${seq}`,
        part: 0,
        conversationId: `c-${spaceId}`,
        choices: [],
        files: [],
        at: now(),
        ...item,
      };
      streams.set(spaceId, [...(streams.get(spaceId) ?? []), stored]);
      changed(spaceId);
      return stored;
    },
    alter(spaceId, messageId, change) {
      const altered = (streams.get(spaceId) ?? []).map((item) =>
        item.messageId === messageId ? { ...item, ...change } : item,
      );
      const parts = new Map(
        altered.filter((item) => item.messageId === messageId).map((item) => [item.part, item]),
      );
      const again = [...parts.values()].map((item) => ({ ...item, seq: ++seq }));
      streams.set(spaceId, [...altered, ...again]);
      changed(spaceId);
    },
    setState(spaceId, state) {
      states.set(spaceId, state);
      changed(spaceId);
    },
  };
  return ports;
}
