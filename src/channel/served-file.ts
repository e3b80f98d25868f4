import type { FileBytes } from "./contract.ts";

/**
 * The headers a file is served with to a browser: a picture as what its first bytes say it is, all else as a download that
 * no browser opens by itself. Nothing in it ever runs.
 */
export function fileHeaders({ bytes, name }: Pick<FileBytes, "bytes" | "name">): Record<string, string> {
  const picture = pictureOf(bytes);
  const how = picture === undefined ? "attachment" : "inline";
  return {
    "content-type": picture ?? "application/octet-stream",
    "content-disposition": `${how}; filename*=UTF-8''${encoded(name)}`,
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=600",
  };
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

/** On one line and without what turns it round; then as RFC 8187 has it, escaping what `encodeURIComponent` leaves too. */
function encoded(name: string): string {
  const line = name
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return encodeURIComponent(line || "file").replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
