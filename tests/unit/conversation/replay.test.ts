import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/conversation/actions.ts";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent } from "../../../src/conversation/events.ts";
import type { Conversation } from "../../../src/conversation/state.ts";
import type { Match } from "../../../src/matching/match.ts";
import {
  about,
  between,
  conversation,
  entries,
  lin,
  MENU,
  matched,
  mia,
  NOW,
  small,
  urgent,
  wish,
} from "./given.ts";

const HASH = "7f".repeat(32);
const TEXTS = [
  "hi",
  "1",
  "2",
  "6",
  "yes",
  "不是",
  "skip",
  "不管用",
  "波场上",
  `tx ${HASH}`,
  "50 USDT 昨天",
  "how do I do that?",
  "随便说说",
  "",
  "取消",
  "⟦seed-phrase⟧",
];

const match: fc.Arbitrary<Match> = fc.oneof(
  fc.constantFrom(...Object.keys(entries)).map((topic) => about(topic)),
  fc
    .constantFrom("security.stolen", "security.fake-support")
    .map((topic) => about(topic, { urgent: { probability: 0.5, urgent: false } })),
  fc.constantFrom(...Object.keys(entries)).map((topic) => about(topic, { followsOn: true })),
  fc.constant(between("tx.failed", "account.reset-password", "app.problem")),
  fc
    .constantFrom("greeting", "thanks", "cancel", "confirm", "nonsense", "prices", "smalltalk", "unheard-of")
    .map(small),
  fc.constant(wish),
  fc.constant(urgent),
  fc.constant(matched()),
);

type Plan = (state: Conversation, id: string, at: number) => ConversationEvent;

const wrote: fc.Arbitrary<Plan> = fc
  .record({
    text: fc.constantFrom(...TEXTS),
    match: fc.option(match, { nil: undefined, freq: 9 }),
    found: fc.constantFrom<string[][]>([], [], [], [], [], [], ["seed-phrase"], ["password"]),
    flood: fc.oneof(
      { weight: 8, arbitrary: fc.constant("ok" as const) },
      fc.constantFrom("quiet" as const, "notice" as const),
    ),
    file: fc.boolean(),
    ambiguousHash: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constant(true)),
    late: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  .map(
    ({ match: read, file, ...rest }): Plan =>
      (_, id, at) => ({
        id,
        at,
        type: "customer.wrote",
        messageId: id,
        ...rest,
        files: file ? [{ id: "f", kind: "image" }] : [],
        urgency: rest.found.includes("seed-phrase") || read?.urgent.urgent ? "urgent" : "normal",
        ...(read === undefined ? {} : { match: read }),
        entries,
        menu: MENU,
      }),
  );

/** Presses one of the choices on offer now, or an old one, or one that nobody knows any more. */
const chose: fc.Arbitrary<Plan> = fc.nat({ max: 12 }).map(
  (n): Plan =>
    ({ dialogue }, id, at) => {
      const stale = [
        { token: "old.0", label: "x", value: { kind: "reopen" as const } },
        { token: "old.1", label: "x", value: { kind: "human" as const } },
        {
          token: "old.2",
          label: "x",
          value: { kind: "form" as const, act: "skip" as const, topic: "tx.failed" },
        },
        { token: "old.3", label: "x", value: { kind: "rate" as const, score: 1 } },
        {
          token: "old.4",
          label: "x",
          value: { kind: "slot" as const, slot: "chain" as const, value: "TRON" },
        },
      ];
      const choice = [...dialogue.offered, ...stale][n];
      return {
        id,
        at,
        type: "customer.chose",
        messageId: id,
        ...(choice && { choice }),
        entries,
        menu: MENU,
      };
    },
);

const others: fc.Arbitrary<Plan> = fc
  .constantFrom<Record<string, unknown>[]>(
    ...[lin, mia].flatMap((agent) => [
      { type: "agent.claimed", agent },
      { type: "agent.released", agent },
      { type: "agent.transferred", agent, to: mia },
      { type: "agent.replied", agent, text: "hello", files: [] },
      { type: "agent.resolved", agent },
      { type: "agent.returned", agent },
      { type: "agent.snoozed", agent, until: NOW },
    ]),
    { type: "customer.commanded", messageId: "m", name: "start", args: "", entries, menu: MENU },
    { type: "customer.commanded", messageId: "m", name: "human", args: "", entries, menu: MENU },
    { type: "customer.commanded", messageId: "m", name: "cancel", args: "", entries, menu: MENU },
    { type: "customer.edited", messageId: "m", text: "x", found: ["private-key"] },
    { type: "customer.rated", score: 2 },
    { type: "customer.rated", score: 2, comment: "bad" },
    { type: "timer.fired", name: "unsnooze" },
  )
  .map(
    (what): Plan =>
      (_, id, at) =>
        ({ id, at, ...what }) as ConversationEvent,
  );

const life = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 5, arbitrary: wrote },
      { weight: 3, arbitrary: chose },
      { weight: 3, arbitrary: others },
    ),
    fc.constantFrom(1000, 60_000, 7 * 3_600_000),
  ),
  { maxLength: 40 },
);

