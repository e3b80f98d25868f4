import type { FileRef } from "../channel/contract.ts";
import { LARGEST_UPLOAD, type OwnFiles } from "../channel/own-files.ts";
import { AppError } from "../errors.ts";
import { bound, name as oneLine } from "../guard/bound.ts";
import { redact } from "../guard/secrets.ts";
import type { FileStore, Upload } from "../store/files.ts";
import { assertSendable } from "./file-kind.ts";
import type { KeptBytes } from "./kept-bytes.ts";

const DAY_MS = 24 * 3_600_000;
/** What one customer may upload within a day: a long case with all its screenshots. */
const OF_ONE = { count: 60, bytes: 150 * 1024 * 1024 };
/** What all of them may: sessions are cheap to make, and the disk is the database's too. */
const OF_ALL_BYTES = 5 * 1024 * 1024 * 1024;
const NAME_LIMIT = 200;

/** The files that customers upload to us, for the accounts whose platform we are. */
export function customerUploads(deps: {
  files: FileStore;
  kept: KeptBytes;
  now(): number;
}): (account: string) => OwnFiles {
  const { files, kept, now } = deps;

  const assertFewEnough = async (
    space: { account: string; spaceId: string },
    size: number,
  ): Promise<void> => {
    const since = now() - DAY_MS;
    const theirs = await files.uploadedSince(since, space);
    if (theirs.count >= OF_ONE.count || theirs.bytes + size > OF_ONE.bytes) {
      throw tooMuch("You have sent as many files as we take in a day. Describe the rest in words.");
    }
    const all = await files.uploadedSince(since);
    if (all.bytes + size > OF_ALL_BYTES) {
      throw tooMuch("We cannot take files at the moment. Describe it in words, or try again later.");
    }
  };

  return (account) => ({
    async keep({ id: spaceId }, { name, bytes }) {
      const what = assertSendable(name, bytes, LARGEST_UPLOAD);
      const named = oneLine(redact(bound(name, NAME_LIMIT), {}).text) || "file";
      const upload = { account, spaceId, name: named, ...what, bytes: bytes.byteLength, at: now() };
      await assertFewEnough(upload, bytes.byteLength);
      return refOf(await kept.keep(bytes, (hash) => files.addUpload({ ...upload, hash })));
    },
    async find(space, id) {
      const upload = await files.upload(id);
      return upload?.account === account && upload.spaceId === space.id ? refOf(upload) : undefined;
    },
    async fetch({ id }, signal) {
      const upload = await files.upload(id);
      const bytes = upload?.account === account ? await kept.read(upload.hash, signal) : undefined;
      if (upload === undefined || bytes === undefined) {
        throw new AppError("not_found", "This file is not here any more.");
      }
      return { bytes, name: upload.name, mime: upload.mime };
    },
  });
}

function refOf({ id, kind, name, mime, bytes }: Upload): FileRef {
  return { id, kind, name, mime, bytes };
}

function tooMuch(message: string): AppError {
  return new AppError("rate_limited", message, { retryable: true });
}
