import type { FeedItem } from "../store/desk.ts";
import type { WebhookEvent } from "../store/webhooks.ts";

/** What of a conversation goes with each of its events: nothing a customer said. */
export interface WebhookSubject {
  reference: string;
  account: string;
}

/** From this rung on an alert is told to programs; before it, people have been rung for a few minutes at most. */
const ALERT_RUNG = 3;

/** The event an item of the feed is for the world outside, if it is one. Pure; ids and codes only, no text and no secret. */
export function webhookEvent(item: FeedItem, subject: WebhookSubject): WebhookEvent | undefined {
  const told = typeOf(item);
  if (told === undefined) return undefined;
  const { seq, at, conversationId } = item;
  const { type, data } = told;
  const conversation = { id: conversationId, ...subject };
  const body = JSON.stringify({
    type,
    timestamp: new Date(at).toISOString(),
    data: { conversation, ...data },
  });
  // The time as well: after a restored backup a number may come again for something else.
  return { id: `msg_${seq}_${at.toString(36)}`, type, conversationId, body, at };
}

function typeOf({ kind, data }: FeedItem): { type: string; data: object } | undefined {
  switch (kind as string) {
    case "conversation":
      return handed(data);
    case "message":
      return { type: "message.created", data: { message: { id: data.messageId, author: data.author } } };
    case "rating":
      return { type: "rating.received", data: { score: data.score } };
    case "alert":
      return data.state === "climbed" && Number(data.rung) >= ALERT_RUNG
        ? { type: "alert.raised", data: { alert: picked(data, ALERT_FIELDS) } }
        : undefined;
    case "sla":
      return data.stage === "breach"
        ? { type: "sla.breached", data: { target: data.target, dueAt: data.dueAt } }
        : undefined;
    case "feedback":
      return { type: "feedback.received", data: picked(data, FEEDBACK_FIELDS) };
    default:
      return undefined;
  }
}

const ALERT_FIELDS = ["alertId", "rung", "cause", "reason", "priority", "since"] as const;
const FEEDBACK_FIELDS = ["messageId", "topic", "helped"] as const;

/** A change of owner, or the end. */
function handed(data: FeedItem["data"]): { type: string; data: object } | undefined {
  if (data.status === "resolved") {
    return data.was === undefined ? undefined : { type: "conversation.resolved", data: {} };
  }
  if (data.from === undefined) return undefined;
  switch (data.owner) {
    case "queue":
      return { type: "conversation.escalated", data: { reason: data.why, priority: data.priority } };
    case "agent":
      return { type: "conversation.claimed", data: { agentId: data.agentId } };
    default:
      return { type: "conversation.returned", data: { from: data.from } };
  }
}

function picked(data: FeedItem["data"], names: readonly string[]): object {
  return Object.fromEntries(names.filter((name) => name in data).map((name) => [name, data[name]]));
}
