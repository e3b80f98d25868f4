import type { OutboundPart } from "../channel/contract.ts";
import { render } from "../channel/render.ts";
import type { StaffRoom } from "../channel/staff.ts";
import { fill } from "../conversation/phrases/phrases.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { RoomMark, RoomThread } from "../store/rooms.ts";
import { alterationsOf } from "./alterations.ts";
import { type CardView, cardOf, clockOf, titleOf } from "./card.ts";
import { changesOf, type Draft, troublesOf } from "./changes.ts";
import { lineOf, shownOf, transcriptOf } from "./lines.ts";
import { roomPhrases } from "./phrases.ts";

/** A case beside what its thread shows. */
export interface RoomCase extends Omit<CardView, "live"> {
  room: Pick<StaffRoom, "id" | "capabilities" | "titleLimit">;
  locale: Locale;
  now: number;
  thread: RoomThread | undefined;
  marks: readonly RoomMark[];
  /** Nobody has taken the case up: what tells one reminder from the next, and since when. */
  reminder?: { id: string; since: number } | undefined;
}

/** What is to be written down once a step has succeeded. */
interface Noted {
  thread: RoomThread;
  marks: RoomMark[];
}

/** The one thing to do next, so that the thread comes nearer to the case. `note` tells what to write down after it. */
export type Step =
  | { do: "open"; key: string; title: string; card: OutboundPart; note(thread: string, ids: string[]): Noted }
  | { do: "post"; key: string; part: OutboundPart; replyTo?: string; note(ids: string[]): Noted }
  | { do: "change"; id: string; part: OutboundPart; note(): Noted; otherwise: Step | undefined }
  | { do: "mark"; id: string; state: "sent" | "failed"; note(): Noted }
  | { do: "shelve"; note(): Noted }
  | { do: "wait"; ms: number }
  /** Nothing to show, only to write down. */
  | { do: "note"; note(): Noted };

/** Pictures of an album come one by one: so long after a message with files it is complete. */
const ALBUM_MS = 1_500;

/** The next step of a case; undefined when its thread shows all there is. Pure: a restart plans the same again. */
export function nextStep(view: RoomCase): Step | undefined {
  const thread = view.thread;
  if (thread?.thread === undefined) return opening(view, thread);
  const draft: Draft = { ...view, thread, phrases: roomPhrases(view.locale) };
  return (
    transcript(draft) ??
    card(draft) ??
    status(draft) ??
    remind(draft) ??
    delivered(draft) ??
    nextMessage(draft) ??
    changesOf(draft) ??
    troublesOf(draft) ??
    alterationsOf(draft) ??
    rating(draft) ??
    shelf(draft)
  );
}

/** Only what people have to do with gets a thread; what was settled before the room looked needs none. */
function opening(view: RoomCase, before: RoomThread | undefined): Step | undefined {
  const { conversation, room, locale } = view;
  if (conversation.status === "resolved" || conversation.owner.kind === "bot") return undefined;
  const opening = (before?.opening ?? 0) + 1;
  const cardPart = cardOf({ ...view, live: false }, locale, room.capabilities);
  return {
    do: "open",
    key: `${room.id}/${conversation.id}/${opening}`,
    title: titleOf(view, locale, room.titleLimit),
    card: cardPart,
    note: (thread, ids) => ({
      thread: {
        room: room.id,
        conversationId: conversation.id,
        opening,
        thread,
        ...(ids[0] === undefined ? {} : { cardId: ids[0] }),
        card: JSON.stringify(cardPart),
        status: statusOf(view),
        rating: ratingOf(view),
        seq: 0,
        shelved: false,
      },
      marks: [],
    }),
  };
}

/**
 * What was said before, in as few posts as it takes, up to the customer's last message, or the first with files: from
 * there on each message stands alone, can be replied to, and brings its files.
 */
