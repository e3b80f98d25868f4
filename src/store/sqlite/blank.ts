import type { ConversationEvent } from "../../conversation/events.ts";
import { type ChoiceValue, type Conversation, freshDialogue } from "../../conversation/state.ts";

/** Where the customer's ids stood. */
export const ERASED = "erased";

/**
 * A conversation without the person: what reports count by is there, and nobody can go on with it. `alias` is the same in all
 * conversations of one customer, so that a report still knows two people from one. Pure.
 */
export function blankConversation(conversation: Conversation, at: number, alias: string): Conversation {
  const { id, account, space, locale, reference, openedAt, resolvedAt, previousId } = conversation;
  const { owner, epoch, escalation, lastAgent, rating } = conversation;
  const kept = owner.kind === "queue" ? ({ kind: "bot" } as const) : owner;
  return {
    id,
    account,
    space: { id: ERASED, kind: space.kind },
    customer: { id: `${ERASED}-${alias}` },
    locale,
    status: "resolved",
    owner: kept,
    epoch: kept === owner ? epoch : epoch + 1,
    openedAt,
    ...(resolvedAt === undefined ? {} : { resolvedAt }),
    ...(previousId === undefined ? {} : { previousId }),
    ...(escalation === undefined ? {} : { escalation }),
    ...(lastAgent === undefined ? {} : { lastAgent }),
    reference,
    collected: {},
    dialogue: freshDialogue(),
    ...(rating === undefined ? {} : { rating: withoutComment(rating) }),
    reachable: false,
    erasedAt: at,
  };
}

/** A stored event without anything the customer or an agent wrote: its kind, its time and what the matcher made of it. Pure. */
export function blankEvent(event: ConversationEvent): ConversationEvent {
  switch (event.type) {
    case "customer.wrote":
      return { ...event, text: "", files: [], entries: {}, menu: [] };
    case "customer.commanded": {
      const { choice: _, ...rest } = event;
      return { ...rest, name: "", args: "", entries: {}, menu: [] };
    }
    case "customer.chose": {
      const { choice, ...rest } = event;
      const chosen = choice !== undefined && COUNTED.includes(choice.value.kind);
      return {
        ...rest,
        ...(chosen ? { choice: { token: "", label: "", value: choice.value } } : {}),
        entries: {},
        menu: [],
      };
    }
    case "customer.filled": {
      const { choice: _, ...rest } = event;
      return { ...rest, values: {}, entries: {}, menu: [] };
    }
    case "customer.edited":
      return { ...event, text: "" };
    case "customer.rated":
      return withoutComment(event);
    case "agent.transferred": {
      const { note: _, ...rest } = event;
      return rest;
    }
    case "agent.replied":
      return { ...event, text: "", files: [] };
    case "agent.edited": {
      const { sent: _, parts: __, ...rest } = event;
      return { ...rest, text: "" };
    }
    case "agent.withdrew": {
      const { sent: _, ...rest } = event;
      return rest;
    }
    case "agent.noted":
      return { ...event, text: "" };
    case "customer.deleted":
    case "customer.reached":
    case "agent.claimed":
    case "agent.released":
    case "agent.resolved":
    case "agent.returned":
    case "agent.snoozed":
    case "timer.fired":
    case "bot.late":
      return event;
    default:
      throw unreachable(event);
  }
}

/** Choices whose meaning is one of ours alone. Those that carry a question or a detail of the customer's are not here. */
const COUNTED: readonly ChoiceValue["kind"][] = [
  "topic",
  "none-of-these",
  "helped",
  "human",
  "cancel-human",
  "menu",
  "form",
  "rate",
  "reopen",
  "leave-resolved",
];

function withoutComment<T extends { comment?: string }>({ comment: _, ...rest }: T): Omit<T, "comment"> {
  return rest;
}

/** A new kind of event does not compile until it is said here what of it is somebody's words. */
function unreachable(event: never): Error {
  return new Error(`Nobody knows what to leave of ${JSON.stringify(event)}.`);
}
