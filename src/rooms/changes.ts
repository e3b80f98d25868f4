import { render } from "../channel/render.ts";
import { fill } from "../conversation/phrases/phrases.ts";
import type { MessageView } from "../store/desk.ts";
import type { RoomMark, RoomThread } from "../store/rooms.ts";
import { changeOf, filesOf, lineOf, shownOf } from "./lines.ts";
import type { RoomPhrases } from "./phrases.ts";
import type { RoomCase, Step } from "./plan.ts";

/** A case whose thread is open. */
export interface Draft extends RoomCase {
  thread: RoomThread;
  phrases: RoomPhrases;
}

/** A message that the thread shows otherwise than it is by now: edited, deleted, or grown by more files. */
export function changesOf(draft: Draft): Step | undefined {
  for (const message of draft.messages) {
    const marks = draft.marks.filter(
      ({ kind, messageId }) => (kind === "message" || kind === "transcript") && messageId === message.id,
    );
    const shown = shownOf(message);
    const stale = marks.find((mark) => mark.shown !== shown && mark.platformId !== "");
    if (stale !== undefined) return change(draft, message, stale, marks);
  }
  return undefined;
}

function change(draft: Draft, message: MessageView, stale: RoomMark, marks: RoomMark[]): Step | undefined {
  const { thread, conversation, phrases, room } = draft;
  const noted = (which: RoomMark[]) => () => ({
    thread: { ...thread, shelved: false },
    marks: which.map((mark) => ({ ...mark, shown: shownOf(message) })),
  });
  const notice = anew(draft, message, stale, noted(marks));
  const parts = render(lineOf(message, conversation, phrases), room.capabilities);
  const inPlace = stale.kind === "message" && parts.length === marks.length && room.capabilities.edits;
  const part = parts[stale.part];
  if (!inPlace || part === undefined || grown(message, stale)) return notice;
  return { do: "change", id: stale.platformId, part, note: noted([stale]), otherwise: notice };
}

/** Told in a post of its own: what it says now, or the files that came after it. */
function anew(
  draft: Draft,
  message: MessageView,
  stale: RoomMark,
  note: () => { thread: RoomThread; marks: RoomMark[] },
) {
  const { conversation, phrases, room, thread } = draft;
  const said = grown(message, stale)
    ? { text: "", choices: [], files: filesOf(message, conversation).slice(filesShown(stale)) }
    : changeOf(message, conversation, phrases);
  const [part] = render(said, room.capabilities);
  if (part === undefined) return { do: "note" as const, note };
  const key = `${room.id}/${conversation.id}/${thread.opening}/${message.id}/${shownOf(message)}`;
  const replyTo = stale.kind === "message" ? { replyTo: stale.platformId } : {};
  return { do: "post" as const, key, part, ...replyTo, note };
}

function grown(message: MessageView, stale: RoomMark): boolean {
  return message.deletedAt === undefined && message.files.length > filesShown(stale);
}

function filesShown({ shown }: RoomMark): number {
  return Number(shown.split("|")[2] ?? 0);
}

/** What was said to the customer and did not arrive, or arrived after all. */
export function troublesOf(draft: Draft): Step | undefined {
  const { messages, marks, thread, phrases, room, conversation } = draft;
  const told = new Map(
    marks
      .filter(({ kind, part }) => kind === "trouble" && part === 0)
      .map((mark) => [mark.messageId, mark.shown]),
  );
  for (const message of messages) {
    const bad = message.delivery?.find(({ state }) => state === "failed" || state === "unknown");
    const before = told.get(message.id);
    const settled = message.delivery?.every(({ state }) => state === "sent") === true;
    const state = bad?.state ?? (settled && before !== undefined ? "sent" : undefined);
    if (state === undefined || state === before || !(state in phrases.trouble)) continue;
    const words = phrases.trouble[state as keyof RoomPhrases["trouble"]];
    const text = fill(words, { detail: bad?.detail ?? "" });
    const [part] = render({ text, choices: [], files: [] }, room.capabilities);
    if (part === undefined) continue;
    const place = placeOf(message.id, marks);
    return {
      do: "post",
      key: `${room.id}/${conversation.id}/${thread.opening}/${message.id}/trouble/${state}`,
      part,
      ...(place === undefined ? {} : { replyTo: place }),
      note: () => ({
        thread: { ...thread, shelved: false },
        marks: [{ kind: "trouble", messageId: message.id, part: 0, platformId: "", shown: state }],
      }),
    };
  }
  return undefined;
}

/** Where the thread shows a message: alone, or as the agent wrote it there. */
export function placeOf(messageId: string, marks: readonly RoomMark[]): string | undefined {
  const [event] = messageId.split(".");
  const mark = marks.find(
    ({ kind, messageId: id }) =>
      (kind === "message" && id === messageId) || (kind === "source" && id === event),
  );
  return mark?.platformId || undefined;
}
