import type { Receipt } from "../../channel/contract.ts";
import type { Conversation } from "../../conversation/state.ts";
import type { AcceptRequest, Admitted } from "../store.ts";
import { eventIdOf } from "./ids.ts";
import type { Inbox } from "./inbox.ts";
import type { Messages } from "./messages.ts";

/**
 * Adds one more picture of an album to the message its first picture became, while nobody has looked at that yet:
 * what was sent as one is read as one. Undefined for everything else.
 */
export function joinAlbum(
  parts: { inbox: Inbox; messages: Messages },
  { account, at }: AcceptRequest,
  { event, found, ambiguousHash }: Admitted,
  conversation: Conversation,
): Receipt | undefined {
  if (event.kind !== "message" || event.album === undefined) return undefined;
  const item = parts.inbox.waitingAlbum(conversation.id, event.album);
  if (item?.event.kind !== "message") return undefined;
  const { eventId: messageId, flood, messageIds } = item;
  const text = [item.event.text, event.text].filter((words) => words !== "").join("\n");
  const files = [...item.event.files, ...event.files];
  const all = [...new Set([...item.found, ...found])];
  parts.inbox.revise(item.id, {
    event: { ...item.event, text, files },
    found: all,
    ambiguousHash: item.ambiguousHash || ambiguousHash,
    flood,
    messageIds,
  });
  parts.inbox.renewed(item.id, at);
  parts.messages.extend(messageId, text, files, all, at);
  parts.messages.addRef(account, event.space.id, event.msgId, messageId);
  const bare = { ...event, text: "", files: [] };
  parts.inbox.add({
    account,
    key: event.key,
    conversationId: conversation.id,
    eventId: eventIdOf(account, event.key),
    messageId,
    state: "done",
    receivedAt: at,
    body: { event: bare, found: [], ambiguousHash: false, flood, messageIds },
  });
  return { key: event.key, outcome: "accepted", messageId, conversationId: conversation.id };
}
