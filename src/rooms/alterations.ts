import { render } from "../channel/render.ts";
import { fill } from "../conversation/phrases/phrases.ts";
import type { MessageView } from "../store/desk.ts";
import type { RoomMark } from "../store/rooms.ts";
import { type Draft, placeOf } from "./changes.ts";
import type { RoomPhrases } from "./phrases.ts";
import type { Step } from "./plan.ts";

/** These are told beside what became of the sending itself, which is part 0. */
const PART = 1;

/** What became of a change of a reply: told when it did not work, and at the message of whoever wrote it in the thread. */
export function alterationsOf(draft: Draft): Step | undefined {
  const { messages, marks, thread, phrases, room, conversation } = draft;
  for (const message of messages) {
    const news = message.author === "agent" ? newsOf(message, marks, phrases) : undefined;
    if (news === undefined) continue;
    const told = marks.find(
      ({ kind, messageId, part }) => kind === "trouble" && messageId === message.id && part === PART,
    );
    if (told?.shown === news.name) continue;
    const [part] = render({ text: news.text, choices: [], files: [] }, room.capabilities);
    if (part === undefined) continue;
    const place = placeOf(message.id, marks);
    return {
      do: "post",
      key: `${room.id}/${conversation.id}/${thread.opening}/${message.id}/altered/${news.name}`,
      part,
      ...(place === undefined ? {} : { replyTo: place }),
      note: () => ({
        thread: { ...thread, shelved: false },
        marks: [{ kind: "trouble", messageId: message.id, part: PART, platformId: "", shown: news.name }],
      }),
    };
  }
  return undefined;
}

function newsOf(
  { id, change, editedAt, deletedAt }: MessageView,
  marks: readonly RoomMark[],
  { altered }: RoomPhrases,
): { name: string; text: string } | undefined {
  if (change !== undefined) {
    if (change.state === "pending") return undefined;
    const no = change.kind === "edit" ? altered.notEdited : altered.notTakenBack;
    const words = change.state === "unknown" ? altered.unknown : no;
    const text = fill(words, { detail: change.detail ?? "" }).trim();
    return { name: `${change.kind}/${change.state}/${change.at}`, text };
  }
  const [event] = id.split(".");
  if (!marks.some(({ kind, messageId }) => kind === "source" && messageId === event)) return undefined;
  if (deletedAt !== undefined) return { name: `delete/done/${deletedAt}`, text: altered.takenBack };
  return editedAt === undefined ? undefined : { name: `edit/done/${editedAt}`, text: altered.edited };
}
