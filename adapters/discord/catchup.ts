import type { Log } from "../../src/log.ts";
import type { DiscordApi } from "./api.ts";
import { backoffMs } from "./errors.ts";
import type { Known } from "./known.ts";
import { isNewer } from "./payload.ts";

export interface CatchUpParts {
  api: DiscordApi;
  log: Log;
  /** Runs in the order of the place, behind what came before and ahead of what comes after. */
  inOrder(channelId: string, task: () => Promise<void>): void;
  seen(channelId: string): Promise<string | undefined>;
  /** Stores a page of history, oldest first, and remembers that we are this far. */
  take(place: Known, messages: unknown[], newest: string): Promise<void>;
  forget(channelId: string): Promise<void>;
  delay(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

export interface CatchUp {
  /** Reads what was written in these places while we were away. */
  begin(places: readonly Known[]): void;
  /** A new event waits behind this place's history: it is read at once. */
  hurry(channelId: string): void;
  /** True while history of the place is missing: its cursor must not pass over it. */
  isBehind(channelId: string): boolean;
}

/** Calls at a time: history is read in the background of what happens now. */
const atOnce = 3;
const pageSize = 100;
/** So often a place waits for the pace Discord asks for before what is written now goes ahead of its history. */
const mostPauses = 20;
const longestPauseMs = 5_000;
/** No such channel, no access, no permission: it is not ours to read any more. */
const gone = new Set([10003, 50001, 50013]);

export function catchUp(parts: CatchUpParts): CatchUp {
  const { api, log, signal } = parts;
  const turns = turnsOf(atOnce);
  const behind = new Set<string>();

  async function read(place: Known): Promise<void> {
    const { channelId } = place;
    let after = await parts.seen(channelId);
    while (after !== undefined && !signal.aborted) {
      const query = { after, limit: String(pageSize) };
      const messages = oldestFirst(await page(channelId, query));
      const newest = messages.at(-1)?.id;
      if (newest === undefined || !isNewer(newest, after)) return;
      await parts.take(place, messages, newest);
      after = messages.length < pageSize ? undefined : newest;
    }
  }

  /** One page. For the pace of many places at once it waits here, ahead of what came live, so that the order is kept. */
  async function page(channelId: string, query: Record<string, string>): Promise<unknown> {
    for (let pauses = 0; ; pauses += 1) {
      try {
        return await api.call("GET", `/channels/${channelId}/messages`, { query, signal });
      } catch (error) {
        const fault = api.faultOf(error);
        if (fault.kind !== "limited" || fault.afterMs > longestPauseMs || pauses >= mostPauses) throw error;
        await parts.delay(fault.afterMs, signal);
        if (signal.aborted) throw error;
      }
    }
  }

  function attempt(place: Known, failures: number): void {
    const { channelId } = place;
    behind.add(channelId);
    parts.inOrder(channelId, async () => {
      const release = await turns.enter(channelId);
      try {
        if (!signal.aborted) await read(place);
        behind.delete(channelId);
      } catch (error) {
        const fault = api.faultOf(error);
        log.warn({ reason: fault.detail, attempt: failures + 1 }, "discord history not read");
        if (fault.kind === "refused" && (gone.has(fault.code) || fault.status === 404)) {
          behind.delete(channelId);
          await parts.forget(channelId).catch(() => undefined);
        } else {
          const asked = fault.kind === "limited" ? fault.afterMs : 0;
          void parts.delay(Math.max(backoffMs(failures + 1), asked), signal).then(() => {
            if (!signal.aborted) attempt(place, failures + 1);
          });
        }
      } finally {
        release();
      }
    });
  }

  return {
    begin(places) {
      for (const place of places) if (!behind.has(place.channelId)) attempt(place, 0);
    },
    hurry(channelId) {
      if (behind.has(channelId)) turns.hurry(channelId);
    },
    isBehind: (channelId) => behind.has(channelId),
  };
}

/** A few at a time, except for those in a hurry. */
function turnsOf(size: number) {
  const queue: { id: string; enter: () => void }[] = [];
  const hurried = new Set<string>();
  let taken = 0;
  const release = () => {
    taken -= 1;
    if (taken < size) queue.shift()?.enter();
  };
  return {
    async enter(id: string): Promise<() => void> {
      if (taken >= size && !hurried.delete(id)) {
        await new Promise<void>((resolve) => queue.push({ id, enter: resolve }));
      }
      hurried.delete(id);
      taken += 1;
      return release;
    },
    hurry(id: string): void {
      const at = queue.findIndex((one) => one.id === id);
      if (at >= 0) queue.splice(at, 1)[0]?.enter();
      else hurried.add(id);
    },
  };
}

/** Discord gives the newest first. */
function oldestFirst(answer: unknown): { id: string }[] {
  const list = Array.isArray(answer) ? answer : [];
  return list
    .filter((one): one is { id: string } => typeof Reflect.get(Object(one), "id") === "string")
    .sort((a, b) => (isNewer(a.id, b.id) ? 1 : -1));
}
