import type { DiscordApi } from "./api.ts";
import { channelSchema } from "./payload.ts";

/** Which channels there are, and on which one a thread hangs: no message says so itself. */
export interface Places {
  /** Takes in what GUILD_CREATE, THREAD_LIST_SYNC and the like list. */
  note(payload: unknown): void;
  /** The channel a thread hangs on; undefined for a plain channel, and for one we have not heard of. */
  parentOf(channelId: string): string | undefined;
  /**
   * Asks Discord about a channel we have not heard of. False when Discord did not say: it may be anybody's place then,
   * the staff's as well as a customer's. Never rejects; one that is closed to us counts as a plain channel.
   */
  learn(channelId: string): Promise<boolean>;
}

const THREADS = new Set([10, 11, 12]);
/** No such channel, no access, no permission. */
const closed = new Set([10003, 50001, 50013]);
const mostRemembered = 20_000;

export function places(api: DiscordApi): Places {
  /** Channel id → its parent for a thread, "" for any other. */
  const parents = new Map<string, string>();

  function noteOne(raw: unknown): boolean {
    const parsed = channelSchema.safeParse(raw);
    if (!parsed.success) return false;
    const { id, type, parent_id: parent } = parsed.data;
    const oldest = parents.keys().next();
    if (parents.size >= mostRemembered && !oldest.done) parents.delete(oldest.value);
    parents.set(id, THREADS.has(type) ? (parent ?? "") : "");
    return true;
  }

  return {
    note(payload) {
      if (typeof payload !== "object" || payload === null) return;
      noteOne(payload);
      for (const list of [Reflect.get(payload, "channels"), Reflect.get(payload, "threads")])
        if (Array.isArray(list)) for (const one of list) noteOne(one);
    },
    parentOf: (channelId) => parents.get(channelId) || undefined,
    async learn(channelId) {
      if (parents.has(channelId)) return true;
      try {
        noteOne(await api.call("GET", `/channels/${channelId}`));
        return true;
      } catch (error) {
        const fault = api.faultOf(error);
        return fault.kind === "refused" && (closed.has(fault.code) || fault.status === 404);
      }
    },
  };
}
