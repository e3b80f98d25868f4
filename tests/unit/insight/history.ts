import type { InboundEvent } from "../../../src/channel/contract.ts";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent } from "../../../src/conversation/events.ts";
import { route } from "../../../src/conversation/route.ts";
import { type Conversation, newConversation, type OfferedChoice } from "../../../src/conversation/state.ts";
import type { Match } from "../../../src/matching/match.ts";
import type { InboxItem, Store } from "../../../src/store/store.ts";
import {
  about,
  between,
  entries,
  lin,
  MENU,
  MINUTE,
  matched,
  mia,
  small,
  wish,
} from "../conversation/given.ts";

const HOUR = 60 * MINUTE;

/** What customers write here, and what the matcher makes of it. */
const WORDS: [string, Match][] = [
  ["how do I reset it?", about("account.reset-password")],
  ["how do I switch on 2FA?", about("account.enable-2fa")],
  ["the app is broken", about("app.problem")],
  ["怎么还没到账", about("tx.not-received", { locale: "zh" })],
  ["blah", matched()],
  ["this or that", between("tx.failed", "app.problem")],
  ["thanks", small("thanks")],
  ["hello", small("greeting")],
  ["a person please", wish],
  ["still not working", matched()],
  ["never mind", small("cancel")],
  ["5", matched()],
  ["2", matched()],
];

/** A desk at work on a real store: customers and agents act by the real rules, time moves as it is told. */
export function history(store: Store, start: number) {
  let at = start;
  let n = 0;
  const latest = new Map<string, string>();
  const id = () =>
    `${at}${n}`
      .replace(/\d/g, (d) => "abcdefghij"[Number(d)] ?? "a")
      .slice(-16)
      .padStart(16, "q");

  const handle = (
    conversationId: string,
    cause: Parameters<Store["outbound"]["handle"]>[0]["cause"],
    event: ConversationEvent,
  ) => store.outbound.handle({ conversationId, at, cause, event, decide, fit: (message) => [message] });

  async function deliver(
    who: Customer,
    body: Record<string, unknown>,
    match?: Match,
  ): Promise<Conversation | undefined> {
    n += 1;
    const event = {
      key: `k${start}-${n}`,
      at,
      space: who.space,
      actor: { id: who.id, name: who.id },
      addressed: "dm",
      files: [],
      ...body,
    } as unknown as InboundEvent;
    const [receipt] = await store.inbound.accept({
      account: who.account,
      at,
      events: [event],
      route,
      admit: (given) => ({ event: given, found: [], ambiguousHash: false, flood: "ok" }),
      open: (given, newId, openedAt) =>
        newConversation({
          id: newId,
          account: who.account,
          space: given.space,
          customer: given.actor,
          locale: "en",
          at: openedAt,
        }),
    });
    const conversationId = receipt?.conversationId;
    if (conversationId === undefined) return undefined;
    latest.set(who.id, conversationId);
    const next = await store.inbound.next(conversationId);
    if (next === undefined) return undefined;
    const { id: inboxId, revision } = next.item;
    const outcome = await handle(
      conversationId,
      { kind: "inbox", id: inboxId, revision },
      eventOf(next.item, at, match),
    );
    return outcome.outcome === "done" ? outcome.conversation : undefined;
  }

  return {
    now: () => at,
    wait(ms: number): void {
      at += Math.max(1, ms);
    },
    writes: (who: Customer, text: string, match: Match = matched()) =>
      deliver(who, { kind: "message", msgId: `m${start}-${n + 1}`, text }, match),
    commands: (who: Customer, name: string) =>
      deliver(who, { kind: "command", msgId: `m${start}-${n + 1}`, name, args: "" }),
    chooses: (who: Customer, choice: OfferedChoice) =>
      deliver(who, { kind: "press", msgId: `m${start}-${n + 1}`, token: choice.token }),
    async acts(conversationId: string, act: Record<string, unknown>, agent = lin) {
      n += 1;
      const event = { ...act, id: id(), at, agent } as unknown as ConversationEvent;
      return handle(
        conversationId,
        { kind: "command", agentId: agent.id, key: `a${start}-${n}`, route: `r${n}` },
        event,
      );
    },
    async timer(conversationId: string) {
      const due = (await store.outbound.dueTimers(at, 100)).find(
        (one) => one.conversationId === conversationId,
      );
      if (due === undefined) return;
      n += 1;
      const { name, dueAt } = due;
      await handle(
        conversationId,
        { kind: "timer", name, dueAt },
        { type: "timer.fired", id: id(), at, name },
      );
    },
    caseOf: (who: Customer) => latest.get(who.id),
  };
}

