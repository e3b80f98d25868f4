import type { StaffRoom } from "../channel/staff.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { Mirror } from "./mirror.ts";

const FEED_PAGE = 500;
/** The place in the feed is written down this often at least; what came after it is looked at again after a kill. */
const CURSOR_EVERY = 200;

/** Up to where in the feed the room has seen what changed: after a stop, what came later is looked at. */
export function feedPlace(
  room: StaffRoom,
  account: string,
  { store, log }: { store: Store; log: Log },
  mirror: Pick<Mirror, "wake" | "inStep">,
) {
  const name = `room-feed:${room.id}`;
  let kept = 0;
  let seen = 0;
  /** The place reached when nothing was left to show: before it nothing can be missing. */
  async function keep(): Promise<void> {
    if (!mirror.inStep() || seen <= kept) return;
    const place = seen;
    try {
      await store.inbound.setCursor(account, name, String(place));
      kept = place;
    } catch (error) {
      log.warn({ room: room.id, reason: reasonOf(error) }, "the place of a staff room could not be kept");
    }
  }
  return {
    keep,
    reached(seq: number): void {
      seen = Math.max(seen, seq);
    },
    settled(): void {
      if (seen - kept >= CURSOR_EVERY) void keep();
    },
    /** Everything open is looked at, and whatever changed since the room was last in step. */
    async catchUp(): Promise<void> {
      const last = await store.desk.lastSeq();
      const cursor = await store.inbound.cursor(account, name);
      kept = cursor === undefined ? last : Number(cursor);
      for (const id of await store.rooms.escalated()) mirror.wake(id);
      for (let after = kept; after < last; ) {
        const items = await store.desk.feed(after, FEED_PAGE);
        for (const { conversationId } of items) mirror.wake(conversationId);
        after = items.at(-1)?.seq ?? last;
      }
      seen = Math.max(seen, last);
    },
  };
}
