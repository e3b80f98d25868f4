import type {
  Choice,
  FileRef,
  InboundEvent,
  OutboundPart,
  Receipt,
  Space,
} from "../../src/channel/contract.ts";
import type { Action, Decision, Refusal } from "../../src/conversation/actions.ts";
import type { ConversationEvent } from "../../src/conversation/events.ts";
import { route } from "../../src/conversation/route.ts";
import { type Conversation, newConversation } from "../../src/conversation/state.ts";
import type { AcceptRequest, Admitted, HandleOutcome, HandleRequest, Store } from "../../src/store/store.ts";

export const ACCOUNT = "telegram:1";
export const LIN: Space = { id: "lin", kind: "dm" };
export const MEI = { id: "agent-mei", name: "Mei" };
export const TOM = { id: "agent-tom", name: "Tom" };

export type Say = Extract<Action, { type: "say" }>;
type Kind<K extends InboundEvent["kind"]> = Extract<InboundEvent, { kind: K }>;
type Fields<K extends InboundEvent["kind"]> = Partial<Kind<K>> & { key?: string };

/** A delivery with everything filled in that a test does not care for. */
export function inboundOf<K extends InboundEvent["kind"]>(kind: K, fields: object): InboundEvent {
  const base = { key: "1", at: 1000, space: LIN, actor: { id: "lin", name: "Lin" }, addressed: "dm" };
  return { ...base, kind, files: [], ...fields } as unknown as InboundEvent;
}

/** The message with this number: key and platform id follow from it. */
export function messageOf(n: number | string, text: string, fields: Fields<"message"> = {}): InboundEvent {
  return inboundOf("message", { key: `m${n}`, msgId: `${n}`, text, ...fields });
}

function requestOf(events: InboundEvent[], more: Partial<AcceptRequest> = {}): AcceptRequest {
  const account = more.account ?? ACCOUNT;
  return {
    account,
    at: 2000,
    events,
    route,
    admit: (event): Admitted => ({ event, found: [], ambiguousHash: false, flood: "ok" }),
    open: (event, id, at, previous) =>
      newConversation({
        id,
        account,
        space: event.space,
        customer: event.actor,
        locale: "en",
        at,
        ...(previous === undefined ? {} : { previousId: previous.id }),
      }),
    ...more,
  };
}

/** Stores events, asserting nothing: receipts in order. */
export function accept(store: Store, events: InboundEvent[], more: Partial<AcceptRequest> = {}) {
  return store.inbound.accept(requestOf(events, more));
}

export async function acceptOne(store: Store, event: InboundEvent, more: Partial<AcceptRequest> = {}) {
  const [receipt] = await accept(store, [event], more);
  return receipt as Receipt & { conversationId: string; messageId: string };
}

function fitWhole(message: OutboundPart): OutboundPart[] {
  return [message];
}

/** One part for each line, choices under the last. */
export function fitLines({ text, choices }: { text: string; choices: Choice[]; files: FileRef[] }) {
  const lines = text.split("\n");
  return lines.map((line, n) => ({
    text: line,
    choices: n === lines.length - 1 ? choices : [],
    files: [],
  }));
}

export interface Play {
  at?: number;
  actions?: Action[];
  change?: Partial<Conversation>;
  reason?: string;
  fit?: HandleRequest["fit"];
  refuse?: Refusal["refusal"];
}

function deciding(play: Play): (conversation: Conversation) => Decision | Refusal {
  return (conversation) => {
    const { owner, status } = conversation;
    if (play.refuse) return { ok: false, refusal: play.refuse, owner, status };
    return {
      ok: true,
      conversation: { ...conversation, ...play.change },
      actions: play.actions ?? [],
      reason: play.reason ?? "noted",
    };
  };
}

export function say(id: string, text: string, more: Partial<Say> = {}): Say {
  return { type: "say", id, author: "bot", text, choices: [], files: [], ...more };
}

