import type { Choice, OutboundPart, Space } from "../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../src/channel/markdown.ts";
import { shorten } from "../../src/channel/measure.ts";
import { splitMarkdown } from "../../src/channel/split.ts";
import { choiceAction, privateAction } from "./decode-interaction.ts";
import { formAction } from "./dialog.ts";
import { escaped, toMrkdwn } from "./mrkdwn.ts";

/** What Slack takes: characters of one section, blocks and their characters in one message, buttons, their labels. */
export const LIMITS = { section: 3_000, blocks: 50, message: 12_000, buttons: 25, label: 75, plain: 39_000 };

/** One message: what chat.postMessage and a response_url take alike. `plain` is the same in text alone. */
export interface SlackContent {
  text: string;
  blocks: object[];
  plain: { text: string; mrkdwn: false };
}

/**
 * One part as messages, in order: one, unless its signs take so much more room in Slack's writing that the message
 * would be refused. Buttons stand under the last.
 */
export function encodePart(part: OutboundPart): SlackContent[] {
  const sections = sectionsOf(part.text);
  const messages = packed(sections);
  if (messages.length === 0) messages.push([]);
  return messages.map((texts, index) => {
    const choices = index === messages.length - 1 ? part.choices.slice(0, LIMITS.buttons) : [];
    const plain = wordsOf(texts, choices);
    return {
      text: fallback(texts, choices),
      blocks: [...texts.map(({ mrkdwn }) => section(mrkdwn)), ...buttonsOf(choices)],
      plain: { text: plain, mrkdwn: false },
    };
  });
}

/** Where a message goes. */
function placeOf(space: Space): { channel: string; thread_ts?: string } {
  return { channel: space.id, ...(space.thread === undefined ? {} : { thread_ts: space.thread }) };
}

/** Marks a message as this part of ours, so that it is found again when we did not hear whether it was posted. */
export const partEvent = "kefu_part";
/** The same for the card that begins a case's thread. */
export const caseEvent = "kefu_case";

/** The key of the nth message of a part. */
export function keyOf(idempotencyKey: string, index: number): string {
  return index === 0 ? idempotencyKey : `${idempotencyKey}#${index + 1}`;
}

/** The arguments of chat.postMessage. Links are never unfolded: a preview is text that nobody here wrote. */
export function postArguments(
  content: Pick<SlackContent, "text"> & { blocks?: object[]; mrkdwn?: false },
  space: Space,
  key: string,
): Record<string, unknown> {
  return {
    ...placeOf(space),
    ...content,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: partEvent, event_payload: { key } },
  };
}

interface Words {
  mrkdwn: string;
  plain: string;
}

/** Markdown as texts of one section each. A piece that grows too long by its escapes is cut finer. */
function sectionsOf(markdown: string, limit = LIMITS.section): Words[] {
  return splitMarkdown(markdown, { limit, unit: "utf16", counts: "markup" }).flatMap((piece) => {
    const root = parseMarkdown(piece);
    const words = { mrkdwn: toMrkdwn(root), plain: plainText(root) };
    if (words.mrkdwn === "") return [];
    if (words.mrkdwn.length <= LIMITS.section) return [words];
    return limit > 1 ? sectionsOf(piece, Math.floor(Math.min(limit, piece.length) / 2)) : [];
  });
}

/** Labels count as well: 25 of 75 characters. */
const ROOM = LIMITS.message - LIMITS.buttons * LIMITS.label;

/** As many sections to a message as fit, one block and the room of the labels being kept for the buttons. */
function packed(sections: readonly Words[]): Words[][] {
  const messages: Words[][] = [];
  let used = 0;
  for (const words of sections) {
    const last = messages.at(-1);
    const fits = last !== undefined && last.length < LIMITS.blocks - 1 && used + words.mrkdwn.length <= ROOM;
    if (fits) last.push(words);
    else messages.push([words]);
    used = (fits ? used : 0) + words.mrkdwn.length;
  }
  return messages;
}

function section(text: string): object {
  return { type: "section", text: { type: "mrkdwn", text, verbatim: true } };
}

function buttonsOf(choices: readonly Choice[]): object[] {
  if (choices.length === 0) return [];
  const elements = choices.map(({ token, label, private: goesOn, form }) => ({
    type: "button",
    text: { type: "plain_text", text: labelOf(label), emoji: true },
    action_id: `${goesOn ? privateAction : form ? formAction : choiceAction}${token}`,
    value: token,
  }));
  return [{ type: "actions", elements }];
}

function labelOf(label: string): string {
  return shorten(label.replace(/\s+/g, " ").trim(), LIMITS.label) || "…";
}

/** What a notification and a screen reader say: the beginning is enough, the blocks hold the rest. */
function fallback(texts: readonly Words[], choices: readonly Choice[]): string {
  const words = texts.map(({ plain }) => plain).join("\n\n") || choices.map(({ label }) => label).join(" / ");
  return escaped(shorten(words.replace(/\s+/g, " ").trim(), 500)) || "…";
}

/** The whole in plain words, for when Slack cannot read our blocks: a choice is then answered by its number. */
function wordsOf(texts: readonly Words[], choices: readonly Choice[]): string {
  const list = choices.map(({ label }, index) => `${index + 1}. ${label}`).join("\n");
  const words = [...texts.map(({ plain }) => plain), list].filter((text) => text !== "").join("\n\n");
  const whole = escaped(words);
  return whole.length <= LIMITS.plain ? whole || "…" : escaped(shorten(words, Math.floor(LIMITS.plain / 5)));
}
