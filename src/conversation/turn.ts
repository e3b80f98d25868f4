import type { FileRef } from "../channel/contract.ts";
import type { Action, Decision } from "./actions.ts";
import type { ConversationEvent, EntryViews } from "./events.ts";
import type { Phrases } from "./phrases/phrases.ts";
import { phrasesOf } from "./phrases/phrases.ts";
import type { ChoiceValue, Conversation, OfferedChoice } from "./state.ts";

/** A choice before it has a token. */
export interface Offer {
  label: string;
  value: ChoiceValue;
}

/** One decision in the making: a private copy of the conversation, and what is to be said and done. */
export interface Turn {
  readonly event: ConversationEvent;
  conversation: Conversation;
  phrases: Phrases;
  actions: Action[];
  botTexts: string[];
  botOffers: Offer[];
  topic?: string;
  notices: { text: string; offers: Offer[] }[];
  reason?: string;
}

/** Begins a turn; the given conversation is never changed. */
export function beginTurn(conversation: Conversation, event: ConversationEvent): Turn {
  return {
    event,
    conversation: structuredClone(conversation),
    phrases: phrasesOf(conversation.locale),
    actions: [],
    botTexts: [],
    botOffers: [],
    notices: [],
  };
}

/** Adds to the bot's one message of this turn. */
export function reply(turn: Turn, text: string, offers: Offer[] = []): void {
  turn.botTexts.push(text);
  turn.botOffers.push(...offers);
}

/** Adds a system text: a third author, which no claim silences. */
export function notice(turn: Turn, text: string, offers: Offer[] = []): void {
  turn.notices.push({ text, offers });
}

export function because(turn: Turn, reason: string): void {
  turn.reason = reason;
}

/**
 * Ends a turn. The bot's words come before the system's (steps first, then what happens next).
 * What was offered last is what "2" will mean; a turn that says nothing leaves that as it was.
 */
export function endTurn(turn: Turn, inReplyTo?: string): Decision {
  const says: Extract<Action, { type: "say" }>[] = [];
  if (turn.botTexts.length > 0) {
    says.push(
      say(turn, says.length, "bot", turn.botTexts.join("\n\n"), turn.botOffers, {
        ...(inReplyTo === undefined ? {} : { inReplyTo }),
        ...(turn.topic === undefined ? {} : { topic: turn.topic }),
      }),
    );
  }
  for (const { text, offers } of turn.notices) {
    says.push(say(turn, says.length, "system", text, offers, inReplyTo === undefined ? {} : { inReplyTo }));
  }
  if (says.length > 0) {
    turn.conversation.dialogue.offered = says.flatMap((one) => one.choices);
  }
  return {
    ok: true,
    conversation: turn.conversation,
    actions: [...turn.actions, ...says],
    reason: turn.reason ?? "noted",
  };
}

function say(
  turn: Turn,
  n: number,
  author: "bot" | "system",
  text: string,
  offers: Offer[],
  extra: { inReplyTo?: string; topic?: string },
): Extract<Action, { type: "say" }> {
  const id = `${turn.event.id}.${n}`;
  const choices: OfferedChoice[] = offers.map((offer, i) => ({ token: `${id}.${i}`, ...offer }));
  return { type: "say", id, author, text, choices, files: [], ...extra };
}

/** An agent's message; it is the turn's only one. */
export function agentSays(
  turn: Turn,
  agent: { id: string; name: string },
  text: string,
  files: FileRef[],
): void {
  turn.actions.push({
    type: "say",
    id: `${turn.event.id}.a`,
    author: "agent",
    agentId: agent.id,
    name: agent.name,
    text,
    choices: [],
    files,
  });
}

/** The entries an event brought along; events of other kinds bring none. */
export function entriesOf(event: ConversationEvent): EntryViews {
  return "entries" in event ? event.entries : {};
}
