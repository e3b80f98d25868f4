import type { InboundEvent } from "../channel/contract.ts";
import type { ConversationEvent, EntryView, EntryViews } from "../conversation/events.ts";
import { languageOf } from "../conversation/language.ts";
import type { Conversation } from "../conversation/state.ts";
import type { SecretKind } from "../guard/marker.ts";
import { urgencyOf } from "../guard/urgency.ts";
import type { Knowledge, Locale } from "../knowledge/entry.ts";
import type { Match } from "../matching/match.ts";
import type { InboxItem } from "../store/store.ts";

/** The bot leaves a message older than this to a person: an answer to yesterday's question helps nobody. */
const LATE_MS = 15 * 60_000;

const WANTS_AN_ANSWER: readonly InboundEvent["kind"][] = [
  "message",
  "unsupported",
  "command",
  "press",
  "form",
];

/** True for events whose text is to be matched. */
export function textToMatch(item: InboxItem): string | undefined {
  return item.event.kind === "message" && item.event.text.trim() !== "" ? item.event.text : undefined;
}

/**
 * The conversation event of an inbox item, with everything the decision needs: the match, the entries it may
 * answer with, and the time. `match` is undefined for a text only when the matcher failed.
 */
export function understand(
  item: InboxItem,
  conversation: Conversation,
  knowledge: Knowledge,
  match: Match | undefined,
  now: number,
): ConversationEvent {
  const base = { id: item.eventId, at: now };
  const event = item.event;
  const locale = languageOf(event.kind === "message" ? event.text : "", conversation.locale, match?.pinyin);
  const menu = menuOf(knowledge);
  switch (event.kind) {
    case "message":
    case "unsupported":
      return wrote(item, event, { conversation, knowledge, locale, menu, match, now });
    case "command": {
      // Somebody who arrives from a shared space goes on in the language, and with the topic, of the question there.
      const from = item.choice?.value.kind === "private" ? item.choice.value : undefined;
      const topic = from?.topic === undefined ? [] : [from.topic];
      return {
        ...base,
        type: "customer.commanded",
        messageId: item.eventId,
        name: event.name,
        args: event.args,
        ...(item.choice === undefined ? {} : { choice: item.choice }),
        entries: viewsOf(knowledge, from?.locale ?? locale, menu, topic),
        menu,
      };
    }
    case "press": {
      const topic = item.choice?.value.kind === "topic" ? [item.choice.value.topic] : [];
      return {
        ...base,
        type: "customer.chose",
        messageId: item.eventId,
        ...(item.choice === undefined ? {} : { choice: item.choice }),
        entries: viewsOf(knowledge, locale, menu, topic),
        menu,
      };
    }
    case "form":
      return {
        ...base,
        type: "customer.filled",
        messageId: item.eventId,
        ...(item.choice === undefined ? {} : { choice: item.choice }),
        values: event.values,
        found: item.found,
        entries: viewsOf(knowledge, locale, menu, []),
        menu,
      };
    case "rating":
      return {
        ...base,
        type: "customer.rated",
        score: event.score,
        ...(event.comment === undefined ? {} : { comment: event.comment }),
      };
    case "edit":
      return {
        ...base,
        type: "customer.edited",
        text: event.text,
        found: item.found,
        ...(item.messageIds[0] === undefined ? {} : { messageId: item.messageIds[0] }),
      };
    case "delete":
      return { ...base, type: "customer.deleted", messageIds: item.messageIds };
    case "reachability":
      return { ...base, type: "customer.reached", state: event.state };
    case "space":
      return { ...base, type: "customer.reached", state: event.change === "removed" ? "left" : "ok" };
  }
}

/**
 * The event of last resort, when deciding on the real one failed again and again: it has nothing to answer with, so
 * that a person is asked for. Undefined for events that want no answer.
 */
export function cryForHelp(item: InboxItem, now: number): ConversationEvent | undefined {
  const { kind } = item.event;
  if (!WANTS_AN_ANSWER.includes(kind)) return undefined;
  return {
    id: item.eventId,
    at: now,
    type: "customer.wrote",
    messageId: item.eventId,
    text: "",
    files: [],
    found: item.found,
    ambiguousHash: false,
    urgency: urgencyOf({ matcherUrgent: false, found: item.found as SecretKind[] }),
    flood: "ok",
    entries: {},
    menu: [],
    late: true,
  };
}

function wrote(
  item: InboxItem,
  event: Extract<InboundEvent, { kind: "message" | "unsupported" }>,
  of: {
    conversation: Conversation;
    knowledge: Knowledge;
    locale: Locale;
    menu: string[];
    match: Match | undefined;
    now: number;
  },
): ConversationEvent {
  const ranked = of.match?.ranked.slice(0, 5).map(({ topic }) => topic) ?? [];
  const offeredTopics = of.conversation.dialogue.offered.flatMap(({ value }) =>
    value.kind === "topic" ? [value.topic] : [],
  );
  const titles = [...ranked, ...of.menu, ...lastTopic(of.conversation)];
  const bodies = [...ranked.slice(0, 3), ...offeredTopics];
  return {
    id: item.eventId,
    at: of.now,
    type: "customer.wrote",
    messageId: item.eventId,
    text: event.kind === "message" ? event.text : "",
    files: event.kind === "message" ? event.files : [],
    found: item.found,
    ambiguousHash: item.ambiguousHash,
    urgency: urgencyOf({
      matcherUrgent: of.match?.urgent.urgent ?? false,
      found: item.found as SecretKind[],
    }),
    flood: item.flood,
    ...(of.match === undefined ? {} : { match: of.match }),
    entries: viewsOf(of.knowledge, of.locale, titles, bodies),
    menu: of.menu,
    late: of.now - item.event.at > LATE_MS,
  };
}

function lastTopic(conversation: Conversation): string[] {
  return conversation.dialogue.lastTopic === undefined ? [] : [conversation.dialogue.lastTopic];
}

function menuOf(knowledge: Knowledge): string[] {
  const places: [number, string][] = [];
  for (const [topic, byLocale] of knowledge.topics) {
    const place = Object.values(byLocale)[0]?.menu;
    if (place !== undefined) places.push([place, topic]);
  }
  return places.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)).map(([, topic]) => topic);
}

/** The named entries in one language, or in any where that one lacks them; bodies only where asked for. */
function viewsOf(knowledge: Knowledge, locale: Locale, titles: string[], bodies: string[]): EntryViews {
  const views: EntryViews = {};
  for (const topic of new Set([...titles, ...bodies])) {
    const byLocale = knowledge.topics.get(topic);
    const entry = byLocale?.[locale] ?? (byLocale === undefined ? undefined : Object.values(byLocale)[0]);
    if (entry === undefined) continue;
    const view: EntryView = {
      id: entry.id,
      title: entry.title,
      severity: entry.severity,
      handoff: entry.handoff,
      collect: entry.collect,
    };
    views[topic] = { [entry.locale]: bodies.includes(topic) ? { ...view, body: entry.body } : view };
  }
  return views;
}
