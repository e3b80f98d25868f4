import type { ChannelPorts, FileBytes, FileRef } from "../../src/channel/contract.ts";

/** What Discord takes of one file without a boosted server, and of one message. */
const largestFile = 10 * 1024 * 1024;
const largestMessage = 24 * 1024 * 1024;
/** Fetching may take this long of the half minute that a send has. */
const fetchMs = 12_000;

export interface Upload {
  name: string;
  data: Uint8Array;
  contentType?: string;
}

/**
 * Files as they are uploaded, and those that cannot be had or are too large, which are named in the text
 * instead. Nothing is sent again by its id at Discord, not even its own files. Never rejects.
 */
export async function uploadsOf(
  files: readonly FileRef[],
  get: {
    own(file: FileRef, signal: AbortSignal): Promise<FileBytes>;
    account: string;
    ports: ChannelPorts | undefined;
  },
  signal: AbortSignal,
): Promise<{ uploads: Upload[]; named: FileRef[] }> {
  const uploads: Upload[] = [];
  const named: FileRef[] = [];
  if (files.length === 0) return { uploads, named };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(fetchMs)]);
  let total = 0;
  for (const file of files) {
    const isOwn = file.account === undefined || file.account === get.account;
    const fetched = await (isOwn ? get.own(file, limit) : get.ports?.file(file, limit))?.catch(
      () => undefined,
    );
    const size = fetched?.bytes.byteLength ?? 0;
    if (fetched === undefined || size === 0 || size > largestFile || total + size > largestMessage) {
      named.push(file);
      continue;
    }
    total += size;
    const { bytes, name, mime } = fetched;
    uploads.push({ name, data: bytes, ...(mime === undefined ? {} : { contentType: mime }) });
  }
  return { uploads, named };
}
