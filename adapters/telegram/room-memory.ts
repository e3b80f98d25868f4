import { z } from "zod";
import type { ChannelPorts } from "../../src/channel/contract.ts";

/** A thread that was opened under a key; without `ids` its card is not known to be there. */
const opening = z.object({ key: z.string(), thread: z.string(), ids: z.array(z.string()).optional() });
export type Opening = z.infer<typeof opening>;

const stored = z.object({
  /** The chat the operator named: what is remembered of another one is no use. */
  of: z.string(),
  chat: z.string(),
  openings: z.array(opening),
  shelved: z.array(z.string()),
});

/** Attempts at one opening follow each other; threads put away and never written to again need no reopening. */
const rememberedOpenings = 50;
const rememberedShelved = 200;
const cursorName = "staff";

/** What must be known of the staff's chat across restarts, small and bounded: in memory, and under one cursor. */
export function roomMemory(configured: string) {
  let cursor: ChannelPorts["cursor"] | undefined;
  let chat = configured;
  let openings: Opening[] = [];
  let shelved: string[] = [];
  let loaded: Promise<void> | undefined;

  async function load(): Promise<void> {
    const raw = await cursor?.get(cursorName);
    const known = raw === undefined ? undefined : stored.safeParse(parsed(raw)).data;
    if (known?.of !== configured) return;
    chat = known.chat;
    openings = [...known.openings, ...openings];
    shelved = [...known.shelved, ...shelved];
  }

  async function save(): Promise<void> {
    const value = JSON.stringify({ of: configured, chat, openings, shelved });
    await cursor?.set(cursorName, value);
  }

  return {
    attach(ports: ChannelPorts): void {
      cursor = ports.cursor;
    },
    /** Resolves when what was stored is known; rejects only when the store failed, and may be asked again. */
    ready(): Promise<void> {
      if (cursor === undefined) return Promise.resolve();
      loaded ??= load().catch((error: unknown) => {
        loaded = undefined;
        throw error;
      });
      return loaded;
    },
    /** The chat's present id. */
    chat: () => chat,
    /** Group or supergroup, before or after a move: both ids are the staff's chat. */
    holds: (id: string) => id === configured || id === chat,
    async follow(to: string): Promise<void> {
      if (to === chat) return;
      chat = to;
      await save();
    },
    opening: (key: string) => openings.find((one) => one.key === key),
    async opened(one: Opening): Promise<void> {
      openings = [...openings.filter(({ key }) => key !== one.key), one].slice(-rememberedOpenings);
      await save();
    },
    isShelved: (thread: string) => shelved.includes(thread),
    async shelve(thread: string, away: boolean): Promise<void> {
      const others = shelved.filter((one) => one !== thread);
      shelved = (away ? [...others, thread] : others).slice(-rememberedShelved);
      await save();
    },
    /** A thread that is no more. */
    async forget(thread: string): Promise<void> {
      openings = openings.filter((one) => one.thread !== thread);
      shelved = shelved.filter((one) => one !== thread);
      await save();
    },
  };
}

export type RoomMemory = ReturnType<typeof roomMemory>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
