import { createHash } from "node:crypto";
import type { Choice, OutboundPart } from "../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../src/channel/markdown.ts";
import { shorten } from "../../src/channel/measure.ts";
import { splitMarkdown } from "../../src/channel/split.ts";
import { privateMark } from "./decode-interaction.ts";
import { formMark } from "./dialog.ts";
import { escapeText, toDiscord } from "./markup.ts";

/** Discord's own limits: characters of a message (UTF-16 to be safe), of a label, of a nonce; buttons in a row, rows. */
export const contentLimit = 2000;
export const labelLimit = 80;
const nonceLimit = 25;
const inRow = 5;
const rowLimit = 5;
/** A label this short shares a row with others: yes and no, a scale of 1 to 5. */
const shortLabel = 4;

const SUPPRESS_EMBEDS = 1 << 2;
const ACTION_ROW = 1;
const BUTTON = 2;
const SECONDARY = 2;

/** The body of a message. `content` is never longer than Discord takes. */
export interface MessageBody {
  content: string;
  components: object[];
  allowed_mentions: { parse: never[]; replied_user: false };
  flags: number;
  nonce?: string;
  enforce_nonce?: true;
  message_reference?: { message_id: string; fail_if_not_exists: false };
}

/**
 * One part as the messages that show it, in order: one, unless escaping has made it longer than Discord takes.
 * Buttons go on the last. Files of the part are those that only their names can be sent of. The same key gives the same nonces, so that Discord posts each message once.
 */
export function encodePart(
  part: OutboundPart,
  target: { idempotencyKey: string; replyTo?: string | undefined; uploads?: number },
): MessageBody[] {
  // Files alone are a message to Discord.
  const texts = target.uploads && isWordless(part) ? [""] : contentsOf(part);
  return texts.map((content, index) => ({
    content,
    components: index === texts.length - 1 ? rowsOf(part.choices) : [],
    allowed_mentions: { parse: [], replied_user: false },
    flags: SUPPRESS_EMBEDS,
    nonce: nonceOf(target.idempotencyKey, index),
    enforce_nonce: true,
    ...(index === 0 ? referenceTo(target.replyTo) : {}),
  }));
}

/** The key itself where it is short enough, else a hash of it. Further messages of one part have their own. */
export function nonceOf(key: string, index: number): string {
  if (index === 0 && key.length <= nonceLimit && /^[\x21-\x7e]+$/.test(key)) return key;
  return createHash("sha256").update(`${key}\n${index}`).digest("base64url").slice(0, nonceLimit);
}

function contentsOf({ text, files, choices }: OutboundPart): string[] {
  const names = files.map(({ name, kind }) => `📎 ${escapeText(name ?? kind)}`).join("\n");
  const written = pieces(text, contentLimit);
  if (names !== "") {
    const last = written.pop();
    const joined = last === undefined ? names : `${last}\n\n${names}`;
    if (last === undefined || joined.length > contentLimit)
      written.push(...(last ? [last] : []), ...cut(names));
    else written.push(joined);
  }
  // Buttons alone are no message to Discord.
  if (written.length === 0 && choices.length > 0) return ["👇"];
  return written;
}

function isWordless({ text, files }: OutboundPart): boolean {
  return text.trim() === "" && files.length === 0;
}

/** Halves the markdown until what it becomes fits; words without a place to break lose their formatting instead. */
function pieces(markdown: string, limit: number): string[] {
  if (markdown.trim() === "") return [];
  const root = parseMarkdown(markdown);
  const whole = toDiscord(root);
  if (whole === "") return [];
  if (whole.length <= contentLimit) return [whole];
  const half = Math.floor(limit / 2);
  const parts = splitMarkdown(markdown, { limit: half, unit: "utf16", counts: "markup" });
  if (half < 100 || parts.length < 2) return cut(escapeText(plainText(root)));
  return parts.flatMap((part) => pieces(part, half));
}

/** The last resort: pieces of escaped text, cut neither in a pair nor behind a backslash. */
function cut(escaped: string): string[] {
  const found: string[] = [];
  for (let rest = escaped; rest !== ""; ) {
    const head = rest.slice(0, contentLimit);
    const backslashes = /\\*$/.exec(head)?.[0].length ?? 0;
    const halved = backslashes % 2 === 1 || /[\ud800-\udbff]$/.test(head);
    const end = rest.length <= contentLimit ? rest.length : contentLimit - (halved ? 1 : 0);
    found.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return found.filter((piece) => piece.trim() !== "");
}

/** One button a row, so that a phone shows its label whole; short ones share, and so do all when they are many. */
export function rowsOf(choices: readonly Choice[]): object[] {
  const buttons = choices.slice(0, inRow * rowLimit).map((choice) => ({
    type: BUTTON,
    style: SECONDARY,
    label: shorten(choice.label, labelLimit) || "…",
    custom_id: `${choice.private ? privateMark : choice.form ? formMark : ""}${choice.token}`,
  }));
  const rows: (typeof buttons)[] = [];
  for (const button of buttons) {
    const last = rows.at(-1);
    const shares = last !== undefined && last.length < inRow && [...last, button].every(isShort);
    if (shares) last.push(button);
    else rows.push([button]);
  }
  return (rows.length > rowLimit ? evenRows(buttons) : rows).map((components) => ({
    type: ACTION_ROW,
    components,
  }));
}

function isShort({ label }: { label: string }): boolean {
  return label.length <= shortLabel;
}

function evenRows<T>(buttons: T[]): T[][] {
  const size = Math.ceil(buttons.length / rowLimit);
  const rows: T[][] = [];
  for (let start = 0; start < buttons.length; start += size) rows.push(buttons.slice(start, start + size));
  return rows;
}

/** Only messages can be referred to: what came by a command has no message. */
function referenceTo(replyTo: string | undefined) {
  if (replyTo === undefined || !/^\d{1,20}$/.test(replyTo)) return {};
  return { message_reference: { message_id: replyTo, fail_if_not_exists: false as const } };
}