function transcript(draft: Draft): Step | undefined {
  const { thread, messages, marks, conversation, room, phrases } = draft;
  if (thread.seq > 0) return undefined;
  const parts = marks.filter(({ kind, messageId }) => kind === "transcript" && messageId === "");
  const begun = parts.find(({ part }) => part === 0);
  const until = begun === undefined ? alone(draft) : Number(begun.shown);
  const covered = messages.filter(({ seq }) => seq < until);
  const last = covered.at(-1);
  if (last === undefined) return undefined;
  const pieces = render(transcriptOf(covered, conversation, phrases), room.capabilities);
  const part = pieces[parts.length];
  const end = { ...thread, seq: last.seq };
  const all = (platformId: string) =>
    covered.map((message): RoomMark => {
      const shown = shownOf(message);
      return { kind: "transcript", messageId: message.id, part: 0, platformId, shown };
    });
  if (part === undefined)
    return { do: "note", note: () => ({ thread: end, marks: all(parts.at(-1)?.platformId ?? "") }) };
  return post(draft, `transcript/${parts.length}`, part, ([id = ""]) => ({
    thread,
    marks: [{ kind: "transcript", messageId: "", part: parts.length, platformId: id, shown: String(until) }],
  }));
}

/** Sequence number of the first message that stands alone. */
function alone({ messages }: Draft): number {
  const withFiles = messages.find(({ author, files }) => author === "customer" && files.length > 0);
  const last = messages.findLast(({ author }) => author === "customer");
  const end = (messages.at(-1)?.seq ?? 0) + 1;
  return Math.min(withFiles?.seq ?? end, last?.seq ?? end);
}

function card(draft: Draft): Step | undefined {
  const { thread, conversation, locale, room } = draft;
  const live = thread.liveEpoch === conversation.epoch && conversation.owner.kind === "agent";
  const part = cardOf({ ...draft, live }, locale, room.capabilities);
  const text = JSON.stringify(part);
  if (text === thread.card) return undefined;
  const anew = post(draft, `card/${draft.now}`, part, ([id]) => ({
    thread: { ...thread, card: text, ...(id === undefined ? {} : { cardId: id }) },
    marks: [],
  }));
  if (thread.cardId === undefined || !room.capabilities.edits) return anew;
  const note = () => ({ thread: { ...thread, card: text }, marks: [] });
  return { do: "change", id: thread.cardId, part, note, otherwise: anew };
}

function status(draft: Draft): Step | undefined {
  const { thread, conversation, phrases } = draft;
  const now = statusOf(draft);
  if (now === thread.status) return undefined;
  const { owner, snoozedUntil } = conversation;
  const name = owner.kind === "agent" ? owner.agentName : "";
  const words =
    conversation.status === "open" ? phrases.status[owner.kind] : phrases.status[conversation.status];
  const text = fill(words, { name, time: clockOf(snoozedUntil ?? 0) });
  return say(draft, `status/${now}/${conversation.epoch}`, text, { ...thread, status: now, shelved: false });
}

function statusOf({ conversation: { status, owner, snoozedUntil } }: Pick<RoomCase, "conversation">): string {
  const until = status === "snoozed" ? (snoozedUntil ?? "") : "";
  return [status, owner.kind, owner.kind === "agent" ? owner.agentId : "", until].join("|");
}

/** Said once for each rung of the alert ladder that comes here. */
function remind(draft: Draft): Step | undefined {
  const { reminder, marks, thread, conversation, phrases, room, now } = draft;
  if (reminder === undefined) return undefined;
  const { id, since } = reminder;
  if (marks.some(({ kind, messageId }) => kind === "alert" && messageId === id)) return undefined;
  const { owner } = conversation;
  const minutes = Math.max(1, Math.round((now - (conversation.waitingSince ?? since)) / 60_000));
  const words = owner.kind === "agent" ? phrases.reminder.agent : phrases.reminder.queue;
  const name = owner.kind === "agent" ? owner.agentName : "";
  const text = fill(words, { name, minutes: String(minutes) });
  const [part] = render({ text, choices: [], files: [] }, room.capabilities);
  if (part === undefined) return undefined;
  const told = (platformId: string): RoomMark => ({
    kind: "alert",
    messageId: id,
    part: 0,
    platformId,
    shown: "",
  });
  return post(draft, `alert/${id}`, part, ([platformId = ""]) => ({
    thread: { ...thread, shelved: false },
    marks: [told(platformId)],
  }));
}

