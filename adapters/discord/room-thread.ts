import type { OutboundPart } from "../../src/channel/contract.ts";
import type { RoomOpening } from "../../src/channel/staff.ts";
import type { DiscordApi } from "./api.ts";
import type { MessageBody } from "./encode.ts";
import { backoffMs } from "./errors.ts";
import { timeOf } from "./payload.ts";
import { nameOf, oneBody } from "./room-body.ts";
import { type Ended, isEnded, type RoomChannel, type StaffChannel } from "./room-channel.ts";
import type { Opening, RoomMemory } from "./room-memory.ts";

export interface ThreadParts {
  api: DiscordApi;
  channelId: string;
  channel: RoomChannel;
  memory: RoomMemory;
  botId(): string;
  now(): number;
}

interface Wanted {
  idempotencyKey: string;
  title: string;
  card: OutboundPart;
}

/** Days a thread stays in the list of channels without a word: Discord's longest. */
const archiveAfterMinutes = 10_080;
/** Discord's numbers for: the message has a thread already, the message is gone. */
const HAS_THREAD = 160004;
const NO_MESSAGE = 10008;
/** How far Discord's clock and ours may be apart. */
const skewMs = 30_000;

/**
 * A post of a forum, or a message of a text channel with a thread of its own. The attempt is written down before the call:
 * one of which nobody knows how it ended is looked for before it is made again.
 */
export async function openThread(
  parts: ThreadParts,
  { idempotencyKey: key, title, card }: Wanted,
  signal: AbortSignal,
): Promise<RoomOpening> {
  const { channel, memory } = parts;
  const room = await channel.read(signal);
  if (isEnded(room)) return room;
  const body = oneBody(card, key);
  if (body === undefined) return { outcome: "failed", reason: "bad_format", detail: "nothing to show" };
  try {
    await memory.ready();
    const before = memory.opening(key);
    if (before?.thread !== undefined) return opened(before.thread);
    const begun = before ?? {
      key,
      title: nameOf(title),
      line: firstLine(body.content),
      since: parts.now(),
    };
    if (before === undefined) await memory.begun(begun);
    return await attempt(parts, { room, body, begun, again: before !== undefined }, signal);
  } catch {
    // Nothing was called without being written down.
    return { outcome: "retry", afterMs: backoffMs(2), scope: "call", detail: "the store does not answer" };
  }
}

async function attempt(
  parts: ThreadParts,
  { room, body, begun, again }: { room: StaffChannel; body: MessageBody; begun: Opening; again: boolean },
  signal: AbortSignal,
): Promise<RoomOpening> {
  const { memory, channel } = parts;
  const found = again && begun.card === undefined ? await lookedFor(parts, room, begun, signal) : begun.card;
  if (typeof found === "object") return found;
  const outcome =
    room.kind === "forum"
      ? await inForum(parts, body, begun, found, signal)
      : await inText(parts, body, begun, found, signal);
  const result = alone(outcome);
  if (result.outcome !== "opened") {
    // Surely not there: the next attempt has nothing to look for.
    const sure = result.outcome === "failed" || (result.outcome === "retry" && room.kind === "forum");
    if (sure && !again) await memory.forget(begun.key).catch(() => undefined);
    return result;
  }
  channel.works();
  await memory.begun({ ...begun, thread: result.thread }).catch(() => undefined);
  return result;
}

async function inForum(
  { api, channel, channelId }: ThreadParts,
  { content, components, allowed_mentions, flags }: MessageBody,
  { title: name }: Opening,
  found: string | undefined,
  signal: AbortSignal,
): Promise<RoomOpening> {
  if (found !== undefined) return opened(found);
  const message = { content, components, allowed_mentions, flags };
  const body = { name, auto_archive_duration: archiveAfterMinutes, message };
  try {
    return opened(idOf(await api.call("POST", `/channels/${channelId}/threads`, { body, signal })));
  } catch (error) {
    return channel.ended(api.faultOf(error));
  }
}

