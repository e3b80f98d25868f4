import type { OutboundPart, SendResult } from "../../src/channel/contract.ts";
import { shorten } from "../../src/channel/measure.ts";
import type { RoomOpening } from "../../src/channel/staff.ts";
import { type Fault, isNoForum, isTopicRightMissing } from "./errors.ts";
import { fieldOf, type RoomChat, roomComplaints } from "./room-chat.ts";
import type { RoomMemory } from "./room-memory.ts";
import type { RoomPoster } from "./room-post.ts";
import type { CarriedPart, Carry } from "./upload.ts";

export interface ThreadParts {
  chat: RoomChat;
  memory: RoomMemory;
  poster: RoomPoster;
  carry: Carry;
  ended(fault: Fault): Exclude<SendResult, { outcome: "sent" }>;
}

interface Wanted {
  key: string;
  title: string;
  card: OutboundPart;
}

/**
 * A topic with the card in it. The topic is remembered as soon as it is there, so that a card that fails does not make the
 * next attempt open a second one; so is the card, for a caller who did not hear of it.
 */
export async function openThread(
  parts: ThreadParts,
  { key, title, card }: Wanted,
  signal: AbortSignal,
): Promise<RoomOpening> {
  const { chat, memory, poster, ended } = parts;
  await memory.ready().catch(() => undefined);
  const known = memory.opening(key);
  if (known?.ids) return { outcome: "opened", thread: known.thread, ids: known.ids };
  const topics = await chat.hasTopics(signal, true);
  if (typeof topics !== "boolean") return ended(topics);
  const part = await parts.carry(card, signal);
  if (!topics) return cardAlone(parts, key, part, signal);
  for (const attempt of [known?.thread, undefined]) {
    const made = attempt ?? (await newTopic(parts, title, signal));
    if (typeof made !== "string") {
      if (made.noForum) return cardAlone(parts, key, part, signal);
      return made.ended;
    }
    if (made !== attempt) await memory.opened({ key, thread: made }).catch(() => undefined);
    const posted = await poster.post({ thread: made, part }, signal);
    if ("ids" in posted) {
      await memory.opened({ key, thread: made, ids: posted.ids }).catch(() => undefined);
      return { outcome: "opened", thread: made, ids: posted.ids };
    }
    const result = posted.ended ?? ended(posted.fault);
    const gone = result.outcome === "failed" && result.reason === "space_gone";
    if (gone && attempt !== undefined) continue;
    return result.outcome === "sent" ? ended(posted.fault) : result;
  }
  return { outcome: "unknown", detail: "no topic came of it" };
}

/** In a group without topics the card itself is what the case's other messages answer. */
async function cardAlone(
  { poster, memory, ended }: ThreadParts,
  key: string,
  part: CarriedPart,
  signal: AbortSignal,
): Promise<RoomOpening> {
  const posted = await poster.post({ part }, signal);
  if (!("ids" in posted)) return ended(posted.fault);
  const [thread] = posted.ids;
  if (thread === undefined) return { outcome: "unknown", detail: "Telegram named no message" };
  await memory.opened({ key, thread, ids: posted.ids }).catch(() => undefined);
  return { outcome: "opened", thread, ids: posted.ids };
}

async function newTopic(
  { chat, ended }: ThreadParts,
  title: string,
  signal: AbortSignal,
): Promise<
  string | { noForum: true } | { noForum?: never; ended: Exclude<RoomOpening, { outcome: "opened" }> }
> {
  const result = await chat.inRoom("createForumTopic", { name: nameOf(title) }, signal);
  if (!("fault" in result)) {
    const id = fieldOf(result.result, "message_thread_id");
    return id === undefined
      ? { ended: { outcome: "unknown", detail: "Telegram named no topic" } }
      : String(id);
  }
  const { fault } = result;
  if (isNoForum(fault)) {
    chat.noted(false);
    return { noForum: true };
  }
  if (!isTopicRightMissing(fault)) return { ended: ended(fault) };
  await chat.look(signal);
  const detail = `${roomComplaints.rights} (${fault.detail})`;
  return { ended: { outcome: "failed", reason: "forbidden", detail } };
}

/** A topic's name is one line of plain text, never empty. */
function nameOf(title: string): string {
  return shorten(title.replace(/[\s\p{Cc}]+/gu, " ").trim(), 128) || "…";
}
