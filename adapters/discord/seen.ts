import type { ChannelPorts } from "../../src/channel/contract.ts";
import { seenCursor } from "./known.ts";
import { isNewer } from "./payload.ts";

/** How far each channel is stored: the id of its newest message we have, which only grows. */
export interface SeenIds {
  get(channelId: string): Promise<string | undefined>;
  /** The cursor to commit with what carries this id; undefined when we are further already. */
  next(channelId: string, id: string): Promise<{ name: string; value: string } | undefined>;
  stored(channelId: string, id: string): void;
  /** The history of a place that has none yet begins here. */
  begin(channelId: string, id: string): Promise<void>;
  /** Something that is not for us went by: noted now and then, so that a restart does not read it all again. */
  passed(channelId: string, id: string): Promise<void>;
  /** In memory alone: the cursor goes with whoever forgets the customer. */
  forget(channelId: string): void;
}

const noteEvery = 50;
const mostRemembered = 5_000;

export function seenIds(cursor: ChannelPorts["cursor"]): SeenIds {
  const ids = new Map<string, string | undefined>();
  const passing = new Map<string, number>();

  async function get(channelId: string): Promise<string | undefined> {
    if (!ids.has(channelId)) stored(channelId, await cursor.get(seenCursor(channelId)));
    return ids.get(channelId);
  }

  function stored(channelId: string, id: string | undefined): void {
    const oldest = ids.keys().next();
    if (ids.size >= mostRemembered && !oldest.done) ids.delete(oldest.value);
    ids.set(channelId, id);
  }

  return {
    get,
    async next(channelId, id) {
      const last = await get(channelId);
      return last !== undefined && !isNewer(id, last)
        ? undefined
        : { name: seenCursor(channelId), value: id };
    },
    stored,
    forget(channelId) {
      ids.delete(channelId);
      passing.delete(channelId);
    },
    async begin(channelId, id) {
      if ((await get(channelId)) !== undefined) return;
      await cursor.set(seenCursor(channelId), id);
      stored(channelId, id);
    },
    async passed(channelId, id) {
      const count = (passing.get(channelId) ?? 0) + 1;
      passing.set(channelId, count % noteEvery);
      if (count < noteEvery) return;
      await cursor.set(seenCursor(channelId), id);
      stored(channelId, id);
    },
  };
}
