import type { FileRef } from "../../src/channel/contract.ts";
import type { TelegramMessage } from "./update.ts";

/** Names that mark a video as one of Telegram's two special kinds, which are sent back by calls of their own. */
export const videoNoteName = "video-note.mp4";
export const animationName = "animation.mp4";

/** What a message says: its words, and the files it carries. Undefined when it holds nothing we know. */
export function contentOf(message: TelegramMessage): { text: string; files: FileRef[] } | undefined {
  if (message.text !== undefined) return { text: message.text, files: [] };
  const file = fileOf(message);
  if (file) return { text: message.caption ?? "", files: [file] };
  return described(message);
}

function fileOf(message: TelegramMessage): FileRef | undefined {
  const { photo, animation, document, video, video_note: note, voice, audio, sticker } = message;
  const largest = photo?.reduce(
    (a, b) => ((b.file_size ?? 0) >= (a.file_size ?? 0) ? b : a),
    photo[0] ?? none,
  );
  if (largest && largest !== none) return ref("image", largest);
  // An animation also fills `document`, for clients that do not know animations: so it comes first.
  if (animation) return ref("video", { ...animation, file_name: animationName });
  if (document) return ref("document", document);
  if (video) return ref("video", video);
  if (note) return ref("video", { ...note, file_name: videoNoteName });
  if (voice) return ref("voice", voice);
  if (audio) return ref("audio", audio);
  if (sticker) return ref("sticker", { ...sticker, file_name: sticker.emoji });
  return undefined;
}

/** Kinds without a file: told in words, the kind in brackets first. */
function described(message: TelegramMessage): { text: string; files: FileRef[] } | undefined {
  const { venue, location, contact, poll, dice } = message;
  const spot = venue?.location ?? location;
  if (spot) {
    const point = `${spot.latitude},${spot.longitude}`;
    const text = venue ? `[venue] ${venue.title}, ${venue.address}` : `[location] ${point}`;
    return { text, files: [{ id: point, kind: "location" }] };
  }
  if (contact) {
    const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
    return { text: `[contact] ${name} ${contact.phone_number}`, files: [] };
  }
  if (poll) return { text: `[poll] ${poll.question}`, files: [] };
  if (dice) return { text: `[dice] ${dice.emoji} ${dice.value}`, files: [] };
  return undefined;
}

type TelegramFile = NonNullable<TelegramMessage["document"]>;

const none: TelegramFile = { file_id: "-" };

function ref(
  kind: FileRef["kind"],
  file: {
    file_id: string;
    file_name?: string | undefined;
    mime_type?: string | undefined;
    file_size?: number | undefined;
  },
): FileRef {
  return {
    id: file.file_id,
    kind,
    ...(file.file_name === undefined ? {} : { name: file.file_name }),
    ...(file.mime_type === undefined ? {} : { mime: file.mime_type }),
    ...(file.file_size === undefined ? {} : { bytes: file.file_size }),
  };
}
