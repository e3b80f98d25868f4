import type { Conversation } from "../../conversation/state.ts";
import type { Conversations } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import type { Lane } from "./ids.ts";
import type { Db } from "./transaction.ts";

interface Row {
  id: string;
  thread: string;
  actor: string;
  state: string;
}

/** Marks every open conversation of a space we were put out of, so that agents know before they write. */
export function leaveSpace(db: Db, conversations: Conversations, feed: Feed) {
  const open = db.prepare<[string, string], { state: string }>(
    "SELECT state FROM conversations WHERE account = ? AND space_id = ? AND status <> 'resolved' ORDER BY n",
  );

  return (account: string, spaceId: string, at: number): void => {
    for (const { state } of open.all(account, spaceId)) {
      const before = JSON.parse(state) as Conversation;
      if (!before.reachable) continue;
      conversations.save({ ...before, reachable: false });
      const data = { reachable: false, status: before.status, owner: before.owner.kind };
      feed.append({ at, conversationId: before.id, kind: "conversation", data });
    }
  };
}

/**
 * Takes all conversations of a space to its new id; unsent rows go where their conversation is.
 * Platform ids of old messages stay with the old id: numbering starts anew in the new place.
 * Where the customer already has an open conversation in the new place, the old one arrives resolved.
 */
export function moveSpace(db: Db, conversations: Conversations, feed: Feed) {
  const all = db.prepare<[string, string], Row>(
    "SELECT id, thread, actor, state FROM conversations WHERE account = ? AND space_id = ? ORDER BY n",
  );
  const place = db.prepare<[string, string]>("UPDATE conversations SET space_id = ? WHERE id = ?");

  return (account: string, from: string, to: string, at: number): void => {
    if (from === to) return;
    for (const { id, thread, actor, state } of all.all(account, from)) {
      const before = JSON.parse(state) as Conversation;
      const there: Lane = { account, spaceId: to, thread, actor };
      const taken = before.status !== "resolved" && conversations.openIdOf(there) !== undefined;
      const after: Conversation = { ...before, space: { ...before.space, id: to } };
      conversations.save(taken ? { ...after, status: "resolved" } : after);
      place.run(to, id);
      feed.append({
        at,
        conversationId: id,
        kind: "conversation",
        data: { moved: true, status: taken ? "resolved" : before.status, owner: before.owner.kind },
      });
    }
  };
}
