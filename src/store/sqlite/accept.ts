import type { InboundEvent, Receipt, Space } from "../../channel/contract.ts";
import type { Conversation, OfferedChoice } from "../../conversation/state.ts";
import type { AcceptRequest, Admitted } from "../store.ts";
import { joinAlbum } from "./album.ts";
import type { Conversations } from "./conversations.ts";
import type { Feed } from "./feed.ts";
import type { Flood } from "./flood.ts";
import type { Identities } from "./identities.ts";
import { eventIdOf, type Lane, laneOf } from "./ids.ts";
import type { Inbox, InboxBody } from "./inbox.ts";
import type { Messages } from "./messages.ts";

interface Parts {
  inbox: Inbox;
  conversations: Conversations;
  identities: Identities;
  messages: Messages;
  flood: Flood;
  feed: Feed;
}

/** What an event refers to: a choice we offered, or messages we know. */
interface Subject {
  latest: Conversation | undefined;
  choice?: OfferedChoice;
  messageIds: string[];
}

/** Takes in one event of a batch; the caller holds the transaction. */
export function acceptOne(parts: Parts, request: AcceptRequest, event: InboundEvent): Receipt {
  const { account, at } = request;
  const known = parts.inbox.known(account, event.key);
  if (known) return { key: event.key, outcome: "duplicate", ...known };
  const ignored: Receipt = { key: event.key, outcome: "ignored" };
  const lane = laneOf(account, event.space, event.actor.id);
  const subject = subjectOf(parts, account, lane, event);
  if ((event.kind === "edit" || event.kind === "delete") && subject.messageIds.length === 0) return ignored;
  // In a shared space anybody can press a button that was meant for another.
  if (isPress(event) && event.space.kind !== "dm" && subject.choice === undefined) return ignored;
  const way = request.route(event, subject.latest);
  if (way === "ignore") return restOfAlbum(parts, request, event, subject.latest) ?? ignored;
  const opens = subject.latest === undefined || (way === "new" && subject.latest.status === "resolved");
  const present = opens ? undefined : subject.latest;
  const admitted = request.admit(event, contextOf(parts, present));
  if (event.kind === "edit" && present) {
    const replaced = replaceWaiting(parts, request, admitted, present, subject.messageIds);
    if (replaced) return replaced;
  }
  const joined = present && joinAlbum(parts, request, admitted, present);
  if (joined) return joined;
  const conversation = present ?? openOne(parts, request, admitted.event, lane, subject.latest);
  if (admitted.flood === "count" && countable(event)) {
    if (textOf(event, subject.choice) !== undefined) parts.flood.count(conversation, at);
    return { ...ignored, conversationId: conversation.id };
  }
  return keep(parts, request, admitted, conversation, subject);
}

/** In a group only the picture with the caption says whom the album is for: the others go where that one went. */
function restOfAlbum(
  parts: Parts,
  request: AcceptRequest,
  event: InboundEvent,
  conversation: Conversation | undefined,
): Receipt | undefined {
  if (event.kind !== "message" || event.album === undefined || conversation === undefined) return undefined;
  if (parts.inbox.waitingAlbum(conversation.id, event.album) === undefined) return undefined;
  return joinAlbum(parts, request, request.admit(event, contextOf(parts, conversation)), conversation);
}

function subjectOf(parts: Parts, account: string, lane: Lane, event: InboundEvent): Subject {
  if (isPress(event)) {
    const pressed = pressOf(parts, account, lane, { ...event, actorId: event.actor.id });
    if (pressed) return pressed;
  }
  const arrived = event.kind === "command" ? arrivalOf(parts, account, event) : undefined;
  if (arrived) return { latest: parts.conversations.latest(lane), choice: arrived, messageIds: [] };
  const externalIds = event.kind === "edit" ? [event.msgId] : event.kind === "delete" ? event.msgIds : [];
  const ids = externalIds.map((id) => parts.messages.byRef(account, event.space.id, id));
  // Only the customer's own words: an event about one of ours must not change what we said.
  const messageIds = ids.filter((id) => id !== undefined).filter(parts.messages.isCustomers);
  const [first] = messageIds;
  const owner = first === undefined ? undefined : parts.messages.conversationOf(first);
  const latest = owner === undefined ? parts.conversations.latest(lane) : parts.conversations.get(owner);
  return { latest, messageIds };
}

/** A token counts only where it was offered: the same account and space and, in a group, the same customer. */
export function pressOf(
  parts: Pick<Parts, "messages" | "conversations">,
  account: string,
  lane: Lane,
  event: { token: string; space: Space; actorId: string },
) {
  const offered = parts.messages.offered(event.token);
  const conversation = offered && parts.conversations.get(offered.conversationId);
  if (!offered || !conversation) return undefined;
  if (conversation.account !== account || conversation.space.id !== event.space.id) return undefined;
  if (event.space.kind !== "dm" && conversation.customer.id !== event.actorId) return undefined;
  // "Reopen" on an old conversation while a newer one runs would make two: the running one hears it.
  const openId = offered.choice.value.kind === "reopen" ? parts.conversations.openIdOf(lane) : undefined;
  const latest = openId === undefined ? conversation : parts.conversations.get(openId);
  return { latest, choice: offered.choice, messageIds: [] };
}

/** The private choice that brings a customer here: it counts for the one it was offered to, whoever has seen it. */
function arrivalOf(parts: Parts, account: string, event: InboundEvent & { kind: "command" }) {
  if (event.name !== "start" || event.space.kind !== "dm") return undefined;
  const offered = parts.messages.offered(event.args);
  if (offered?.choice.value.kind !== "private") return undefined;
  const from = parts.conversations.get(offered.conversationId);
  const theirs = from?.account === account && from.customer.id === event.actor.id;
  return theirs ? offered.choice : undefined;
}

