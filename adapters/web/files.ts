import type { FileBytes, FileRef } from "../../src/channel/contract.ts";
import type { RawRequest, RawResponse } from "../../src/channel/http.ts";
import { LARGEST_UPLOAD } from "../../src/channel/own-files.ts";
import { fileHeaders } from "../../src/channel/served-file.ts";
import { AppError } from "../../src/errors.ts";
import { json, TooOften } from "./answers.ts";
import { bearer, type RouteContext, started, storing, visitorOf } from "./asked.ts";
import { spaceOf, type Visitor } from "./visitor.ts";

const PATH = "/api/web/files/";
/** Whoever looks at a picture waits for the platform it lies on. */
const FETCH_MS = 25_000;
/** The form around a file. */
const FORM_BYTES = 65_536;

/** `POST /api/web/files`: a form with one `file`; answers its id, for a message to carry. */
export async function takeFile(context: RouteContext, request: RawRequest): Promise<RawResponse> {
  const visitor = visitorOf(context, bearer(request));
  const { ports } = started(context);
  const waitMs = context.uploads.visitor.take(visitor.id) || context.uploads.address.take(request.ip);
  if (waitMs > 0) throw new TooOften("Too many files at once. Wait a moment, then send the next.", waitMs);
  if (request.body.byteLength > LARGEST_UPLOAD + FORM_BYTES) {
    throw new AppError(
      "too_large",
      `file: may have ${LARGEST_UPLOAD / (1024 * 1024)} MB at most. Send a smaller one.`,
    );
  }
  const file = await fileOf(request);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const kept = await told(context.taking(ports.files.keep(spaceOf(visitor), { name: file.name, bytes })));
  const { id: fileId, name, kind, mime, bytes: size } = kept;
  return json(200, { fileId, name, kind, mime, bytes: size });
}

/** The upload a message carries. @throws AppError input_invalid when it is none of this visitor's, or is gone. */
export async function uploaded(context: RouteContext, visitor: Visitor, id: string): Promise<FileRef> {
  const found = await storing(started(context).ports.files.find(spaceOf(visitor), id));
  if (found !== undefined) return found;
  throw new AppError("input_invalid", "fileId: this file is not here any more. Upload it again.");
}

/**
 * `GET /api/web/files/{id}`: an upload by its id, or a file of the stream by its address there. Only what this visitor
 * uploaded, or what their stream shows now.
 */
export async function showFile(context: RouteContext, request: RawRequest): Promise<RawResponse> {
  // An <img> cannot send headers: there the token stands in the address.
  const visitor = visitorOf(context, bearer(request) ?? request.query.token);
  const file = await found(context, visitor, request.path.slice(PATH.length));
  return { status: 200, headers: fileHeaders(file), body: file.bytes };
}

/** Where a visitor's page finds a file of its stream: by the item and the file's place in it. */
export function addressOf(seq: number, place: number): string {
  return `${PATH}${seq}-${place}`;
}

async function found(context: RouteContext, visitor: Visitor, id: string): Promise<FileBytes> {
  const { ports } = started(context);
  const space = spaceOf(visitor);
  const signal = AbortSignal.timeout(FETCH_MS);
  const inStream = /^(\d{1,15})-(\d{1,3})$/.exec(id);
  if (inStream === null) {
    const own = await storing(ports.files.find(space, id));
    if (own !== undefined) return ports.files.fetch(own, signal);
    throw nothing();
  }
  const [seq, place] = [Number(inStream[1]), Number(inStream[2])];
  const [item] = await storing(ports.replay(space, seq - 1, 1));
  const file = item?.seq === seq ? item.files[place] : undefined;
  if (file === undefined) throw nothing();
  // What names no account is the visitor's own; agents' files are the desk's, or those of their room's platform.
  return file.account === undefined ? ports.files.fetch(file, signal) : ports.file(file, signal);
}

function nothing(): AppError {
  return new AppError("not_found", "There is no such file, or it is gone.");
}

async function fileOf({ body, headers }: RawRequest): Promise<File> {
  const type = headers["content-type"] ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new AppError("input_invalid", "Send the file as multipart/form-data, in the field file.");
  }
  const form = await new Response(Uint8Array.from(body), { headers: { "content-type": type } })
    .formData()
    .catch(() => undefined);
  const file = form?.get("file");
  if (file instanceof File) return file;
  throw new AppError("input_invalid", "file: is missing; send a file in the form's field file.");
}

/** What is wrong with the file is said as it is; all else is the store's failure. */
async function told<T>(work: Promise<T>): Promise<T> {
  let refused: AppError | undefined;
  const watched = work.catch((error) => {
    if (error instanceof AppError) refused = error;
    throw error;
  });
  try {
    return await storing(watched);
  } catch (error) {
    throw refused ?? error;
  }
}