/** An agent who answered in the thread sees what became of it, at the message. */
function delivered({ thread, messages, marks }: Draft): Step | undefined {
  for (const source of marks) {
    if (source.kind !== "source") continue;
    const states = messages
      .find(({ id }) => id === `${source.messageId}.a`)
      ?.delivery?.map(({ state }) => state);
    if (states === undefined) continue;
    const failed = states.some((state) => state === "failed" || state === "unknown");
    const state = failed ? "failed" : states.every((one) => one === "sent") ? "sent" : undefined;
    if (state === undefined || state === source.shown) continue;
    const note = () => ({ thread, marks: [{ ...source, shown: state }] });
    return { do: "mark", id: source.platformId, state, note };
  }
  return undefined;
}

/** The next message the thread lacks. What was written in the thread itself is there, and system texts only report. */
function nextMessage(draft: Draft): Step | undefined {
  const { thread, messages, marks, conversation, room, phrases, now } = draft;
  const message = messages.find(({ seq }) => seq > thread.seq);
  if (message === undefined) return undefined;
  const after = { ...thread, seq: message.seq };
  const skip: Step = { do: "note", note: () => ({ thread: after, marks: [] }) };
  if (message.author === "system" || writtenHere(message.id, marks)) return skip;
  if (message.files.length > 0 && message.author === "customer" && now < message.at + ALBUM_MS) {
    return { do: "wait", ms: message.at + ALBUM_MS - now };
  }
  const parts = render(lineOf(message, conversation, phrases), room.capabilities);
  const done = marks.filter(({ kind, messageId }) => kind === "message" && messageId === message.id).length;
  const part = parts[done];
  if (part === undefined) return skip;
  const whole = done + 1 >= parts.length;
  return post(draft, `${message.id}/${done}`, part, ([id = ""]) => ({
    thread: { ...(whole ? after : thread), shelved: false },
    marks: [{ kind: "message", messageId: message.id, part: done, platformId: id, shown: shownOf(message) }],
  }));
}

function writtenHere(messageId: string, marks: readonly RoomMark[]): boolean {
  const [event] = messageId.split(".");
  return marks.some((mark) => mark.kind === "source" && mark.messageId === event);
}

function rating(draft: Draft): Step | undefined {
  const { thread, conversation, phrases } = draft;
  const now = ratingOf(draft);
  const { score, comment } = conversation.rating ?? {};
  if (now === thread.rating || score === undefined) return undefined;
  const text = fill(phrases.rated, { score: String(score) });
  const whole = comment === undefined ? text : `${text}${phrases.colon}${comment}`;
  return say(draft, `rating/${now}`, whole, { ...thread, rating: now, shelved: false });
}

function ratingOf({ conversation: { rating } }: Pick<RoomCase, "conversation">): string {
  return rating?.score === undefined ? "" : `${rating.score}|${rating.comment ?? ""}`;
}

function shelf({ thread, conversation }: Draft): Step | undefined {
  if (conversation.status !== "resolved" || thread.shelved) return undefined;
  return { do: "shelve", note: () => ({ thread: { ...thread, shelved: true }, marks: [] }) };
}

function say(draft: Draft, name: string, text: string, thread: RoomThread): Step | undefined {
  const [part] = render({ text, choices: [], files: [] }, draft.room.capabilities);
  return part && post(draft, name, part, () => ({ thread, marks: [] }));
}

function post(draft: Draft, name: string, part: OutboundPart, note: (ids: string[]) => Noted): Step {
  const { room, conversation, thread } = draft;
  return { do: "post", key: `${room.id}/${conversation.id}/${thread.opening}/${name}`, part, note };
}
