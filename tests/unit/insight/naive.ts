import type { Action } from "../../../src/conversation/actions.ts";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent } from "../../../src/conversation/events.ts";
import { type Conversation, newConversation } from "../../../src/conversation/state.ts";
import type { Counts, InsightQuery, Spread, Times } from "../../../src/store/insight.ts";
import type { Store } from "../../../src/store/store.ts";

const HOUR = 3_600_000;

/** One engagement, told at length. */
interface Engagement {
  channel: string;
  person: string;
  locale: string;
  start: number;
  acts: number[];
  messages: number;
  botSpoke: boolean;
  topics: Set<string>;
  last: "nothing" | "answered" | "confirmed" | "moved";
  person_asked: boolean;
  queued: boolean;
  running: boolean;
  /** Since when a person is waited for, while nobody but the bot has had it since. */
  waitsSince: number | undefined;
  firstReply: number | undefined;
  resolution: number | undefined;
  askedToRate: boolean;
  score: number | undefined;
}

/** The engagements of every conversation, by replaying the raw events through the real rules and looking on. */
export async function engagementsOf(store: Store): Promise<Engagement[]> {
  const all: Engagement[] = [];
  for (const { id } of await store.desk.list("all", "", 10_000)) {
    const shown = await store.desk.show(id);
    if (shown === undefined) continue;
    const { id: _, account, space, customer, openedAt } = shown.conversation;
    const begin = newConversation({ id, account, space, customer, locale: "en", at: openedAt });
    all.push(
      ...replay(
        begin,
        shown.decisions.map(({ event }) => event),
      ),
    );
  }
  return all;
}

function replay(begin: Conversation, events: ConversationEvent[]): Engagement[] {
  const found: Engagement[] = [];
  let before = begin;
  let seen = false;
  let lastAct = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    const decision = decide(before, event);
    const after = decision.ok ? decision.conversation : before;
    const actions = decision.ok ? decision.actions : [];
    const reason = decision.ok ? decision.reason : decision.refusal;
    const act = ["customer.wrote", "customer.commanded", "customer.chose"].includes(event.type);
    const quiet = before.owner.kind === "bot" && event.at - lastAct > 6 * HOUR;
    const previous = found.at(-1);
    for (const action of actions) if (action.type === "rate" && previous) previous.score = action.score;
    if (act && after.status !== "resolved" && (!seen || before.status === "resolved" || quiet)) {
      found.push(fresh(begin, event.at));
    }
    if (act) {
      seen = true;
      lastAct = event.at;
    }
    const now = found.at(-1);
    if (now) look(now, { event, before, after, actions, reason, act });
    before = after;
  }
  return found;
}

function look(
  one: Engagement,
  {
    event,
    before,
    after,
    actions,
    reason,
    act,
  }: {
    event: ConversationEvent;
    before: Conversation;
    after: Conversation;
    actions: Action[];
    reason: string;
    act: boolean;
  },
): void {
  one.locale = after.locale;
  if (act && after.status !== "resolved") one.acts.push(event.at);
  if (event.type === "customer.wrote" || event.type === "customer.commanded") one.messages += 1;
  const said = actions.filter((action) => action.type === "say" && action.author === "bot");
  one.botSpoke ||= said.length > 0;
  const topic = said.flatMap((action) => (action.type === "say" && action.topic ? [action.topic] : []))[0];
  if (topic) one.topics.add(topic);
  const unsettled =
    /^(missed-once|asked-back|not-helped-once|file-without-words|details-alone|choice-expired|hash-or-key|form-(asked|unclear):.*|form-summarised)$/;
  if (reason === "helped") one.last = "confirmed";
  else if (topic) one.last = "answered";
  else if (reason.startsWith("private")) one.last = "moved";
  else if (unsettled.test(reason)) one.last = "nothing";
  const owner = after.owner.kind;
  one.person_asked ||= owner !== "bot";
  one.queued ||= owner === "queue";
  one.running = owner !== "bot" && after.status !== "resolved";
  if (owner === "bot") one.waitsSince = undefined;
  if (owner === "queue") one.waitsSince ??= event.at;
  if (event.type === "agent.replied" && one.waitsSince !== undefined)
    one.firstReply ??= event.at - one.waitsSince;
  if (event.type === "agent.resolved" && before.status !== "resolved" && after.status === "resolved") {
    one.resolution = event.at - one.start;
    one.askedToRate = actions.some(
      (action) => action.type === "say" && action.choices.some(({ value }) => value.kind === "rate"),
    );
  }
}

