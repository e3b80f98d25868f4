import type { StaffRoom } from "../channel/staff.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { Store } from "../store/store.ts";
import type { RoomCase } from "./plan.ts";

const EARLIER_SHOWN = 3;

/** A case beside what its thread shows; undefined when it needs no thread and has none. */
export async function caseOf(
  id: string,
  { store, room, locale, now }: { store: Store; room: StaffRoom; locale: Locale; now: number },
): Promise<RoomCase | undefined> {
  const [conversation, thread] = await Promise.all([
    store.rooms.conversation(id),
    store.rooms.thread(room.id, id),
  ]);
  if (conversation === undefined) return undefined;
  const settled = conversation.status === "resolved" || conversation.owner.kind === "bot";
  // The common case, a customer who talks to the bot, costs two look-ups.
  if (thread?.thread === undefined && settled) return undefined;
  const [shown, marks, earlier, reminder] = await Promise.all([
    store.desk.show(id),
    store.rooms.marks(room.id, id),
    store.rooms.earlier(id, EARLIER_SHOWN),
    reminderOf(id, store),
  ]);
  return shown && { ...shown, room, locale, now, thread, marks, earlier, reminder };
}

/** The last rung of the case's open alert that the rooms are to tell of. */
async function reminderOf(id: string, { alerts }: Store): Promise<RoomCase["reminder"]> {
  const alert = await alerts.ofConversation(id);
  if (alert === undefined || alert.acknowledged !== undefined) return undefined;
  const step = (await alerts.steps(alert.id)).findLast(({ way }) => way === "room");
  return step && { id: `${alert.id}/${step.rung}`, since: alert.since };
}
