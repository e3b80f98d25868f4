import type { Capabilities, Choice, OutboundPart } from "../channel/contract.ts";
import { escapeMarkdown } from "../channel/markdown.ts";
import { shorten } from "../channel/measure.ts";
import { render } from "../channel/render.ts";
import { lengthOf } from "../channel/split.ts";
import { ROOM_BUTTONS, type RoomButton } from "../channel/staff.ts";
import { fill, phrasesOf } from "../conversation/phrases/phrases.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { DecisionView, MessageView } from "../store/desk.ts";
import { type RoomPhrases, roomPhrases } from "./phrases.ts";

/** All a card tells of. */
export interface CardView {
  conversation: Conversation;
  messages: readonly MessageView[];
  decisions: readonly DecisionView[];
  /** Conversations of the same customer before this one: the newest of them, and how many there were. */
  earlier: { total: number; rows: readonly Pick<Conversation, "id" | "reference" | "openedAt">[] };
  /** True while reply mode is on. */
  live: boolean;
}

const QUESTION_LIMIT = 600;
const TRIED_SHOWN = 4;
const TRIED_LIMIT = 60;
const VALUE_LIMIT = 200;
/** Short enough for every platform's topics, whatever it allows. */
const NAME_IN_TITLE = 40;

/** The hand-off card: who, why, what was asked and tried, what is known; with the buttons that make sense now. */
export function cardOf(view: CardView, locale: Locale, capabilities: Capabilities): OutboundPart {
  const phrases = roomPhrases(locale);
  const choices = buttonsOf(view, phrases).slice(0, capabilities.buttons);
  const head = [titleLine(view, phrases), stateLine(view, phrases), ...warnings(view, phrases)].join("\n");
  const sections = [
    head,
    label(phrases.card.why, reasonOf(view, phrases), phrases),
    questionOf(view, phrases),
    triedOf(view, phrases),
    collectedOf(view, locale, phrases),
    earlierOf(view, phrases),
    choices.length === 0 && view.conversation.status !== "resolved" ? phrases.card.noButtons : "",
  ].filter((section) => section !== "");
  return { text: fitted(sections, capabilities), choices: cut(choices, capabilities), files: [] };
}

/** What a list of threads shows. */
export function titleOf(
  { conversation }: Pick<CardView, "conversation">,
  locale: Locale,
  limit: number,
): string {
  const { reference, customer, escalation } = conversation;
  const phrases = roomPhrases(locale);
  const why = escalation === undefined ? undefined : phrases.reasons[escalation.reason];
  const mark = escalation?.priority === "urgent" ? "🔴" : undefined;
  const name = customer.name === undefined ? undefined : shorten(customer.name, NAME_IN_TITLE);
  return shorten([mark, reference, name, why].filter(Boolean).join(" · "), limit);
}

/** A time as a room shows it: the same for everybody who reads. */
export function clockOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function titleLine({ conversation }: CardView, phrases: RoomPhrases): string {
  const { reference, customer, account, locale } = conversation;
  const who = escapeMarkdown(customer.name ?? phrases.authors.customer);
  return `**${reference}** · ${who} · ${escapeMarkdown(account)} · ${phrases.languages[locale]}`;
}

function stateLine({ conversation }: CardView, { card }: RoomPhrases): string {
  const { status, owner, snoozedUntil } = conversation;
  if (status === "resolved") return card.resolved;
  if (owner.kind === "bot") return card.withBot;
  if (owner.kind === "queue") return fill(card.waiting, { time: clockOf(owner.since) });
  const name = escapeMarkdown(owner.agentName);
  return status === "snoozed"
    ? fill(card.snoozed, { name, time: clockOf(snoozedUntil ?? owner.since) })
    : fill(card.withAgent, { name });
}

function warnings({ conversation, live }: CardView, { card }: RoomPhrases): string[] {
  const { owner, reachable } = conversation;
  const name = owner.kind === "agent" ? escapeMarkdown(owner.agentName) : "";
  return [
    ...(live && name !== "" ? [fill(card.live, { name })] : []),
    ...(reachable ? [] : [card.unreachable]),
  ];
}

function reasonOf({ conversation }: CardView, phrases: RoomPhrases): string {
  const { escalation, owner } = conversation;
  const why = owner.kind === "queue" ? owner : escalation;
  if (why === undefined) return "";
  return `${phrases.reasons[why.reason]} · ${phrases.priorities[why.priority]}`;
}

