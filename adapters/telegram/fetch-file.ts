import { type FileBytes, type FileRef, LARGEST_CARRIED_FILE } from "../../src/channel/contract.ts";
import { AppError } from "../../src/errors.ts";
import type { BotApi } from "./api.ts";
import { within } from "./deadline.ts";
import { fileGone, fileTooLarge, unreachable } from "./download.ts";
import { faultOf, isTokenRefusal } from "./errors.ts";

/** Whoever waits for a file has a message to send with it. */
const fetchMs = 20_000;

/** What Telegram's files are, by the ending of the path it gives; it serves them all as octet-stream. */
const mimes: Record<string, string> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
  mp4: "video/mp4",
  webm: "video/webm",
  oga: "audio/ogg",
  ogg: "audio/ogg",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  pdf: "application/pdf",
};

/** The bytes of a file a customer or an agent sent, at most 20 MB; rejects with an AppError that says why not. */
export async function fetchFile(api: BotApi, file: FileRef, signal: AbortSignal): Promise<FileBytes> {
  if (file.kind === "location") throw new AppError("not_found", "A location is no file.");
  if ((file.bytes ?? 0) > LARGEST_CARRIED_FILE) throw fileTooLarge();
  return within(fetchMs, signal, async (until) => {
    const path = await pathOf(api, file.id, until);
    const bytes = await api.download(path, LARGEST_CARRIED_FILE, until);
    const ending = /\.(\w{1,8})$/.exec(path)?.[1]?.toLowerCase() ?? "";
    const mime = file.mime ?? mimes[ending];
    return { bytes, name: nameOf(file, path, ending), ...(mime === undefined ? {} : { mime }) };
  });
}

async function pathOf(api: BotApi, id: string, signal: AbortSignal): Promise<string> {
  const found = await api.call("getFile", { file_id: id }, { signal }).catch((error: unknown) => {
    throw refusalOf(error, api);
  });
  const field = (name: string) =>
    typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  if (Number(field("file_size") ?? 0) > LARGEST_CARRIED_FILE) throw fileTooLarge();
  const path = field("file_path");
  if (typeof path !== "string") throw fileGone();
  return path;
}

function refusalOf(error: unknown, api: BotApi): AppError {
  const fault = faultOf(error, api.redact);
  if (isTokenRefusal(fault)) return new AppError("channel_refused", "Telegram refused the bot's token.");
  if (fault.kind !== "refused" || fault.code === 429) return unreachable();
  return /too big/i.test(fault.detail) ? fileTooLarge() : fileGone();
}

/** A sticker is named by its emoji alone, a photo not at all. */
function nameOf({ name, kind }: FileRef, path: string, ending: string): string {
  if (name === undefined) return path.split("/").at(-1) ?? kind;
  return name.includes(".") || ending === "" ? name : `${name}.${ending}`;
}
