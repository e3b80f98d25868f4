import type { FileBytes, FileRef, Space } from "../../src/channel/contract.ts";
import { shorten } from "../../src/channel/measure.ts";
import { AppError } from "../../src/errors.ts";
import type { SlackApi } from "./api.ts";
import { within } from "./deadline.ts";
import { type Fault, faultOf } from "./errors.ts";
import type { Journal } from "./journal.ts";
import { type Shown, shareLook } from "./shares.ts";
import { refused, type Transfer, tooLarge } from "./transfer.ts";

export interface UploadParts {
  api: SlackApi;
  transfer: Transfer;
  journal: Journal;
  /** The bytes of a file, whichever account's it is. */
  bytesOf(file: FileRef, signal: AbortSignal): Promise<FileBytes>;
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** A file whose bytes are at Slack, and which nobody sees yet. */
export interface Waiting {
  id: string;
  title: string;
}

export interface Prepared {
  waiting: Waiting[];
  /** What could not be had or put up: named in the text instead. */
  missing: FileRef[];
  /** Nothing was put up, and the whole should be tried again: why. */
  again?: Fault;
}

export type Sharing = { ts: string } | { fault: Fault };

/** Of the half minute of a send, for getting the bytes and for putting them up. */
const PREPARE_MS = 16_000;
/** All files of a part are in memory one after the other, and at Slack together. */
const TOGETHER = 60 * 1024 * 1024;
/** Nobody waits longer than this for a file to be shown. */
const SETTLED_MS = 2 * 60_000;
const MOST_TRIES = 3;
const MOST_REMEMBERED = 500;

export type Uploads = ReturnType<typeof slackUploads>;

/** Files on their way into a conversation: their bytes first, then, in one step, the message that shows them. */
export function slackUploads({ api, transfer, journal, bytesOf, now, delay }: UploadParts) {
  const look = shareLook(api, delay);
  const tries = new Map<string, number>();

  /** Never rejects. Nothing is seen of it, so it may be done again as often as one likes. */
  async function prepare(files: readonly FileRef[], key: string, signal: AbortSignal): Promise<Prepared> {
    const prepared: Prepared = { waiting: [], missing: [] };
    if (files.length === 0) return prepared;
    const hitch = await within({ signal, timeoutMs: PREPARE_MS }, (until) => putAll(files, prepared, until));
    if (hitch?.kind === "limited") return { ...prepared, again: hitch };
    const count = (tries.get(key) ?? 0) + 1;
    if (hitch === undefined || count >= MOST_TRIES) {
      tries.delete(key);
      return prepared;
    }
    remember(key, count);
    return { ...prepared, again: { kind: "unsent", detail: `a file is not to be had yet: ${hitch.detail}` } };
  }

  /** One after the other, into `prepared`. What hinders only for the moment is the result. */
  async function putAll(
    files: readonly FileRef[],
    prepared: Prepared,
    signal: AbortSignal,
  ): Promise<Fault | undefined> {
    let room = TOGETHER;
    let hitch: Fault | undefined;
    for (const file of files) {
      try {
        const { size, ...waiting } = await put(file, room, signal);
        room -= size;
        prepared.waiting.push(waiting);
      } catch (error) {
        const fault = hitchOf(error, api.redact);
        if (fault?.kind === "limited") return fault;
        prepared.missing.push(file);
        hitch = fault ?? hitch;
      }
    }
    return hitch;
  }

  async function put(file: FileRef, room: number, signal: AbortSignal): Promise<Waiting & { size: number }> {
    const { bytes, name } = await aborting(bytesOf(file, signal), signal);
    const size = bytes.byteLength;
    if (size === 0) throw refused();
    if (size > room) throw tooLarge();
    const title = safeName(name);
    const asked = await api.call("files.getUploadURLExternal", { filename: title, length: size }, { signal });
    const { upload_url: url, file_id: id } = asked;
    if (typeof url !== "string" || typeof id !== "string") throw refused();
    await transfer.upload(url, bytes, { signal });
    return { id, title, size };
  }

  function remember(key: string, count: number): void {
    tries.delete(key);
    tries.set(key, count);
    const [oldest] = tries.keys();
    if (tries.size > MOST_REMEMBERED && oldest !== undefined) tries.delete(oldest);
  }

  /**
   * Shows the files. "Posted" only once Slack names the message: it has been seen to say yes and show nothing. A lost
   * answer is settled the same way, by the ids of the files, which no other message has.
   */
  async function share(
    what: { key: string; waiting: readonly Waiting[]; space: Space; comment?: string },
    signal: AbortSignal,
  ): Promise<Sharing> {
    const { key, waiting, space, comment } = what;
    await journal.begin(
      fileKey(key),
      waiting.map(({ id }) => id),
    );
    try {
      await api.call(
        "files.completeUploadExternal",
        {
          files: waiting.map(({ id, title }) => ({ id, title })),
          channel_id: space.id,
          ...(space.thread === undefined ? {} : { thread_ts: space.thread }),
          ...(comment === undefined ? {} : { initial_comment: comment }),
        },
        { signal },
      );
    } catch (error) {
      const fault = faultOf(error, api.redact);
      if (fault.kind !== "lost") {
        journal.forget(fileKey(key));
        return { fault };
      }
    }
    const shown = await look(
      waiting.map(({ id }) => id),
      space,
      signal,
    );
    if (shown.state === "posted") return { ts: shown.ts };
    return { fault: { kind: "lost", detail: "Slack has not shown the file yet" } };
  }

  /** What became of the files of an earlier attempt; "absent" when there was none. Never rejects. */
  async function earlier(key: string, space: Space, signal: AbortSignal): Promise<Shown> {
    const begun = journal.earlier(fileKey(key));
    if (begun === undefined || begun.files.length === 0) return { state: "absent" };
    const shown = await look(begun.files, space, signal);
    const settled = now() - begun.at > SETTLED_MS;
    return shown.state === "absent" && !settled ? { state: "cannot_tell" } : shown;
  }

  return { prepare, share, earlier };
}

/** Undefined when trying again would be no use. */
function hitchOf(error: unknown, redact: (text: string) => string): Fault | undefined {
  if (error instanceof AppError) {
    return error.retryable ? { kind: "unsent", detail: redact(error.message) } : undefined;
  }
  const fault = faultOf(error, redact);
  return fault.kind === "refused" ? undefined : fault;
}

function fileKey(key: string): string {
  return `${key}#files`;
}

/** A fetch that does not listen to its signal holds nothing up. */
function aborting<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () =>
      reject(new AppError("channel_unreachable", "The file did not come in time.", { retryable: true }));
    if (signal.aborted) late();
    signal.addEventListener("abort", late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", late));
  });
}

function safeName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}/\\]/gu, "_").trim();
  const ending = /\.\w{1,8}$/.exec(clean)?.[0] ?? "";
  return `${shorten(clean.slice(0, clean.length - ending.length), 80) || "file"}${ending}`;
}
