import type { FileRef, OutboundMessage } from "../channel/contract.ts";
import { escapeMarkdown } from "../channel/markdown.ts";
import { shorten } from "../channel/measure.ts";
import { fill } from "../conversation/phrases/phrases.ts";
import type { Conversation } from "../conversation/state.ts";
import type { MessageView } from "../store/desk.ts";
import { clockOf } from "./card.ts";
import type { RoomPhrases } from "./phrases.ts";

/** A line of a transcript is this long at most; the desk has the whole. */
const LINE_LIMIT = 1500;

/** A message of the case as its thread shows it, standing alone. Files keep the account whose handle they are. */
export function lineOf(
  message: MessageView,
  conversation: Conversation,
  phrases: RoomPhrases,
): OutboundMessage {
  const text = [head(message, conversation, phrases), wordsOf(message)].filter(Boolean).join("\n");
  return { text, choices: [], files: filesOf(message, conversation) };
}

/** Several messages of the case in one text, for whoever comes to it now. */
export function transcriptOf(
  messages: readonly MessageView[],
  conversation: Conversation,
  phrases: RoomPhrases,
): OutboundMessage {
  const lines = messages.map((message) => {
    const files = message.files.map((file) => `📎 ${escapeMarkdown(file.name ?? file.kind)}`);
    const words = [shorten(wordsOf(message), LINE_LIMIT), ...files].filter(Boolean).join("\n");
    return `${head(message, conversation, phrases)} · ${clockOf(message.at).slice(5, 16)}\n${words}`;
  });
  return { text: `**${phrases.transcript}**\n\n${lines.join("\n\n")}`, choices: [], files: [] };
}

/** Told where a message cannot be shown changed in its place. */
export function changeOf(
  message: MessageView,
  conversation: Conversation,
  phrases: RoomPhrases,
): OutboundMessage {
  const name = nameOf(message, conversation, phrases);
  const said = fill(message.deletedAt === undefined ? phrases.changed : phrases.takenBack, { name });
  return { text: `${said}\n${wordsOf(message)}`, choices: [], files: [] };
}

/** Files a message has more of than its thread has seen: an album that went on. */
export function filesOf(message: MessageView, conversation: Conversation): FileRef[] {
  if (message.deletedAt !== undefined) return [];
  return message.files.map((file) => ({ ...file, account: file.account ?? conversation.account }));
}

/** What of a message a thread shows and may have to show anew. */
export function shownOf({ editedAt, deletedAt, files, text }: MessageView): string {
  return [editedAt ?? "", deletedAt ?? "", files.length, text.length].join("|");
}

function head(message: MessageView, conversation: Conversation, phrases: RoomPhrases): string {
  const name = nameOf(message, conversation, phrases);
  const toCustomer = message.author === "agent" ? fill(phrases.toCustomer, { name }) : name;
  const marks = [
    message.author === "note" ? phrases.authors.note : "",
    message.editedAt === undefined ? "" : phrases.edited,
    message.deletedAt === undefined ? "" : phrases.deleted,
  ].filter(Boolean);
  const icon = ICONS[message.author];
  return `${icon} **${toCustomer}**${marks.length === 0 ? "" : ` (${marks.join(phrases.comma)})`}`;
}

const ICONS: Record<MessageView["author"], string> = {
  customer: "👤",
  bot: "🤖",
  agent: "💬",
  system: "⚙️",
  note: "📝",
};

function nameOf({ author, name }: MessageView, { customer }: Conversation, { authors }: RoomPhrases): string {
  if (author === "customer") return escapeMarkdown(name ?? customer.name ?? authors.customer);
  if (author === "bot" || author === "system") return authors[author];
  return escapeMarkdown(name ?? authors[author]);
}

/** A customer's words are plain text; ours are markdown already. */
function wordsOf({ author, text }: MessageView): string {
  return author === "customer" || author === "note" ? escapeMarkdown(text) : text;
}
