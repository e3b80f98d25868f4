import type { Choice, FileRef, OutboundPart, Space } from "../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../src/channel/markdown.ts";
import { shorten } from "../../src/channel/measure.ts";
import { animationName, videoNoteName } from "./content.ts";
import { toHtml, visibleLength } from "./markup.ts";

/** One call to the Bot API. `plain` is the same call without markup, for when Telegram cannot read ours. */
export interface PlatformCall {
  method: string;
  payload: Record<string, unknown>;
  plain?: Record<string, unknown>;
}

/** Telegram's own limits for a caption and a button label (the label is only what a phone shows of it). */
export const captionLimit = 1024;
export const labelLimit = 64;

/**
 * One part as the calls that show it, in order. That is one call, unless the text cannot stand beside the
 * file (too long, or a kind without caption): then the text goes first, with the buttons, and the file follows.
 */
export function encodePart(
  part: OutboundPart,
  target: { space: Space; replyTo?: string | undefined },
): PlatformCall[] {
  const where = { ...placeOf(target.space), ...replyOf(target.replyTo) };
  const keyboard = keyboardOf(part.choices);
  const text = wordsOf(part.text);
  const [first, ...others] = part.files.map(fileCall);
  if (!first) return [textCall(text, where, keyboard)];
  const beside = text.plain === "" || (first.captioned && visibleLength(text.html) <= captionLimit);
  const head = beside
    ? [captioned(first, text, where, keyboard)]
    : [textCall(text, where, keyboard), { method: first.method, payload: { ...where, ...first.payload } }];
  return [...head, ...others.map(({ method, payload }) => ({ method, payload: { ...where, ...payload } }))];
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

function captioned(
  file: FileCall,
  text: Words,
  where: Record<string, unknown>,
  keyboard: object,
): PlatformCall {
  const rest = { ...where, ...file.payload, ...keyboard };
  if (text.plain === "") return { method: file.method, payload: rest };
  return {
    method: file.method,
    payload: { ...rest, caption: text.html, parse_mode: "HTML" },
    plain: { ...rest, caption: text.plain },
  };
}

interface FileCall {
  method: string;
  payload: Record<string, unknown>;
  captioned: boolean;
}

/** Files are sent again by Telegram's own id, never fetched: no size limit, and no address of ours or theirs. */
function fileCall(file: FileRef): FileCall {
  if (file.kind === "location") {
    const [latitude, longitude] = file.id.split(",").map(Number);
    return { method: "sendLocation", payload: { latitude, longitude }, captioned: false };
  }
  const [method, field] = fileMethod(file);
  const captioned = field !== "sticker" && field !== "video_note";
  return { method, payload: { [field]: file.id }, captioned };
}

function fileMethod(file: FileRef): [method: string, field: string] {
  switch (file.kind) {
    case "image":
      return ["sendPhoto", "photo"];
    case "voice":
      return ["sendVoice", "voice"];
    case "audio":
      return ["sendAudio", "audio"];
    case "sticker":
      return ["sendSticker", "sticker"];
    case "video":
      if (file.name === videoNoteName) return ["sendVideoNote", "video_note"];
      return file.name === animationName ? ["sendAnimation", "animation"] : ["sendVideo", "video"];
    default:
      return ["sendDocument", "document"];
  }
}

function replyOf(replyTo: string | undefined): object {
  const id = Number(replyTo);
  if (replyTo === undefined || !Number.isSafeInteger(id)) return {};
  return { reply_parameters: { message_id: id, allow_sending_without_reply: true } };
}

/** One button a row; a scale of very short labels (1 to 5, yes and no) shares one row. */
function keyboardOf(choices: readonly Choice[]): object {
  if (choices.length === 0) return {};
  const buttons = choices.map(({ token, label }) => ({
    text: shorten(label, labelLimit),
    callback_data: token,
  }));
  const scale = buttons.length <= 8 && buttons.every(({ text }) => text.length <= 4);
  return { reply_markup: { inline_keyboard: scale ? [buttons] : buttons.map((button) => [button]) } };
}