/** The customer's last words about the matter: those the bot tried to answer, else simply the last before the hand-off. */
function questionOf(view: CardView, phrases: RoomPhrases): string {
  const { escalation } = view.conversation;
  const asked = asks(view).at(-1)?.text;
  const said = view.messages.filter(
    ({ author, text, deletedAt }) => author === "customer" && text !== "" && !deletedAt,
  );
  const last = said.findLast(({ at }) => escalation === undefined || at <= escalation.at) ?? said[0];
  const text = asked ?? last?.text;
  return text === undefined ? "" : `**${phrases.card.question}**\n${quoted(shorten(text, QUESTION_LIMIT))}`;
}

interface Ask {
  text: string;
  ranked: string[];
  reason: string;
}

/**
 * What the matcher made of the customer's messages up to the hand-off, oldest first. What is written after it stands in the
 * thread: the card need not change with every word. "I want a person" is no question, and the bot tries nothing at it.
 */
function asks({ decisions, conversation: { escalation } }: CardView): Ask[] {
  return decisions.flatMap(({ at, event, reason }) => {
    if (escalation !== undefined && at > escalation.at) return [];
    if (event.type !== "customer.wrote" || event.match === undefined) return [];
    const { ranked, human, outcome } = event.match;
    if (ranked.length === 0 || (human.wished && outcome === "decline")) return [];
    const shown = ranked
      .slice(0, 3)
      .map(({ topic, probability }) => `${topic} ${Math.round(100 * probability)} %`);
    return [{ text: event.text, ranked: shown, reason }];
  });
}

function triedOf(view: CardView, phrases: RoomPhrases): string {
  const tried = asks(view).slice(-TRIED_SHOWN);
  if (tried.length === 0) return label(phrases.card.tried, phrases.card.nothingTried, phrases);
  const lines = tried.map(({ text, ranked, reason }) => {
    const words = escapeMarkdown(shorten(text.replace(/\s+/g, " "), TRIED_LIMIT));
    return `- “${words}” → ${escapeMarkdown(ranked.join(phrases.comma))} (${escapeMarkdown(reason)})`;
  });
  return `**${phrases.card.tried}**\n${lines.join("\n")}`;
}

function collectedOf({ conversation }: CardView, locale: Locale, phrases: RoomPhrases): string {
  const { slots } = phrasesOf(locale);
  const lines = Object.entries(conversation.collected).map(([slot, value]) => {
    const name = slots[slot as keyof typeof slots].label;
    return `- ${name}${phrases.colon}${escapeMarkdown(shorten(value.replace(/\s+/g, " "), VALUE_LIMIT))}`;
  });
  return lines.length === 0 ? "" : `**${phrases.card.collected}**\n${lines.join("\n")}`;
}

function earlierOf({ conversation, earlier }: CardView, phrases: RoomPhrases): string {
  if (earlier.total === 0) return "";
  const list = earlier.rows.map(({ id, reference, openedAt }) => {
    const day = clockOf(openedAt).slice(0, 10);
    return id === conversation.previousId
      ? `${fill(phrases.card.follows, { ref: reference })} (${day})`
      : `${reference} (${day})`;
  });
  const rest = earlier.total - earlier.rows.length;
  const more = rest > 0 ? [fill(phrases.card.more, { n: String(rest) })] : [];
  return label(phrases.card.earlier, [...list, ...more].join(phrases.comma), phrases);
}

function buttonsOf({ conversation, live }: CardView, { buttons }: RoomPhrases): Choice[] {
  const { status, owner } = conversation;
  if (status === "resolved") return [];
  const shown = ROOM_BUTTONS.filter((button) => {
    if (button === "claim") return owner.kind !== "agent";
    if (button === "live") return owner.kind === "agent";
    if (button === "return" || button === "snooze") return owner.kind !== "bot";
    return true;
  });
  const labels: Record<RoomButton, string> = { ...buttons, live: live ? buttons.liveOff : buttons.live };
  return shown.map((token) => ({ token, label: labels[token] }));
}

function label(name: string, value: string, { colon }: RoomPhrases): string {
  return value === "" ? "" : `**${name}**${colon}${value}`;
}

function quoted(text: string): string {
  return text
    .split("\n")
    .map((line) => `> ${escapeMarkdown(line)}`)
    .join("\n");
}

/** One message: what does not fit is left out from the end, a section at a time. The transcript below has it all. */
function fitted(sections: readonly string[], { text }: Capabilities): string {
  for (let kept = sections.length; kept > 1; kept--) {
    const whole = sections.slice(0, kept).join("\n\n");
    if (lengthOf(whole, text) <= text.limit) return whole;
  }
  return sections[0] ?? "";
}

function cut(choices: readonly Choice[], capabilities: Capabilities): Choice[] {
  return render({ text: "", choices: [...choices], files: [] }, capabilities)[0]?.choices ?? [];
}
