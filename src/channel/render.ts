import type { Capabilities, Choice, FileRef, OutboundMessage, OutboundPart } from "./contract.ts";
import { escapeMarkdown, parseMarkdown, writeMarkdown } from "./markdown.ts";
import { shorten } from "./measure.ts";
import { lengthOf, splitMarkdown } from "./split.ts";

/**
 * Fits a message to a channel: the parts to send, in order, each within its limits.
 * Choices become buttons on the last part, or a numbered list at the end of the text when there are more than the
 * channel has buttons for; then no part carries choices, and number n means `message.choices[n - 1]` (see choice.ts).
 * Files the channel cannot carry are named in the text. A message without text, files and choices has no parts.
 */
export function render(message: OutboundMessage, capabilities: Capabilities): OutboundPart[] {
  const fitsButtons = message.choices.length <= capabilities.buttons;
  const buttons = fitsButtons
    ? message.choices.map((choice) => button(choice, capabilities.buttonLabel))
    : [];
  const attached = capabilities.files > 0 ? message.files : [];
  const text = [
    selfContained(message.text),
    capabilities.files > 0 ? "" : message.files.map(named).join("\n"),
  ]
    .filter((piece) => piece !== "")
    .join("\n\n");
  const whole = fitsButtons ? text : withList(text, message.choices);

  const parts = arrange(whole, attached, buttons.length > 0, capabilities);
  const last = parts.at(-1);
  if (last !== undefined) last.choices = buttons;
  return parts;
}

/** Buttons belong below what is read last: with them the files go first, without them the words that explain the files. */
function arrange(
  text: string,
  files: readonly FileRef[],
  hasButtons: boolean,
  capabilities: Capabilities,
): OutboundPart[] {
  const groups = grouped(files, capabilities.files, hasButtons && text === "");
  const [first, ...others] = groups;
  // An album cannot carry buttons anywhere, and a caption belongs to the first group.
  const asCaption =
    first !== undefined &&
    lengthOf(text, capabilities.text) <= capabilities.caption &&
    !(hasButtons && files.length > 1);
  if (asCaption) return [part(text, first), ...others.map((group) => part("", group))];
  const texts = splitMarkdown(text, capabilities.text).map((piece) => part(piece, []));
  if (texts.length === 0 && groups.length === 0 && hasButtons) return [part("", [])];
  const albums = groups.map((group) => part("", group));
  return hasButtons ? [...albums, ...texts] : [...texts, ...albums];
}

function grouped(files: readonly FileRef[], size: number, lastAlone: boolean): FileRef[][] {
  const groups: FileRef[][] = [];
  const end = lastAlone ? files.length - 1 : files.length;
  for (let start = 0; start < end; start += size)
    groups.push(files.slice(start, Math.min(start + size, end)));
  return lastAlone ? [...groups, ...files.slice(-1).map((file) => [file])] : groups;
}

function part(text: string, files: FileRef[]): OutboundPart {
  return { text, choices: [], files };
}

function button({ label, ...choice }: Choice, longest: number): Choice {
  return { ...choice, label: shorten(label.replace(/\s+/g, " ").trim(), longest) };
}

/** "1. label" lines. After a numbered list "1)" begins a new one; "1." would go on counting. */
function withList(text: string, choices: readonly Choice[]): string {
  const dot = /^ {0,3}\d{1,9}\./m.test(text) ? ")" : ".";
  const lines = choices.map(({ label }, index) => `${index + 1}${dot} ${escapeMarkdown(label)}`);
  return text === "" ? lines.join("\n") : `${text}\n\n${lines.join("\n")}`;
}

function named(file: FileRef): string {
  return `📎 ${escapeMarkdown(file.name ?? file.kind)}`;
}

/** Every block of code begins with a fence, or with a line that is set in. */
const MAY_HOLD_CODE = /`{3}|~{3}|^(?: {4}| {0,3}\t)/m;

/** Text that may be split and added to: without references to its other end, and with every fence closed. */
function selfContained(text: string): string {
  const trimmed = text.trim();
  const hasReferences = /^ {0,3}\[[^\]]+\]:/m.test(trimmed);
  // Parsing is the dearest thing done to a message: without either there is nothing to look for.
  if (!hasReferences && !MAY_HOLD_CODE.test(trimmed)) return trimmed;
  const root = parseMarkdown(trimmed);
  const last = root.children.at(-1);
  const openFence = last?.type === "code" && !/(?:`{3,}|~{3,})[ \t]*$/.test(trimmed);
  return hasReferences || openFence ? writeMarkdown(root) : trimmed;
}