function fresh({ account, customer, locale }: Conversation, start: number): Engagement {
  return {
    channel: account.split(":")[0] ?? account,
    person: `${account} ${customer.id}`,
    locale,
    start,
    acts: [],
    messages: 0,
    botSpoke: false,
    topics: new Set(),
    last: "nothing",
    person_asked: false,
    queued: false,
    running: false,
    waitsSince: undefined,
    firstReply: undefined,
    resolution: undefined,
    askedToRate: false,
    score: undefined,
  };
}

type Keys = (one: Engagement) => string[];

export function naiveCounts(all: Engagement[], query: InsightQuery, keys: Keys): Counts[] {
  return grouped(all, query, keys, (key, group): Counts => {
    const outcomes = {
      pending: 0,
      escalated: 0,
      moved: 0,
      confirmed: 0,
      assumed: 0,
      recontacted: 0,
      abandoned: 0,
    };
    for (const one of group) if (one.botSpoke) outcomes[outcomeOf(one, all, query.now)] += 1;
    const rated = group.filter((one) => one.askedToRate && one.score !== undefined);
    const scored = (score: number) => rated.filter((one) => one.score === score).length;
    return {
      key,
      engagements: group.length,
      messages: group.reduce((sum, one) => sum + one.messages, 0),
      escalated: group.filter((one) => one.person_asked).length,
      involved: group.filter((one) => one.botSpoke).length,
      answered: group.filter((one) => one.topics.size > 0).length,
      outcomes,
      rating: {
        asked: group.filter((one) => one.askedToRate).length,
        scores: [scored(1), scored(2), scored(3), scored(4), scored(5)],
      },
    };
  });
}

export function naiveTimes(all: Engagement[], query: InsightQuery, keys: Keys): Times[] {
  return grouped(all, query, keys, (key, group): Times => {
    const silent = group.filter((one) => one.queued && one.firstReply === undefined);
    return {
      key,
      unanswered: silent.filter((one) => one.running).length,
      neverAnswered: silent.filter((one) => !one.running).length,
      firstReply: spread(group.flatMap((one) => one.firstReply ?? [])),
      resolution: spread(group.flatMap((one) => one.resolution ?? [])),
    };
  });
}

function outcomeOf(one: Engagement, all: Engagement[], now: number): keyof Counts["outcomes"] {
  const end = Math.max(...one.acts);
  if (now - end < 72 * HOUR) return "pending";
  if (one.person_asked) return "escalated";
  if (one.last === "moved") return "moved";
  if (one.last === "nothing") return "abandoned";
  const back = all.some(
    (other) => other.person === one.person && other.start > end && other.start <= end + 72 * HOUR,
  );
  if (back) return "recontacted";
  return one.last === "confirmed" ? "confirmed" : "assumed";
}

function spread(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return sorted.length === 0 ? { n: 0 } : { n: sorted.length, medianMs: at(0.5), p90Ms: at(0.9) };
}

function grouped<T>(
  all: Engagement[],
  query: InsightQuery,
  keys: Keys,
  make: (key: string, group: Engagement[]) => T,
): T[] {
  const chosen = all.filter(
    (one) =>
      one.start >= query.from &&
      one.start < query.to &&
      (query.channel === undefined || one.channel === query.channel) &&
      (query.locale === undefined || one.locale === query.locale) &&
      (query.topic === undefined || one.topics.has(query.topic)),
  );
  const names = [...new Set(chosen.flatMap(keys))].sort();
  return names.map((name) =>
    make(
      name,
      chosen.filter((one) => keys(one).includes(name)),
    ),
  );
}
