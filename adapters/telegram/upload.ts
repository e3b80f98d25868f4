import type { ChannelPorts, FileBytes, FileRef, OutboundPart } from "../../src/channel/contract.ts";
import { escapeMarkdown } from "../../src/channel/markdown.ts";
import { shorten } from "../../src/channel/measure.ts";
import { AppError } from "../../src/errors.ts";
import { animationName } from "./content.ts";
import { within } from "./deadline.ts";
import type { OutgoingPart } from "./encode.ts";
import type { OutgoingFile } from "./files.ts";
import { notCarried } from "./phrases.ts";

/** A part with its files in hand. `later`: why a file was not to be had that may be had in a moment. */
export interface CarriedPart extends OutgoingPart {
  later?: string;
}

export type Carry = (part: OutboundPart, signal: AbortSignal) => Promise<CarriedPart>;

/** Telegram's own limit for an uploaded photo; up to 50 MB pass as a document, which is more than we carry. */
const photoBytes = 10 * 1024 * 1024;
/** All files of one part are in memory at once. */
const togetherBytes = 50 * 1024 * 1024;
/** A send has 30 s for the fetching and the posting. */
const fetchMs = 12_000;

/**
 * Gets the files of other accounts that a part carries, to be uploaded. Never throws: a file that cannot be had is named in
 * the text, with a word on why it is missing.
 */
export function carrier(account: string, fetch: () => ChannelPorts["file"] | undefined): Carry {
  return async (part, signal) => {
    if (!part.files.some((file) => isForeign(file, account))) return part;
    const missing: FileRef[] = [];
    let later: string | undefined;
    let room = togetherBytes;
    async function inHand(file: FileRef, until: AbortSignal): Promise<OutgoingFile | undefined> {
      if (!isForeign(file, account)) return file;
      try {
        const got = await fetched(fetch(), file, until);
        room -= got.bytes.byteLength;
        if (room < 0) throw new AppError("too_large", "too much for one message");
        return uploadOf(file, got);
      } catch (error) {
        missing.push(file);
        if (error instanceof AppError && error.retryable) later = error.message;
        return undefined;
      }
    }
    const files = await within(fetchMs, signal, async (until) => {
      const found: OutgoingFile[] = [];
      // One after the other: two large files at once are no sooner here, and both in memory.
      for (const file of part.files) {
        const one = await inHand(file, until);
        if (one) found.push(one);
      }
      return found;
    });
    const text = withMissing(part.text, missing);
    return { text, choices: part.choices, files, ...(later === undefined ? {} : { later }) };
  };
}

function withMissing(text: string, missing: readonly FileRef[]): string {
  if (missing.length === 0) return text;
  const lines = [...missing.map((file) => `📎 ${nameFor(file)}`), notCarried(text, missing.length)];
  return [text, lines.join("\n")].filter((piece) => piece !== "").join("\n\n");
}

/** A location is where it is, whoever sent it. */
function isForeign(file: FileRef, account: string): boolean {
  if (file.account === undefined || file.account === account) return false;
  return !(file.kind === "location" && /^-?[\d.]+,-?[\d.]+$/.test(file.id));
}

async function fetched(
  fetch: ChannelPorts["file"] | undefined,
  file: FileRef,
  signal: AbortSignal,
): Promise<FileBytes> {
  if (fetch === undefined || file.kind === "location")
    throw new AppError("not_found", "nobody has this file");
  const got = await fetch(file, signal);
  if (got.bytes.byteLength === 0) throw new AppError("not_found", "Telegram takes no empty file");
  return got;
}

function nameFor(file: FileRef): string {
  return escapeMarkdown(shorten((file.name ?? file.kind).replace(/\s+/g, " "), 80));
}

function uploadOf(file: FileRef, { bytes, name, mime }: FileBytes): OutgoingFile {
  const filename = safeName(name);
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = (mime ?? file.mime ?? "").toLowerCase().split(";")[0]?.trim() ?? "";
  return { id: file.id, ...shownAs(file.kind, type, bytes.byteLength), upload: { source, filename } };
}

/** What Telegram can show of each kind; anything else is a document, which it takes as it is. */
function shownAs(kind: FileRef["kind"], type: string, bytes: number): Pick<FileRef, "kind" | "name"> {
  const picture = kind === "image" || kind === "sticker";
  if (picture && type === "image/gif") return { kind: "video", name: animationName };
  if (kind === "sticker" && type === "image/webp") return { kind };
  if (picture && /^image\/(jpeg|png|webp)$/.test(type) && bytes <= photoBytes) return { kind: "image" };
  if (kind === "video" && type === "video/mp4") return { kind };
  if (kind === "voice" && /^audio\/(ogg|opus)$/.test(type)) return { kind };
  const music = kind === "audio" || kind === "voice";
  if (music && /^audio\/(mpeg|mp3|mp4|m4a|x-m4a|aac)$/.test(type)) return { kind: "audio" };
  return { kind: "document" };
}

/** The name stands in a header of the form, between quotes. */
function safeName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}"\\/]/gu, "_").trim();
  const ending = /\.\w{1,8}$/.exec(clean)?.[0] ?? "";
  const stem = clean.slice(0, clean.length - ending.length);
  return `${shorten(stem, 80) || "file"}${ending}`;
}
