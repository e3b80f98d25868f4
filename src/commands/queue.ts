import { randomUUID } from "node:crypto";
import type { Conversation } from "../conversation/state.ts";
import { AppError } from "../errors.ts";
import type { ConversationRow, DecisionView, MessageView, View } from "../store/desk.ts";
import type { DeskClient } from "./desk-client.ts";
import { ago, oneLine, show, table } from "./output.ts";

export interface QueueOptions {
  as?: string;
  json?: boolean;
  view?: View;
  /** Idempotency key; a fresh one for each run when left out. */
  key?: string;
}

/** The customer's latest messages of which `show` tells what the bot made. */
const TRIED = 6;
/** A topic less likely than this tells an agent nothing. */
const WORTH_SHOWING = 0.05;

type Verb = "claim" | "release" | "transfer" | "reply" | "note" | "resolve" | "return";

const DONE: Record<Verb, string> = {
  claim: "is yours now",
  release: "is back in the queue",
  transfer: "was passed on",
  reply: "was answered",
  note: "has your note; only your team sees it",
  resolve: "is resolved",
  return: "is with the bot again",
};

/** `kefu queue list`. */
export async function listQueue(client: DeskClient, options: QueueOptions, now: number): Promise<void> {
  const view = options.view ?? "queue";
  const { conversations } = await client.request<{ conversations: ConversationRow[] }>({
    method: "GET",
    path: `/api/desk/conversations?view=${view}`,
    as: agent(options),
  });
  show(options.json, conversations, () =>
    conversations.length === 0
      ? `Nobody is in the view "${view}".`
      : table([
          ["CASE", "WAITS", "PRIORITY", "REASON", "OWNER", "CHANNEL", "CUSTOMER", "LAST WORDS"],
          ...conversations.map((row) => [
            row.reference,
            row.waitingSince === undefined ? "-" : ago(row.waitingSince, now),
            row.priority,
            row.reason ?? "-",
            ownerOf(row.owner),
            row.account,
            oneLine(row.customer.name ?? row.customer.id, 20),
            lastWords(row),
          ]),
        ]),
  );
}

/** `kefu queue show CASE`: the hand-off at a glance, then the whole conversation. */
export async function showCase(
  client: DeskClient,
  id: string,
  options: QueueOptions,
  now: number,
): Promise<void> {
  const shown = await client.request<{
    conversation: Conversation;
    messages: MessageView[];
    decisions: DecisionView[];
  }>({ method: "GET", path: `/api/desk/conversations/${encodeURIComponent(id)}`, as: agent(options) });
  show(options.json, shown, () => {
    const { conversation, messages } = shown;
    const heard = tried(shown.decisions);
    const collected = Object.entries(conversation.collected).map(([slot, value]) => `  ${slot}: ${value}`);
    const head = [
      `${conversation.reference}  ${conversation.status}, ${ownerOf(conversation.owner)}, ${conversation.locale}, ${conversation.account}`,
      `customer: ${conversation.customer.name ?? conversation.customer.id}${waits(conversation, now)}`,
      ...(conversation.space.kind === "dm" ? [] : ["in a shared space: everybody there reads a reply"]),
      ...(conversation.reachable ? [] : ["not reachable: blocked us or left, or we were put out"]),
      ...(conversation.escalation === undefined
        ? []
        : [
            `handed over: ${conversation.escalation.reason}, ${conversation.escalation.priority}, ${ago(conversation.escalation.at, now)} ago`,
          ]),
      ...(collected.length === 0 ? [] : ["collected:", ...collected]),
      ...(heard.length === 0 ? [] : ["what the bot made of it:", ...heard]),
      "",
      "Times are in UTC.",
    ];
    return [...head, ...messages.map(line)].join("\n");
  });
}

/** One agent's act on a case. */
export async function actOn(
  client: DeskClient,
  verb: Verb,
  id: string,
  body: Record<string, unknown>,
  options: QueueOptions,
): Promise<void> {
  const done = await client.request<{ conversation: Conversation; reason: string; repeated?: boolean }>({
    method: "POST",
    path: `/api/desk/conversations/${encodeURIComponent(id)}/${verb}`,
    as: agent(options),
    key: options.key ?? randomUUID(),
    body,
  });
  show(
    options.json,
    done,
    () => `${done.conversation.reference} ${DONE[verb]}${done.repeated ? " (done before)" : ""}.`,
  );
}

/** Who acts; a command of the desk does nothing without. */
export function agent(options: QueueOptions): string {
  if (options.as !== undefined) return options.as;
  throw new AppError(
    "input_invalid",
    "Say who acts: --as EMAIL (or set KEFU_AS). `kefu agents list` shows the agents.",
  );
}

function waits({ waitingSince }: Conversation, now: number): string {
  return waitingSince === undefined ? "" : `, waits for an answer since ${ago(waitingSince, now)}`;
}

/** The customer's words as they are, ours with who said them. */
function lastWords(row: ConversationRow): string {
  return oneLine(row.lastAuthor === "customer" ? row.lastText : `${row.lastAuthor}: ${row.lastText}`, 50);
}

/** What the customer wrote last, what came of it and what the matcher thought it was about. */
function tried(decisions: DecisionView[]): string[] {
  return decisions
    .flatMap(({ event, reason }) =>
      event.type === "customer.wrote" && event.match ? [{ event, reason }] : [],
    )
    .slice(-TRIED)
    .map(({ event, reason }) => {
      const topics = (event.match?.ranked ?? [])
        .slice(0, 3)
        .filter(({ probability }) => probability >= WORTH_SHOWING)
        .map(({ topic, probability }) => `${topic} ${Math.round(100 * probability)} %`);
      return `  "${oneLine(event.text, 40)}" -> ${[reason, ...topics].join(", ")}`;
    });
}

function ownerOf(owner: ConversationRow["owner"]): string {
  return owner.kind === "agent" ? owner.agentName : owner.kind;
}

function line(message: MessageView): string {
  const who = message.name === undefined ? message.author : `${message.author} ${message.name}`;
  const state = message.delivery?.map(({ state }) => state).find((one) => one !== "sent");
  const files = message.files.map(
    (file) => `[${file.kind}${file.name === undefined ? "" : ` ${file.name}`}]`,
  );
  const marks = [
    ...(state === undefined ? [] : [state]),
    ...(message.editedAt === undefined ? [] : ["edited"]),
    ...(message.deletedAt === undefined ? [] : ["deleted by the customer"]),
  ];
  const time = new Date(message.at).toISOString().slice(0, 16).replace("T", " ");
  const suffix = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
  return `${time}  ${who}${suffix}\n  ${[message.text, ...files].join(" ").replace(/\n(?=[^\n])/gu, "\n  ")}`;
}
