import type { ChannelPorts } from "../../src/channel/contract.ts";

/** The cursor that holds it. */
export const journalCursor = "attempts";

/** Whoever tries again does so within minutes: these are more than an hour of a busy room. */
const MOST = 200;

interface Attempt {
  /** Epoch milliseconds of the first attempt. */
  at: number;
  /** Ids of files at Slack that were about to be shown. */
  files: string[];
}

/**
 * Which posts were begun and may have been carried out, written down before each: a second attempt, also after a
 * restart, then looks whether the first arrived, and a first attempt need not.
 */
export interface Journal {
  /** From here on it outlives a restart. */
  attach(cursor: ChannelPorts["cursor"]): Promise<void>;
  earlier(key: string): Attempt | undefined;
  begin(key: string, files?: readonly string[]): Promise<void>;
  /** This was surely not carried out. */
  forget(key: string): void;
}

export function journal(now: () => number): Journal {
  const known = new Map<string, Attempt>();
  let store: ChannelPorts["cursor"] | undefined;

  return {
    async attach(cursor) {
      store = cursor;
      for (const [key, attempt] of read(await cursor.get(journalCursor))) known.set(key, attempt);
    },
    earlier: (key) => known.get(key),
    async begin(key, files = []) {
      const at = known.get(key)?.at ?? now();
      known.delete(key);
      known.set(key, { at, files: [...files] });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      const rows = [...known].map(([name, one]) => [name, one.at, one.files]);
      // A store that cannot write has stopped the core already; this process still remembers.
      await store?.set(journalCursor, JSON.stringify(rows)).catch(() => undefined);
    },
    forget: (key) => void known.delete(key),
  };
}

function read(text: string | undefined): [string, Attempt][] {
  try {
    const rows: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(rows) ? rows.flatMap(entryOf) : [];
  } catch {
    return [];
  }
}

function entryOf(row: unknown): [string, Attempt][] {
  if (!Array.isArray(row)) return [];
  const [key, at, files] = row as unknown[];
  if (typeof key !== "string" || typeof at !== "number") return [];
  const ids = Array.isArray(files) ? files.filter((id) => typeof id === "string") : [];
  return [[key, { at, files: ids }]];
}
