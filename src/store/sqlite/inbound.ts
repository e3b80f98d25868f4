import type { Space } from "../../channel/contract.ts";
import type { InboundStore } from "../inbound.ts";
import type { AcceptRequest } from "../store.ts";
import { acceptOne, pressOf } from "./accept.ts";
import type { Conversations } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import { flood } from "./flood.ts";
import type { Identities } from "./identities.ts";
import { laneOf } from "./ids.ts";
import type { Inbox } from "./inbox.ts";
import type { Messages } from "./messages.ts";
import { leaveSpace, moveSpace } from "./move.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Parts {
  inbox: Inbox;
  conversations: Conversations;
  identities: Identities;
  messages: Messages;
  feed: Feed;
}

/** What comes in: a batch and its cursor are one transaction, or nothing happened. */
export function inbound(db: Db, write: Write, rooms: Parts): Inside<InboundStore> {
  const parts = { ...rooms, flood: flood(db, rooms.feed, rooms.messages.add) };
  const { inbox, conversations, feed } = parts;
  const move = moveSpace(db, conversations, feed);
  const leave = leaveSpace(db, conversations, feed);
  const cursor = db
    .prepare<[string, string], string>("SELECT value FROM cursors WHERE account = ? AND name = ?")
    .pluck();
  const setCursor = db.prepare<[string, string, string]>(
    "INSERT INTO cursors (account, name, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );

  return {
    accept: (request: AcceptRequest) =>
      write(() => {
        const receipts = request.events.map((event) => acceptOne(parts, request, event));
        if (request.cursor) setCursor.run(request.account, request.cursor.name, request.cursor.value);
        return receipts;
      }),
    cursor: (account, name) => cursor.get(account, name),
    setCursor: (account, name, value) =>
      write(() => {
        setCursor.run(account, name, value);
      }),
    waiting: () => inbox.waiting(),
    next(conversationId) {
      const item = inbox.next(conversationId);
      const conversation = item && conversations.get(conversationId);
      return conversation && { item, conversation };
    },
    failed: (inboxId, error, limit, at) =>
      write(() => {
        const item = inbox.attempted(inboxId, error, limit);
        if (!item) return false;
        const data = { eventId: item.eventId, error };
        feed.append({ at, conversationId: item.conversationId, kind: "fault", data });
        return true;
      }),
    conversationOf(account: string, space: Space, actorId: string) {
      const lane = laneOf(account, space, actorId);
      return conversations.openIdOf(lane) ?? conversations.nextId(lane);
    },
    latest: (account, space) => conversations.latestOfSpace(account, space),
    offered(account: string, space: Space, actorId: string, token: string) {
      const found = pressOf(parts, account, laneOf(account, space, actorId), { token, space, actorId });
      return found?.latest && { choice: found.choice, conversation: found.latest };
    },
    moveSpace: (account, from, to, at) => write(() => move(account, from, to, at)),
    leaveSpace: (account, spaceId, at) => write(() => leave(account, spaceId, at)),
  };
}
