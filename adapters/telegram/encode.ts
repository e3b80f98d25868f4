import type { Choice, Space } from "../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../src/channel/markdown.ts";
import { shorten } from "../../src/channel/measure.ts";
import { privateLink } from "./deep-link.ts";
import { asDocuments, type FileCall, fileCalls, type OutgoingFile } from "./files.ts";
import { toHtml, visibleLength } from "./markup.ts";

/**
 * One call to the Bot API. `plain` is the same call without markup, for when Telegram cannot read ours; `instead` is the
 * same files as documents, for when it cannot show what we upload.
 */
export interface PlatformCall {
  method: string;
  payload: Record<string, unknown>;
  plain?: Record<string, unknown>;
  instead?: PlatformCall[];
}

/** What is said in one message, its files with their bytes where they come from elsewhere. */
export interface OutgoingPart {
  text: string;
  choices: readonly Choice[];
  files: readonly OutgoingFile[];
}

/** Telegram's own limits for a caption and a button label (the label is only what a phone shows of it). */
export const captionLimit = 1024;
export const labelLimit = 64;

/** Where a part goes, and what it needs to know of the bot. */
export interface Target {
  space: Space;
  replyTo?: string | undefined;
  /** The bot's user name, for links into its private chat. */
  username?: string | undefined;
}

/**
 * One part as the calls that show it, in order. That is one call, unless the text cannot stand beside the files (too
 * long, a kind without caption, or an album, which bears no buttons): then the text goes first, with the buttons, and
 * the files follow; or unless the files are of kinds that make no album together.
 */
export function encodePart(part: OutgoingPart, target: Target): PlatformCall[] {
  const where = { ...placeOf(target.space), ...replyOf(target.replyTo) };
  const keyboard = keyboardOf(part.choices, target.username);
  const text = wordsOf(part.text);
  const files = fileCalls(part.files);
  const [first, ...others] = files;
  if (!first) return [textCall(text, where, keyboard)];
  const bare = { html: "", plain: "" };
  const fits = text.plain === "" || (first.captioned && visibleLength(text.html) <= captionLimit);
  const beside = fits && !(first.media !== undefined && part.choices.length > 0);
  const rest = (beside ? others : files).map((file) => fileWith(file, bare, where, {}));
  return [beside ? fileWith(first, text, where, keyboard) : textCall(text, where, keyboard), ...rest];
}

/** What an own message is to say and offer from now on; `method` for one of text, or for one whose words are a caption. */
export function encodeChange(
  part: OutgoingPart,
  messageId: number,
): PlatformCall & { caption: PlatformCall } {
  const keyboard = { reply_markup: { inline_keyboard: [] }, ...keyboardOf(part.choices, undefined) };
  const rest = { message_id: messageId, ...keyboard };
  const words = wordsOf(part.text);
  const { method: _, ...text } = textCall(words, rest, {});
  return {
    method: "editMessageText",
    ...text,
    caption: {
      method: "editMessageCaption",
      payload: { ...rest, caption: words.html, parse_mode: "HTML" },
      plain: { ...rest, caption: words.plain },
    },
  };
}

/** Where a chat action or message goes: chat ids stay text, they may be longer than a number holds. */
export function placeOf(space: Space): Record<string, unknown> {
  return {
    chat_id: space.id,
    ...(space.thread === undefined ? {} : { message_thread_id: Number(space.thread) }),
  };
}

interface Words {
  readonly html: string;
  readonly plain: string;
}

/** The bot says the same few hundred things again and again, and parsing is most of what sending one costs. */
const REMEMBERED_TEXTS = 300;
const remembered = new Map<string, Words>();

/** Forgets the words of all texts. What was said to one customer is among them, and which it was nobody knows. */
export function forgetTexts(): void {
  remembered.clear();
}

function wordsOf(markdown: string): Words {
  const known = remembered.get(markdown);
  if (known !== undefined) return known;
  const root = parseMarkdown(markdown);
  const words: Words = { html: toHtml(root), plain: plainText(root) };
  const oldest = remembered.keys().next();
  if (remembered.size >= REMEMBERED_TEXTS && !oldest.done) remembered.delete(oldest.value);
  remembered.set(markdown, words);
  return words;
}

function textCall(text: Words, where: Record<string, unknown>, keyboard: object): PlatformCall {
  const rest = { ...where, link_preview_options: { is_disabled: true }, ...keyboard };
  return {
    method: "sendMessage",
    payload: { ...rest, text: text.html, parse_mode: "HTML" },
    plain: { ...rest, text: text.plain },
  };
}

function fileWith(
  file: FileCall,
  text: Words,
  where: Record<string, unknown>,
  keyboard: object,
): PlatformCall {
  const call = shownWith(file, text, where, keyboard);
  const documents = asDocuments(file.files);
  if (documents === undefined) return call;
  const bare = { html: "", plain: "" };
  const instead = fileCalls(documents).map((one, n) =>
    n === 0 ? shownWith(one, text, where, keyboard) : shownWith(one, bare, where, {}),
  );
  return { ...call, instead };
}

function shownWith(
  { method, payload, media }: FileCall,
  text: Words,
  where: Record<string, unknown>,
  keyboard: object,
): PlatformCall {
  const rest = { ...where, ...payload, ...keyboard };
  const marked = text.plain === "" ? {} : { caption: text.html, parse_mode: "HTML" };
  const plain = { caption: text.plain };
  if (media !== undefined) {
    const album = (caption: object) => ({
      ...rest,
      media: media.map((item, n) => (n === 0 ? { ...item, ...caption } : item)),
    });
    return { method, payload: album(marked), ...(text.plain === "" ? {} : { plain: album(plain) }) };
  }
  return {
    method,
    payload: { ...rest, ...marked },
    ...(text.plain === "" ? {} : { plain: { ...rest, ...plain } }),
  };
}

function replyOf(replyTo: string | undefined): object {
  const id = Number(replyTo);
  if (replyTo === undefined || !Number.isSafeInteger(id)) return {};
  return { reply_parameters: { message_id: id, allow_sending_without_reply: true } };
}

/** One button a row; a scale of very short labels (1 to 5, yes and no) shares one row. */
function keyboardOf(choices: readonly Choice[], username: string | undefined): object {
  if (choices.length === 0) return {};
  const buttons = choices.map(({ token, label, private: inPrivate }) => ({
    text: shorten(label, labelLimit),
    ...(inPrivate && username !== undefined
      ? { url: privateLink(username, token) }
      : { callback_data: token }),
  }));
  const scale = buttons.length <= 8 && buttons.every(({ text }) => text.length <= 4);
  return { reply_markup: { inline_keyboard: scale ? [buttons] : buttons.map((button) => [button]) } };
}
