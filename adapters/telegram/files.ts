import type { FileRef } from "../../src/channel/contract.ts";
import { animationName, videoNoteName } from "./content.ts";

/** A file from elsewhere, as telegraf uploads it. */
interface Upload {
  source: Buffer;
  filename: string;
}

/** A file on its way out: by Telegram's own id, or with its bytes. */
export type OutgoingFile = FileRef & { upload?: Upload };

/** How one file, or one album, is posted. Files are sent again by Telegram's own id: no size limit, and no address. */
export interface FileCall {
  method: string;
  payload: Record<string, unknown>;
  /** True where words can stand beside it. */
  captioned: boolean;
  /** The items of an album: then the caption goes to the first. */
  media?: { type: string; media: string | Upload }[];
  files: readonly OutgoingFile[];
}

/** Most files Telegram shows as one album; one alone is none. */
export const albumLimit = 10;

/** Files as few posts: neighbours that can be shown as one album become one. */
export function fileCalls(files: readonly OutgoingFile[]): FileCall[] {
  const groups: OutgoingFile[][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    const kind = albumKind(file);
    const joins = last?.[0] !== undefined && kind !== undefined && albumKind(last[0]) === kind;
    if (joins && last.length < albumLimit) last.push(file);
    else groups.push([file]);
  }
  return groups.flatMap((group) => (group.length > 1 ? [albumOf(group)] : group.map(fileCall)));
}

/** The same files as documents, which Telegram takes as they are; undefined where none is uploaded as anything else. */
export function asDocuments(files: readonly OutgoingFile[]): OutgoingFile[] | undefined {
  const shown = files.some(({ upload, kind }) => upload !== undefined && kind !== "document");
  return shown ? files.map((file) => (file.upload ? { ...file, kind: "document" } : file)) : undefined;
}

function albumOf(files: readonly OutgoingFile[]): FileCall {
  const media = files.map((file) => ({ type: fileMethod(file)[1], media: file.upload ?? file.id }));
  return { method: "sendMediaGroup", payload: {}, captioned: true, media, files };
}

/** Photos and videos mix in an album; documents and music stay among their own; the rest stands alone. */
function albumKind(file: FileRef): string | undefined {
  const [, field] = fileMethod(file);
  if (file.kind === "location") return undefined;
  if (field === "photo" || field === "video") return "pictures";
  return field === "document" || field === "audio" ? field : undefined;
}

function fileCall(file: OutgoingFile): FileCall {
  if (file.kind === "location") {
    const [latitude, longitude] = file.id.split(",").map(Number);
    return { method: "sendLocation", payload: { latitude, longitude }, captioned: false, files: [file] };
  }
  const [method, field] = fileMethod(file);
  const captioned = field !== "sticker" && field !== "video_note";
  return { method, payload: { [field]: file.upload ?? file.id }, captioned, files: [file] };
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
