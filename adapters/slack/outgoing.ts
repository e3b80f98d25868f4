import type { ChannelPorts, FileBytes, FileRef } from "../../src/channel/contract.ts";
import type { StaffRoom } from "../../src/channel/staff.ts";
import { AppError } from "../../src/errors.ts";
import { slackAlterer } from "./alter.ts";
import type { SlackApi } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import { fetchFile } from "./fetch-file.ts";
import { floodScope } from "./flood.ts";
import { journal } from "./journal.ts";
import { patientLook, slackLookup } from "./lookup.ts";
import { type Places, placesCursor } from "./places.ts";
import { slackPosting } from "./posting.ts";
import { slackRoom } from "./room.ts";
import { type RoomTitles, roomTitles } from "./room-titles.ts";
import { slackSender } from "./sender.ts";
import { slackTransfer } from "./transfer.ts";
import { slackUploads } from "./uploads.ts";

export interface OutgoingParts {
  account: string;
  token: string;
  root: string;
  /** The staff's channel, where there is one. */
  staffChannel: string | undefined;
  api: SlackApi;
  places: Places;
  /** What is wrong with the staff's channel. */
  complain(words: string | undefined): void;
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** All that goes to Slack: to customers, into the staff's channel, and files both ways. */
export function slackOutgoing(parts: OutgoingParts) {
  const { account, api, now, delay } = parts;
  const transfer = slackTransfer(parts.token, parts.root);
  const attempts = journal(now);
  let ports: ChannelPorts | undefined;

  const fetch = (file: FileRef, signal: AbortSignal) => fetchFile({ api, transfer }, file, signal);

  async function bytesOf(file: FileRef, signal: AbortSignal): Promise<FileBytes> {
    if (file.account === undefined || file.account === account) return fetch(file, signal);
    if (ports === undefined) throw new AppError("stopping", "Nothing is carried before the start.");
    return ports.file(file, signal);
  }

  const uploads = slackUploads({ api, transfer, journal: attempts, bytesOf, now, delay });
  const posting = slackPosting(api, uploads);
  const floods = floodScope(now);
  const titles = parts.staffChannel === undefined ? undefined : roomTitles(api, parts.staffChannel);

  function room(channel: string, titles: RoomTitles): StaffRoom {
    const opened = (thread: string): void => {
      const value = parts.places.noteCase(channel, thread);
      void ports?.cursor.set(placesCursor, value).catch(() => undefined);
    };
    const look = patientLook(api, delay);
    const shared = { api, posting, uploads, journal: attempts, look, floods, opened, titles };
    return slackRoom({ account, channel, capabilities, complain: parts.complain, ...shared });
  }

  return {
    /** From here on attempts outlive a restart, and files of other accounts can be had. */
    async attach(given: ChannelPorts): Promise<void> {
      ports = given;
      await attempts.attach(given.cursor);
    },
    send: slackSender({ api, posting, floods, now }),
    alter: slackAlterer({ api, posting, floods }),
    lookup: slackLookup(api, uploads, now, delay),
    fetch,
    staff:
      parts.staffChannel === undefined || titles === undefined ? undefined : room(parts.staffChannel, titles),
    forgetTitles: () => titles?.forget(),
  };
}
