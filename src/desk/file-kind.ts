import type { FileRef } from "../channel/contract.ts";

interface FileKind {
  kind: FileRef["kind"];
  mime: string;
}

/** What agents may send, by the ending of the name. Nothing that runs when it is opened. */
const ENDINGS: Readonly<Record<string, FileKind>> = {
  png: { kind: "image", mime: "image/png" },
  jpg: { kind: "image", mime: "image/jpeg" },
  jpeg: { kind: "image", mime: "image/jpeg" },
  gif: { kind: "image", mime: "image/gif" },
  webp: { kind: "image", mime: "image/webp" },
  mp4: { kind: "video", mime: "video/mp4" },
  mp3: { kind: "audio", mime: "audio/mpeg" },
  m4a: { kind: "audio", mime: "audio/mp4" },
  pdf: { kind: "document", mime: "application/pdf" },
  txt: { kind: "document", mime: "text/plain" },
  log: { kind: "document", mime: "text/plain" },
  csv: { kind: "document", mime: "text/csv" },
  json: { kind: "document", mime: "application/json" },
  zip: { kind: "document", mime: "application/zip" },
  docx: {
    kind: "document",
    mime: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  },
  xlsx: { kind: "document", mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
};

/** The endings as a person reads them. */
export const SENDABLE = Object.keys(ENDINGS).join(", ");

/** What a file to be sent is; undefined where it may not be sent, or is no such picture as its name says. */
export function kindOf(name: string, bytes: Uint8Array): FileKind | undefined {
  const ending = /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const found = ENDINGS[ending];
  if (found?.kind !== "image") return found;
  const picture = pictureOf(bytes);
  return picture === undefined ? undefined : { kind: "image", mime: picture };
}

/** The type of a picture by its first bytes: only what is one is ever shown as one. */
export function pictureOf(bytes: Uint8Array): string | undefined {
  const begins = (at: number, ...expected: number[]): boolean =>
    expected.every((byte, index) => bytes[at + index] === byte);
  if (begins(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (begins(0, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (begins(0, 0x47, 0x49, 0x46, 0x38)) return "image/gif";
  if (begins(0, 0x52, 0x49, 0x46, 0x46) && begins(8, 0x57, 0x45, 0x42, 0x50)) return "image/webp";
  return undefined;
}
