import type { FileRef } from "../channel/contract.ts";
import { pictureOf } from "../channel/served-file.ts";
import { AppError } from "../errors.ts";

interface FileKind {
  kind: FileRef["kind"];
  mime: string;
}

/** What agents may send, and customers of the website, by the ending of the name. Nothing that runs when it is opened. */
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
const SENDABLE = Object.keys(ENDINGS).join(", ");

/**
 * What a file to be sent is.
 * @throws AppError input_invalid for one that is empty or may not be sent, too_large past `limit` bytes.
 */
export function assertSendable(name: string, bytes: Uint8Array, limit: number): FileKind {
  if (bytes.byteLength === 0) throw new AppError("input_invalid", "file: is empty.");
  if (bytes.byteLength > limit) {
    const megabytes = limit / (1024 * 1024);
    throw new AppError(
      "too_large",
      `file: may have ${megabytes} MB at most. Send a smaller one, or a link to it.`,
    );
  }
  const what = kindOf(name, bytes);
  if (what !== undefined) return what;
  throw new AppError("input_invalid", `file: this kind cannot be sent. Send one of ${SENDABLE}.`);
}

/** What a file to be sent is; undefined where it may not be sent, or is no such picture as its name says. */
function kindOf(name: string, bytes: Uint8Array): FileKind | undefined {
  const ending = /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const found = ENDINGS[ending];
  if (found?.kind !== "image") return found;
  const picture = pictureOf(bytes);
  return picture === undefined ? undefined : { kind: "image", mime: picture };
}