type Say = Extract<Action, { type: "say" }>;

interface Step {
  event: ConversationEvent;
  before: Conversation;
  after: Conversation;
  actions: Action[];
  says: Say[];
}

/** Lives a life, checking what must hold of every event, and calls back with each decision. */
function live(plans: [Plan, number][], check: (step: Step) => void): void {
  let state = conversation();
  let at = NOW;
  plans.forEach(([plan, passes], i) => {
    at += passes;
    const id = String.fromCharCode(97 + (i % 26)).repeat(15) + String.fromCharCode(97 + Math.floor(i / 26));
    const event = plan(state, id, at);
    const before = structuredClone(state);
    const outcome = decide(state, event);
    expect(state, "decide changed what it was given").toEqual(before);
    expect(decide(state, event), "the same event led to something else").toEqual(outcome);
    if (!outcome.ok) return;
    const says = outcome.actions.filter((action): action is Say => action.type === "say");
    check({ event, before, after: outcome.conversation, actions: outcome.actions, says });
    // What is stored is JSON: nothing may be lost on the way.
    expect(JSON.parse(JSON.stringify(outcome.conversation))).toEqual(outcome.conversation);
    state = outcome.conversation;
  });
}

function everyLife(check: (step: Step) => void): void {
  fc.assert(
    fc.property(life, (plans) => live(plans, check)),
    { numRuns: 150 },
  );
}

describe("whatever happens to a conversation", () => {
  it("the epoch never falls, and grows exactly with the owner", () => {
    const who = ({ owner }: Conversation) => (owner.kind === "agent" ? owner.agentId : owner.kind);
    everyLife(({ before, after }) => {
      expect(after.epoch - before.epoch).toBe(who(before) === who(after) ? 0 : 1);
    });
  });

  it("the bot says nothing while an agent owns", () => {
    everyLife(({ after, says }) => {
      if (after.owner.kind === "agent") expect(says.filter(({ author }) => author === "bot")).toEqual([]);
    });
  });

  it("one event has at most one message of the bot, and an answer names its question", () => {
    everyLife(({ event, says }) => {
      const bot = says.filter(({ author }) => author === "bot");
      expect(bot.length).toBeLessThanOrEqual(1);
      for (const one of bot) expect("messageId" in event && event.messageId).toBe(one.inReplyTo);
    });
  });

  it("nothing empty and no unfilled place is ever said", () => {
    everyLife(({ says }) => {
      for (const { text } of says) {
        expect(text.trim()).not.toBe("");
        expect(text).not.toMatch(/\{\w+\}|undefined/);
      }
    });
  });

  it("choices come with one message of an event only, under unique short tokens and distinct labels", () => {
    everyLife(({ event, says }) => {
      expect(says.filter(({ choices }) => choices.length > 0).length).toBeLessThanOrEqual(1);
      const choices = says.flatMap((one) => one.choices);
      for (const { token } of choices) {
        expect(token).toMatch(/^[\x21-\x7e]{1,22}$/);
        expect(token.startsWith(`${event.id}.`), "another event could give the same token").toBe(true);
      }
      expect(new Set(choices.map(({ token }) => token)).size).toBe(choices.length);
      expect(new Set(choices.map(({ label }) => label)).size).toBe(choices.length);
    });
  });

  it("no hand-off is silent", () => {
    everyLife(({ actions, says }) => {
      if (actions.some(({ type }) => type === "escalate")) expect(says.length).toBeGreaterThan(0);
    });
  });

  it("a customer in the queue has a time since when, and a resolved case keeps nobody waiting", () => {
    everyLife(({ event, before, after }) => {
      if (event.type.startsWith("customer.") && before.owner.kind !== "queue" && after.owner.kind === "queue")
        expect(after.waitingSince).toBeDefined();
      if (after.status === "resolved") expect(after.waitingSince).toBeUndefined();
    });
  });

  it("a form and its question live with the bot alone", () => {
    everyLife(({ after }) => {
      if (after.owner.kind !== "bot") expect(after.dialogue.form).toBeUndefined();
      if (after.owner.kind === "agent" && after.status !== "resolved") {
        expect(after.expects).toBeUndefined();
        expect(after.dialogue.offered).toEqual([]);
      }
      const asking = after.dialogue.form?.paused === false ? after.dialogue.form.asking : undefined;
      if (asking !== undefined) expect(after.expects).toEqual({ kind: "slot", slot: asking });
    });
  });
});