function contextOf(parts: Parts, conversation: Conversation | undefined) {
  if (!conversation) return { recent: [] };
  const recent = parts.messages.recentTexts(conversation.id);
  const { locale } = conversation;
  return { recent, locale, ...(conversation.expects === undefined ? {} : { expects: conversation.expects }) };
}

function openOne(
  parts: Parts,
  request: AcceptRequest,
  event: InboundEvent,
  lane: Lane,
  previous: Conversation | undefined,
): Conversation {
  const { account, at } = request;
  const conversation = request.open(event, parts.conversations.nextId(lane), at, previous);
  parts.identities.met(account, event.actor, at);
  parts.conversations.insert(conversation, lane);
  const { id, openedAt } = conversation;
  const data = { opened: true, status: conversation.status, owner: conversation.owner.kind };
  parts.feed.append({ at: openedAt, conversationId: id, kind: "conversation", data });
  return conversation;
}

/** An edit of a question nobody has looked at yet is simply the question. */
function replaceWaiting(
  parts: Parts,
  request: AcceptRequest,
  admitted: Admitted,
  conversation: Conversation,
  [messageId]: string[],
): Receipt | undefined {
  const edit = admitted.event;
  if (edit.kind !== "edit" || messageId === undefined) return undefined;
  const item = parts.inbox.waitingMessage(conversation.id, messageId);
  if (item?.event.kind !== "message") return undefined;
  // The caption of an album is edited on one of its pictures: the others are still there.
  const files = item.event.album === undefined ? edit.files : item.event.files;
  const event = { ...item.event, text: edit.text, files };
  const { found, ambiguousHash } = admitted;
  const { flood, messageIds } = item;
  parts.inbox.revise(item.id, { event, found, ambiguousHash, flood, messageIds });
  parts.messages.edit(messageId, edit.text, found, request.at, files);
  parts.inbox.add({
    account: request.account,
    key: edit.key,
    conversationId: conversation.id,
    eventId: eventIdOf(request.account, edit.key),
    messageId,
    state: "done",
    receivedAt: request.at,
    body: { event: { ...edit, text: "", files: [] }, found: [], ambiguousHash: false, flood, messageIds },
  });
  return { key: edit.key, outcome: "accepted", messageId, conversationId: conversation.id };
}

function keep(
  parts: Parts,
  request: AcceptRequest,
  admitted: Admitted,
  conversation: Conversation,
  subject: Subject,
): Receipt {
  const { account, at } = request;
  const { event, found, ambiguousHash } = admitted;
  const eventId = eventIdOf(account, event.key);
  const text = admitted.text ?? textOf(event, subject.choice);
  const messageId = text === undefined ? undefined : eventId;
  const flood = admitted.flood === "count" ? "quiet" : admitted.flood;
  const body: InboxBody = { event, found, ambiguousHash, flood, messageIds: subject.messageIds };
  if (subject.choice) body.choice = subject.choice;
  if (text !== undefined) addMessage(parts, request, admitted, conversation.id, text);
  parts.inbox.add({
    account,
    key: event.key,
    conversationId: conversation.id,
    eventId,
    messageId: messageId ?? (event.kind === "edit" ? subject.messageIds[0] : undefined),
    state: "new",
    receivedAt: at,
    body,
  });
  return {
    key: event.key,
    outcome: "accepted",
    conversationId: conversation.id,
    ...(messageId === undefined ? {} : { messageId }),
  };
}

function addMessage(
  parts: Parts,
  { account, at }: AcceptRequest,
  { event, found }: Admitted,
  conversationId: string,
  text: string,
): void {
  const spaceId = event.space.id;
  const replied = event.kind === "message" ? event.replyTo : undefined;
  parts.flood.ended(conversationId);
  parts.messages.add({
    id: eventIdOf(account, event.key),
    conversationId,
    author: "customer",
    name: event.actor.name,
    text,
    files: event.kind === "message" ? event.files : [],
    found,
    // The platform's clock may run ahead of ours; a history from the future helps nobody.
    at: Math.min(event.at, at),
    inReplyTo: replied === undefined ? undefined : parts.messages.byRef(account, spaceId, replied),
  });
  if (isPress(event) || !("msgId" in event)) return; // A press names the message that bears the button.
  parts.messages.addRef(account, spaceId, event.msgId, eventIdOf(account, event.key));
}

/** What an event looks like in the history; undefined where it is not something the customer said. */
function textOf(event: InboundEvent, choice: OfferedChoice | undefined): string | undefined {
  switch (event.kind) {
    case "message":
      return event.text;
    case "command":
      if (choice?.value.kind === "private") return choice.value.question || choice.label;
      return `/${event.name} ${event.args}`.trimEnd();
    case "press":
    case "form":
      return choice?.label;
    case "unsupported":
      return `[${event.label}]`;
    default:
      return undefined;
  }
}

/** A press of a choice, also one that opened a dialog. */
function isPress(event: InboundEvent): event is InboundEvent & { kind: "press" | "form" } {
  return event.kind === "press" || event.kind === "form";
}

/** What a flood may drop. A rating, a deletion or a block is a fact, however many there are. */
function countable(event: InboundEvent): boolean {
  return ["message", "command", "press", "form", "unsupported", "edit"].includes(event.kind);
}
