import type { Capabilities, OutboundPart, SendResult, Space } from "../../src/channel/contract.ts";
import type { RoomOpening, RoomPost, StaffRoom } from "../../src/channel/staff.ts";
import type { SlackApi } from "./api.ts";
import { cardContent, LONGEST_TITLE } from "./card.ts";
import { within } from "./deadline.ts";
import { caseEvent, encodePart, keyOf, postArguments } from "./encode.ts";
import { type Fault, faultOf, sendResultOf } from "./errors.ts";
import type { FloodScope } from "./flood.ts";
import type { Journal } from "./journal.ts";
import type { Look } from "./lookup.ts";
import { stampOf } from "./places.ts";
import { type Posting, wordsKey } from "./posting.ts";
import { roomComplaint } from "./room-complaint.ts";
import { roomMarks } from "./room-marks.ts";
import type { RoomTitles } from "./room-titles.ts";
import { LONGEST_MS, stopped } from "./sender.ts";
import type { Uploads } from "./uploads.ts";

export interface RoomParts {
  account: string;
  channel: string;
  capabilities: Capabilities;
  api: SlackApi;
  posting: Posting;
  uploads: Uploads;
  journal: Journal;
  look: Look;
  floods: FloodScope;
  titles: RoomTitles;
  /** A case's thread was opened. */
  opened(thread: string): void;
  /** What is wrong with the channel, in words an operator can act on; undefined once a call has worked. */
  complain(words: string | undefined): void;
}

type Ended = Exclude<SendResult, { outcome: "sent" }>;

/** Clocks differ: an attempt is looked for from somewhat before it. */
const LEEWAY_MS = 5 * 60_000;
/** While nobody can tell what became of an attempt, nothing is posted; then it is looked for again. */
const LOOK_AGAIN_MS = 20_000;

/** The staff's channel: every case is a thread below its card. */
export function slackRoom(parts: RoomParts): StaffRoom {
  const { channel, api, posting, journal, uploads, titles } = parts;
  const marks = roomMarks(api, channel);

  function ended(fault: Fault): Ended {
    const complaint = fault.kind === "refused" ? roomComplaint(fault.code) : undefined;
    if (complaint) {
      parts.complain(complaint.words);
      return { outcome: "failed", reason: complaint.reason, detail: `${complaint.words} (${fault.detail})` };
    }
    if (fault.kind === "refused" && fault.code === "cannot_reply_to_message") {
      return { outcome: "failed", reason: "space_gone", detail: fault.detail };
    }
    const result = sendResultOf(fault, { scope: parts.floods(fault, channel), attempt: 1 });
    return result.outcome === "sent" ? { outcome: "unknown", detail: fault.detail } : result;
  }

  /** What an earlier attempt posted, by key; nothing when there was none. */
  async function earlier(
    key: string,
    space: Space,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<{ done: ReadonlyMap<string, string> } | { ended: Ended }> {
    const begun = journal.earlier(key);
    if (begun === undefined) return { done: new Map() };
    try {
      const oldest = stampOf(Math.max(0, begun.at - LEEWAY_MS));
      const found = await parts.look({ space, oldest, keys }, signal);
      return found?.whole ? { done: found.keys } : { ended: cannotTell };
    } catch (error) {
      const result = ended(faultOf(error, api.redact));
      return { ended: result.outcome === "unknown" ? cannotTell : result };
    }
  }

  async function open(
    { idempotencyKey: key, title, card }: { idempotencyKey: string; title: string; card: OutboundPart },
    signal: AbortSignal,
  ): Promise<RoomOpening> {
    const space: Space = { id: channel, kind: "channel" };
    const before = await earlier(key, space, [key], signal);
    if ("ended" in before) return before.ended;
    const there = before.done.get(key);
    if (there === undefined) await journal.begin(key);
    const metadata = { event_type: caseEvent, event_payload: { key, title } };
    const result =
      there === undefined
        ? await posting.say(
            "chat.postMessage",
            cardContent(card, title),
            (body) => ({ ...postArguments(body, space, key), metadata }),
            signal,
          )
        : { id: there };
    if ("fault" in result) {
      if (result.fault.kind !== "lost") journal.forget(key);
      return ended(result.fault);
    }
    titles.note(result.id, title);
    parts.opened(result.id);
    parts.complain(undefined);
    return { outcome: "opened", thread: result.id, ids: [result.id] };
  }

  async function post(
    { idempotencyKey: key, thread, part }: RoomPost,
    signal: AbortSignal,
  ): Promise<SendResult> {
    const space: Space = { id: channel, kind: "channel", thread };
    const texts = encodePart(part);
    const names = [key, wordsKey(key)].flatMap((base) => texts.map((_, index) => keyOf(base, index)));
    const before = await earlier(key, space, names, signal);
    if ("ended" in before) return before.ended;
    const { done } = before;
    if (part.files.length > 0 && journal.earlier(key) !== undefined) {
      const files = await uploads.earlier(key, space, signal);
      if (files.state === "posted") return { outcome: "sent", ids: [...done.values(), files.ts] };
      if (files.state === "cannot_tell") return cannotTell;
      // The files could not be carried then, and were named.
      const named = done.get(key);
      if (named !== undefined) return { outcome: "sent", ids: [named] };
    }
    await journal.begin(key);
    const { ids, fault } = await posting.postPart({ part, space, key, done }, signal);
    if (fault === undefined) {
      parts.complain(undefined);
      return { outcome: "sent", ids: ids.filter((id) => id !== "") };
    }
    if (fault.kind !== "lost" && ids.length === 0) journal.forget(key);
    return ended(fault);
  }

  async function change(
    { thread, id, part }: { thread: string; id: string; part: OutboundPart },
    signal: AbortSignal,
  ): Promise<SendResult> {
    const title = id === thread ? await titles.of(thread, signal) : undefined;
    const where = { channel, ts: id };
    const result = await posting.say(
      "chat.update",
      cardContent(part, title),
      (body) => ({ ...where, ...body }),
      signal,
    );
    if (!("fault" in result)) return { outcome: "sent", ids: [id] };
    const { fault } = result;
    if (fault.kind === "refused" && isUnchangeable(fault.code)) {
      return { outcome: "failed", reason: "bad_format", detail: fault.detail };
    }
    return ended(fault);
  }

  const bounded =
    <T, R>(act: (what: T, signal: AbortSignal) => Promise<R>) =>
    async (what: T, signal: AbortSignal): Promise<R | Ended> => {
      if (signal.aborted) return stopped;
      try {
        return await within({ signal, timeoutMs: LONGEST_MS }, (until) => act(what, until));
      } catch {
        return { outcome: "failed", reason: "bad_format", detail: "cannot be written down for Slack" };
      }
    };

  return {
    id: `${parts.account}/${channel}`,
    capabilities: parts.capabilities,
    titleLimit: LONGEST_TITLE,
    open: bounded(open),
    post: bounded(post),
    change: bounded(change),
    mark: marks,
    // A thread of Slack's is neither closed nor hidden: the card says that the case is resolved, and is enough.
    async shelve() {},
  };
}

const cannotTell: Ended = {
  outcome: "retry",
  afterMs: LOOK_AGAIN_MS,
  scope: "call",
  detail: "nobody can tell yet whether an earlier attempt was posted",
};

function isUnchangeable(code: string): boolean {
  return /^(?:message_not_found|thread_not_found|cant_update_message|edit_window_closed|block_mismatch|cant_edit_message|is_inactive|external_channel_migrating|msg_too_long|no_text)$/.test(
    code,
  );
}
