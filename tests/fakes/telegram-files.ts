import type { IncomingMessage } from "node:http";
import { ApiRefusal } from "./telegram-faults.ts";

/** A file as the bot uploaded it. */
export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

/** A customer's file: `size` is what Telegram says it has, and may be more than the bytes there are. */
export interface StoredFile {
  path: string;
  bytes: Buffer;
  size: number;
}

const fetchLimit = 20 * 1024 * 1024;

/** Files customers sent, which the bot may fetch up to 20 MB. */
export function fileStore() {
  const files = new Map<string, StoredFile>();
  return {
    store(id: string, path: string, bytes: Buffer, size = bytes.length): void {
      files.set(id, { path, bytes, size });
    },
    getFile({ file_id: id }: Record<string, unknown>) {
      const file = files.get(String(id));
      if (!file) throw bad("wrong file_id or the file is temporarily unavailable");
      if (file.size > fetchLimit) throw bad("file is too big");
      return { file_id: id, file_unique_id: "u", file_size: file.size, file_path: file.path };
    },
    at: (path: string) => [...files.values()].find((file) => file.path === path)?.bytes,
  };
}

/** What was asked for: JSON, or a form with files, which stand where the form names them. */
export async function payloadOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) {
    return body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
  }
  const form = await new Response(body, { headers: { "content-type": type } }).formData();
  const fields: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (typeof value === "string") fields[name] = readField(name, value);
    else fields[name] = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return attached(fields);
}

/** Objects stand in a form as JSON. */
function readField(name: string, value: string): unknown {
  const json = ["reply_markup", "reply_parameters", "link_preview_options", "media"].includes(name);
  return json ? JSON.parse(value) : value;
}

/** The items of an album name their files as attach://field. */
function attached(fields: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(fields.media)) return fields;
  const media = fields.media.map((item: Record<string, unknown>) => {
    const [, field] = /^attach:\/\/(.+)$/.exec(String(item.media)) ?? [];
    if (field === undefined) return item;
    if (fields[field] === undefined) throw bad("attached file not found");
    return { ...item, media: fields[field] };
  });
  return { ...fields, media };
}

/** The uploaded file in a field, within what Telegram takes; undefined for a file named by its id. */
export function uploadIn(field: string, value: unknown): UploadedFile | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const file = value as UploadedFile;
  if (file.bytes.length === 0) throw bad("file must be non-empty");
  const limit = (field === "photo" ? 10 : 50) * 1024 * 1024;
  if (file.bytes.length > limit)
    throw bad(`file of size ${file.bytes.length} bytes is too big for a ${field}`);
  return file;
}

function bad(description: string): ApiRefusal {
  return new ApiRefusal(400, `Bad Request: ${description}`);
}
