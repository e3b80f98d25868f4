import { type FileBytes, type FileRef, LARGEST_CARRIED_FILE } from "../../src/channel/contract.ts";
import { AppError } from "../../src/errors.ts";
import type { DiscordApi } from "./api.ts";

/** Discord's own hosts of files. A message names the address; where it leads is not left to the message. */
const hosts = new Set(["cdn.discordapp.com", "media.discordapp.net"]);

/**
 * The bytes of an attachment, named by where it stands. Its address expires within a day, so the message is read anew.
 * Rejects with an AppError that says why it cannot be had. `root` is the API's address: a server of one's own keeps its
 * files itself.
 */
export async function fetchFile(
  { api, root }: { api: DiscordApi; root: string },
  file: FileRef,
  signal: AbortSignal,
): Promise<FileBytes> {
  const [, channelId, messageId, id] = /^(\d+)\/(\d+)\/(\d+)$/.exec(file.id) ?? [];
  if (id === undefined) throw gone();
  if ((file.bytes ?? 0) > LARGEST_CARRIED_FILE) throw tooLarge();
  const found = await api
    .call("GET", `/channels/${channelId}/messages/${messageId}`, { signal })
    .catch((error: unknown) => {
      throw api.faultOf(error).kind === "refused" ? gone(error) : unreachable(error);
    });
  const address = addressOf(found, id);
  if (address === undefined || !isTheirs(address, root)) throw gone();
  const bytes = await download(address, signal);
  return { bytes, name: file.name ?? "file", ...(file.mime === undefined ? {} : { mime: file.mime }) };
}

function addressOf(message: unknown, id: string): URL | undefined {
  const list: unknown = Reflect.get(Object(message), "attachments");
  const one = (Array.isArray(list) ? list : []).find((entry) => Reflect.get(Object(entry), "id") === id);
  const url: unknown = Reflect.get(Object(one), "url");
  return typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
}

function isTheirs(address: URL, root: string): boolean {
  if (address.protocol === "https:" && hosts.has(address.hostname)) return true;
  const own = new URL(root);
  return own.hostname !== "discord.com" && own.origin === address.origin;
}

async function download(address: URL, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const response = await fetch(address, { signal, redirect: "error" });
    if (response.status >= 500) throw unreachable();
    if (!response.ok) throw gone();
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > LARGEST_CARRIED_FILE) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : unreachable(error);
  }
  return new Uint8Array(Buffer.concat(chunks, size));
}

function gone(cause?: unknown): AppError {
  return new AppError("not_found", "The file is no longer at Discord.", { cause });
}

function tooLarge(): AppError {
  return new AppError("too_large", "The file is larger than what is carried between channels (20 MB).");
}

function unreachable(cause?: unknown): AppError {
  return new AppError("channel_unreachable", "Discord did not hand the file out. Try again in a moment.", {
    cause,
    retryable: true,
  });
}
