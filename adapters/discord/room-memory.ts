import { z } from "zod";
import type { ChannelPorts } from "../../src/channel/contract.ts";

/** An opening that was begun. Without a thread nobody knows yet what came of it; `card` is a message that has none yet. */
const opening = z.object({
  key: z.string(),
  title: z.string(),
  /** First line of the card, and the epoch milliseconds of the first attempt: by these it is found again. */
  line: z.string(),
  since: z.number(),
  card: z.string().optional(),
  thread: z.string().optional(),
});
/** A post of which nobody knows whether it is there. */
const doubt = z.object({ key: z.string(), since: z.number() });

const stored = z.object({ of: z.string(), openings: z.array(opening), doubts: z.array(doubt) });

export type Opening = z.infer<typeof opening>;

/** Attempts at one thing follow each other closely. */
const rememberedOpenings = 50;
const rememberedDoubts = 50;
const cursorName = "staff";

/** What must be known of the staff's channel across restarts, small and bounded: in memory, and under one cursor. */
export function roomMemory(channelId: string) {
  let cursor: ChannelPorts["cursor"] | undefined;
  let openings: Opening[] = [];
  let doubts: z.infer<typeof doubt>[] = [];
  let loaded: Promise<void> | undefined;

  async function load(): Promise<void> {
    const known = stored.safeParse(parsed(await cursor?.get(cursorName))).data;
    if (known?.of !== channelId) return;
    openings = [...known.openings, ...openings];
    doubts = [...known.doubts, ...doubts];
  }

  async function save(): Promise<void> {
    await cursor?.set(cursorName, JSON.stringify({ of: channelId, openings, doubts }));
  }

  return {
    attach(ports: ChannelPorts): void {
      cursor = ports.cursor;
    },
    /** Resolves when what was stored is known; rejects when the store failed, and may be asked again. */
    ready(): Promise<void> {
      if (cursor === undefined) return Promise.resolve();
      loaded ??= load().catch((error: unknown) => {
        loaded = undefined;
        throw error;
      });
      return loaded;
    },
    opening: (key: string) => openings.find((one) => one.key === key),
    /** True for a thread that another opening came to. */
    isTaken: (thread: string) => openings.some((one) => (one.thread ?? one.card) === thread),
    async begun(one: Opening): Promise<void> {
      openings = [...openings.filter(({ key }) => key !== one.key), one].slice(-rememberedOpenings);
      await save();
    },
    async forget(key: string): Promise<void> {
      openings = openings.filter((one) => one.key !== key);
      await save();
    },
    /** Titles and first lines of cases name their customers. Needs no `attach`. */
    async forgetCases(conversations: readonly string[], given: ChannelPorts["cursor"]): Promise<void> {
      cursor ??= given;
      await this.ready();
      const left = openings.filter(({ key }) => !key.split("/").some((part) => conversations.includes(part)));
      if (left.length === openings.length) return;
      openings = left;
      await save();
    },
    doubtedSince: (key: string) => doubts.find((one) => one.key === key)?.since,
    /** `since` undefined: it is known how the post ended. */
    async doubt(key: string, since: number | undefined): Promise<void> {
      const others = doubts.filter((one) => one.key !== key);
      doubts = (since === undefined ? others : [...others, { key, since }]).slice(-rememberedDoubts);
      await save();
    },
  };
}

export type RoomMemory = ReturnType<typeof roomMemory>;

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