async function inText(
  parts: ThreadParts,
  body: MessageBody,
  begun: Opening,
  found: string | undefined,
  signal: AbortSignal,
): Promise<RoomOpening> {
  const { api, channel, channelId, memory } = parts;
  try {
    const posted = found ?? idOf(await api.call("POST", `/channels/${channelId}/messages`, { body, signal }));
    if (posted !== begun.card) await memory.begun({ ...begun, card: posted }).catch(() => undefined);
    return await threadOf(parts, posted, begun, signal);
  } catch (error) {
    return channel.ended(api.faultOf(error));
  }
}

/** The card's thread has the card's id. Where it may not be, the card goes as well: it would promise what is not there. */
async function threadOf(
  { api, channel, channelId, memory }: ThreadParts,
  card: string,
  { key, title: name }: Opening,
  signal: AbortSignal,
): Promise<RoomOpening> {
  const route = `/channels/${channelId}/messages/${card}` as const;
  try {
    const body = { name, auto_archive_duration: archiveAfterMinutes };
    await api.call("POST", `${route}/threads`, { body, signal });
    return opened(card);
  } catch (error) {
    const fault = api.faultOf(error);
    if (fault.kind === "refused" && fault.code === HAS_THREAD) return opened(card);
    const result = channel.ended(fault);
    const removed = fault.kind === "refused" && fault.code === NO_MESSAGE;
    if (result.outcome !== "failed") return result;
    await api.call("DELETE", route, { signal }).catch(() => undefined);
    await memory.forget(key).catch(() => undefined);
    return removed
      ? { outcome: "retry", afterMs: backoffMs(1), scope: "call", detail: "somebody removed the card" }
      : result;
  }
}

/** What an earlier attempt left: the id of its thread, which is its card's. */
async function lookedFor(
  parts: ThreadParts,
  room: StaffChannel,
  begun: Opening,
  signal: AbortSignal,
): Promise<string | undefined | Ended> {
  const { api, channel, memory } = parts;
  try {
    const ids = await (room.kind === "forum"
      ? threadsNamed(parts, room.guildId, begun.title, signal)
      : cardsWith(parts, begun.line, signal));
    return ids.find((id) => !memory.isTaken(id) && timeOf(id) >= begun.since - skewMs);
  } catch (error) {
    const ended = channel.ended(api.faultOf(error));
    const { detail } = ended;
    return ended.outcome === "unknown"
      ? { outcome: "retry", afterMs: backoffMs(2), scope: "call", detail }
      : ended;
  }
}

async function threadsNamed(
  { api, channelId, botId }: ThreadParts,
  guildId: string,
  title: string,
  signal: AbortSignal,
): Promise<string[]> {
  const answer = await api.call("GET", `/guilds/${guildId}/threads/active`, { signal });
  return listOf(Reflect.get(Object(answer), "threads"))
    .filter((one) => one.parent_id === channelId && one.owner_id === botId() && one.name === title)
    .map(idOf);
}

async function cardsWith(
  { api, channelId, botId }: ThreadParts,
  line: string,
  signal: AbortSignal,
): Promise<string[]> {
  const query = { limit: "50" };
  return listOf(await api.call("GET", `/channels/${channelId}/messages`, { query, signal }))
    .filter((one) => Reflect.get(Object(one.author), "id") === botId() && firstLine(one.content) === line)
    .map(idOf);
}

/** The pace of openings is no reason for the threads that are open to wait. */
function alone(result: RoomOpening): RoomOpening {
  const isPace = result.outcome === "retry" && result.scope === "space";
  return isPace ? { ...result, scope: "call" } : result;
}

function opened(thread: string): RoomOpening {
  return { outcome: "opened", thread, ids: [thread] };
}

function firstLine(content: unknown): string {
  return String(content).trim().split("\n")[0] ?? "";
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map((one) => Object(one) as Record<string, unknown>) : [];
}

function idOf(answer: unknown): string {
  return String(Reflect.get(Object(answer), "id") ?? "");
}