/** Decides the oldest waiting event of a conversation as the play says. */
export async function handleNext(store: Store, conversationId: string, play: Play = {}) {
  const next = await store.inbound.next(conversationId);
  if (!next) throw new Error("nothing waits");
  const { id, revision, eventId } = next.item;
  const at = play.at ?? 3000;
  const event: ConversationEvent = { type: "customer.reached", id: eventId, at, state: "ok" };
  return handle(store, conversationId, { kind: "inbox", id, revision }, event, play);
}

/** The bot answers the oldest waiting message. Returns the outcome and the ids of its outbox rows. */
export async function botAnswers(store: Store, conversationId: string, text: string, play: Play = {}) {
  const next = await store.inbound.next(conversationId);
  const eventId = next?.item.eventId ?? "";
  const answer = say(`${eventId}.0`, text, { inReplyTo: eventId });
  const outcome = await handleNext(store, conversationId, { actions: [answer], reason: "answered", ...play });
  if (outcome.outcome !== "done") throw new Error(`the answer was ${outcome.outcome}`);
  return { messageId: answer.id, rows: outcome.deliveries.map(({ id }) => id) };
}

export function handle(
  store: Store,
  conversationId: string,
  cause: HandleRequest["cause"],
  event: ConversationEvent,
  play: Play = {},
): Promise<HandleOutcome> {
  const at = play.at ?? 3000;
  const fit = play.fit ?? fitWhole;
  return store.outbound.handle({ conversationId, at, cause, event, decide: deciding(play), fit });
}

export function command(
  store: Store,
  conversationId: string,
  key: string,
  play: Play = {},
  { agent = MEI, route: path = "claim", id = `cmd${key}` } = {},
): Promise<HandleOutcome> {
  const event: ConversationEvent = { type: "agent.claimed", id, at: play.at ?? 3000, agent };
  return handle(store, conversationId, { kind: "command", agentId: agent.id, key, route: path }, event, play);
}

/** What a claim does to the state: a new owner, a new epoch. */
export function claimedBy(conversation: Conversation, agent = MEI, at = 3000): Partial<Conversation> {
  const owner = { kind: "agent", agentId: agent.id, agentName: agent.name, since: at } as const;
  return { owner, epoch: conversation.epoch + 1 };
}

/** A decide that lets an agent claim what nobody has: the smallest rule that two can race for. */
export function claimRequest(conversationId: string, agent: typeof MEI, key: string): HandleRequest {
  return {
    conversationId,
    at: 3000,
    cause: { kind: "command", agentId: agent.id, key, route: "claim" },
    event: { type: "agent.claimed", id: `claim${key}`, at: 3000, agent },
    decide: (conversation) => {
      const { owner, status } = conversation;
      if (owner.kind === "agent") return { ok: false, refusal: "owned_by_other", owner, status };
      const after = { ...conversation, ...claimedBy(conversation, agent) };
      return { ok: true, conversation: after, actions: [], reason: "claimed" };
    },
    fit: fitWhole,
  };
}

/** Marks a row as under way and returns what the channel would get. */
export async function sendOf(store: Store, id: number, at = 4000) {
  const begun = await store.outbound.begin(id, at);
  if (begun.outcome !== "send") throw new Error(`the row is ${begun.outcome}`);
  return begun.delivery;
}

export async function deliver(store: Store, id: number, externalId: string): Promise<void> {
  await sendOf(store, id);
  await store.outbound.settle(id, { outcome: "sent", ids: [externalId] }, 5000);
}

export async function messagesOf(store: Store, conversationId: string) {
  return (await store.desk.show(conversationId))?.messages ?? [];
}

export async function textsOf(store: Store, conversationId: string): Promise<string[]> {
  return (await messagesOf(store, conversationId)).map(({ author, text }) => `${author}: ${text}`);
}

export async function stateOf(store: Store, messageId: string, conversationId: string) {
  const message = (await messagesOf(store, conversationId)).find(({ id }) => id === messageId);
  return message?.delivery?.map(({ state }) => state);
}