export type History = ReturnType<typeof history>;

export interface Customer {
  id: string;
  account: string;
  space: { id: string; kind: "dm" | "group" };
}

export function customer(id: string, account = "web", kind: "dm" | "group" = "dm"): Customer {
  return { id, account, space: { id: kind === "dm" ? `s-${id}` : "crowd", kind } };
}

function eventOf(
  { event, eventId, choice }: InboxItem,
  at: number,
  match: Match = matched(),
): ConversationEvent {
  const base = { id: eventId, at, messageId: eventId, entries, menu: MENU };
  if (event.kind === "message") {
    const { text, files } = event;
    return {
      ...base,
      type: "customer.wrote",
      text,
      files,
      found: [],
      ambiguousHash: false,
      urgency: "normal",
      flood: "ok",
      match,
      late: false,
    };
  }
  if (event.kind === "command") return { ...base, type: "customer.commanded", name: event.name, args: "" };
  return { ...base, type: "customer.chose", ...(choice === undefined ? {} : { choice }) };
}

/** Lets a random desk work for a while: the same seed gives the same history. */
export async function randomHistory(
  store: Store,
  seed: number,
  start: number,
  steps: number,
): Promise<History> {
  const random = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const past = history(store, start);
  const people = [
    customer("ann"),
    customer("bo", "telegram:1"),
    customer("chen", "telegram:1"),
    customer("dee", "discord:9", "group"),
  ];
  for (let step = 0; step < steps; step++) {
    past.wait(
      Math.floor(
        pick([20_000, 5 * MINUTE, HOUR, 5 * HOUR, 7 * HOUR, 30 * HOUR, 80 * HOUR, 160 * HOUR]) *
          (0.5 + random()),
      ),
    );
    const who = pick(people);
    const id = past.caseOf(who);
    const state = id === undefined ? undefined : (await store.desk.show(id))?.conversation;
    const chance = random();
    // Where the bot has it, agents seldom step in.
    const busy = state?.owner.kind !== "bot" && state?.status !== "resolved" ? 0.6 : 0.1;
    if (id === undefined || state === undefined || chance < 0.8 * (1 - busy)) {
      const after = await past.writes(who, ...pick(WORDS));
      const first = after?.dialogue.offered[0];
      past.wait(30_000);
      // "This helped", where an answer was given.
      if (first !== undefined && random() < 0.4) await past.chooses(who, first);
    } else if (chance < 1 - busy) {
      const choice = random() < 0.8 ? state.dialogue.offered : [];
      if (choice.length > 0) await past.chooses(who, pick(choice));
      else await past.commands(who, pick(["human", "menu", "cancel"]));
    } else {
      await act(
        past,
        id,
        pick([
          "claim",
          "reply",
          "reply",
          "release",
          "transfer",
          "resolve",
          "resolve",
          "return",
          "snooze",
          "timer",
        ]),
        pick([lin, mia]),
      );
    }
  }
  return past;
}

async function act(past: History, id: string, name: string, agent: typeof lin): Promise<void> {
  const at = past.now();
  const acts: Record<string, Record<string, unknown>> = {
    claim: { type: "agent.claimed" },
    reply: { type: "agent.replied", text: "let me see", files: [] },
    release: { type: "agent.released" },
    transfer: { type: "agent.transferred", to: agent === lin ? mia : lin },
    resolve: { type: "agent.resolved" },
    return: { type: "agent.returned" },
    snooze: { type: "agent.snoozed", until: at + 2 * HOUR },
  };
  const what = acts[name];
  if (what === undefined) await past.timer(id);
  else await past.acts(id, what, agent);
}

/** mulberry32. */
function numbers(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
