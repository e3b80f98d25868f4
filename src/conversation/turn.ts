import type { FileRef } from "../channel/contract.ts";
import type { SlotName } from "../knowledge/entry.ts";
import type { Action, Decision } from "./actions.ts";
import type { ConversationEvent, EntryViews } from "./events.ts";
import { forEverybody, keepQuestion } from "./in-public.ts";
import type { Phrases } from "./phrases/phrases.ts";
import { phrasesOf } from "./phrases/phrases.ts";
import { extract } from "./slots.ts";
import type { ChoiceValue, Conversation, OfferedChoice, Owner } from "./state.ts";

/** A choice before it has a token. */
export interface Offer {
  label: string;
  value: ChoiceValue;
}

/** One decision in the making: a private copy of the conversation, and what is to be said and done. */
export interface Turn {
  readonly event: ConversationEvent;
  /** Who owned when the turn began: the epoch grows by one when somebody else does at its end. */
  readonly ownerBefore: Owner;
  conversation: Conversation;
  phrases: Phrases;
  actions: Action[];
  botTexts: string[];
  botOffers: Offer[];
  topic?: string;
  /** The detail this turn's words ask for: the guard reads the next text knowing it. */
  asks?: SlotName;
  notices: { text: string; offers: Offer[] }[];
  /** Others can read the secret in the customer's message: it has to go. */
  takeDown?: boolean;
  reason?: string;
}

type Say = Extract<Action, { type: "say" }>;

/** Begins a turn; the given conversation is never changed. */
export function beginTurn(conversation: Conversation, event: ConversationEvent): Turn {
  return {
    event,
    ownerBefore: conversation.owner,
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
 * Ends a turn. The bot's words come before the system's (steps first, then what happens next), and only the last
 * message that offers something keeps its choices: with two numbered lists, nobody could tell which "1" is meant.
 */
export function endTurn(turn: Turn, inReplyTo?: string): Decision {
  const { conversation } = turn;
  const answers = inReplyTo === undefined ? {} : { inReplyTo };
  const drafts: { author: "bot" | "system"; text: string; offers: Offer[] }[] = turn.notices.map((one) => ({
    author: "system",
    text: one.text,
    offers: forEverybody(turn, one.offers),
  }));
  if (turn.botTexts.length > 0) {
    const offers = forEverybody(turn, turn.botOffers);
    drafts.unshift({ author: "bot", text: turn.botTexts.join("\n\n"), offers });
  }
  keepQuestion(turn);
  const offering = drafts.findLastIndex(({ offers }) => offers.length > 0);
  const says = drafts.map(({ author, text, offers }, n): Say => {
    const id = `${turn.event.id}.${n}`;
    const choices = n === offering ? offers.map((offer, i) => ({ token: `${id}.${i}`, ...offer })) : [];
    const topic = author === "bot" && turn.topic !== undefined ? { topic: turn.topic } : {};
    const takeDown = n === 0 && turn.takeDown ? { takeDown: true as const } : {};
    return { type: "say", id, author, text, choices, files: [], ...answers, ...topic, ...takeDown };
  });
  remember(turn, says[offering]?.choices);
  if (!sameOwner(turn.ownerBefore, conversation.owner)) conversation.epoch += 1;
  return { ok: true, conversation, actions: [...turn.actions, ...says], reason: turn.reason ?? "noted" };
}

/** What was offered and asked stays so until the bot says something else or an agent has it. */
function remember(turn: Turn, choices: OfferedChoice[] | undefined): void {
  const { conversation } = turn;
  const spoke = turn.botTexts.length > 0;
  const withAgent = conversation.owner.kind === "agent" && conversation.status !== "resolved";
  if (withAgent) conversation.dialogue.offered = [];
  else if (spoke || choices !== undefined) conversation.dialogue.offered = choices ?? [];
  const theirs = turn.event.type === "agent.replied";
  if (turn.asks !== undefined && (!withAgent || theirs))
    conversation.expects = { kind: "slot", slot: turn.asks };
  else if (conversation.expects?.kind === "slot" && (withAgent ? theirs || givesHash(turn) : spoke))
    delete conversation.expects;
  // What was said last asks for no detail: a form that was asking waits.
  const { form } = conversation.dialogue;
  if (spoke && turn.asks === undefined && form?.asking !== undefined) form.paused = true;
}

/** What an agent asked for has come: a string like it that follows is again looked at with suspicion. */
function givesHash({ event }: Turn): boolean {
  return event.type === "customer.wrote" && extract("tx-hash", event.text) !== undefined;
}

function sameOwner(a: Owner, b: Owner): boolean {
  if (a.kind === "agent" && b.kind === "agent") return a.agentId === b.agentId;
  return a.kind === b.kind;
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
