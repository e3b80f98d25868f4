import type { FileRef } from "../../src/channel/contract.ts";
import type { DiscordBody, DiscordUser } from "./payload.ts";

/** Message flag: the one attachment is a voice message. */
const VOICE_MESSAGE = 1 << 13;

/** What a message says: its words and the files it carries. Undefined when it holds nothing we know. */
export function contentOf(
  message: DiscordBody,
  place: { channelId: string; messageId: string; botId: string; mentions: readonly DiscordUser[] },
): { text: string; files: FileRef[] } | undefined {
  const words = wordsOf(message.content ?? "", place);
  const question = message.poll?.question.text;
  const text = question === undefined ? words : [words, `[poll] ${question}`].filter(Boolean).join("\n");
  const files = filesOf(message, place);
  return text === "" && files.length === 0 ? undefined : { text, files };
}

/** The text without the mention that called us; other people's mentions become their names. */
function wordsOf(
  content: string,
  { botId, mentions }: { botId: string; mentions: readonly DiscordUser[] },
): string {
  return content
    .replace(/<@!?(\d{1,20})>/g, (whole, id: string) => {
      if (id === botId) return "";
      const user = mentions.find((one) => one.id === id);
      return user === undefined ? whole : `@${nameOf(user) ?? id}`;
    })
    .trim();
}

/** Discord's addresses of files expire within a day, so a file is named by where it stands: channel/message/attachment. */
function filesOf(
  message: DiscordBody,
  { channelId, messageId }: { channelId: string; messageId: string },
): FileRef[] {
  const voice = ((message.flags ?? 0) & VOICE_MESSAGE) !== 0;
  const attached = (message.attachments ?? []).map(
    ({ id, filename, content_type: mime, size }): FileRef => ({
      id: `${channelId}/${messageId}/${id}`,
      kind: voice ? "voice" : kindOf(mime ?? ""),
      ...(filename === undefined ? {} : { name: filename }),
      ...(mime ? { mime } : {}),
      ...(size === undefined ? {} : { bytes: size }),
    }),
  );
  const stickers = (message.sticker_items ?? []).map(
    ({ id, name }): FileRef => ({
      id: `sticker/${id}`,
      kind: "sticker",
      ...(name === undefined ? {} : { name }),
    }),
  );
  return [...attached, ...stickers];
}

function kindOf(mime: string): FileRef["kind"] {
  if (mime.startsWith("image/")) return "image";
  if (mime.startsWith("video/")) return "video";
  if (mime.startsWith("audio/")) return "audio";
  return "document";
}

/** A display name, untrusted. */
export function nameOf(user: DiscordUser, nick?: string | null): string | undefined {
  return nick || user.global_name || user.username || undefined;
}
