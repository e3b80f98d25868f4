import type { Delivery, OutboundPart, SendResult } from "../../src/channel/contract.ts";
import type { RoomPost } from "../../src/channel/staff.ts";
import type { DiscordApi } from "./api.ts";
import { encodePart } from "./encode.ts";
import type { Fault } from "./errors.ts";
import { timeOf } from "./payload.ts";
import { saidLately } from "./posted.ts";
import { oneBody } from "./room-body.ts";
import { isEnded, type RoomChannel, roomComplaints } from "./room-channel.ts";
import type { RoomMemory } from "./room-memory.ts";

export interface PostParts {
  api: DiscordApi;
  channelId: string;
  channel: RoomChannel;
  memory: RoomMemory;
  botId(): string;
  now(): number;
  send(delivery: Delivery, signal: AbortSignal): Promise<SendResult>;
}

/** How far Discord's clock and ours may be apart. */
const skewMs = 30_000;
/** Discord's numbers for: too many edits of an old message, no such message, not ours, the thread is archived. */
const UNCHANGEABLE = new Set([30046, 10008, 50005, 160005]);
const ARCHIVED = 50083;

/** Posts in threads of the staff's channel, and changes what was posted. */
export function roomPoster(parts: PostParts) {
  const { api, channel, channelId, memory } = parts;

  /** Ids of an earlier attempt's messages, should they all be there. Discord forgets a nonce within minutes. */
  async function there(post: RoomPost, since: number, signal: AbortSignal): Promise<string[] | undefined> {
    const said = await saidLately(api, post.thread, parts.botId(), signal);
    const later = said.filter(({ id }) => timeOf(id) >= since - skewMs);
    const contents = contentsOf(post);
    const ids = contents.map((content) => later.find((one) => content !== "" && one.content === content)?.id);
    return ids.length > 0 && ids.every((id) => id !== undefined) ? ids : undefined;
  }

  async function post(one: RoomPost, signal: AbortSignal): Promise<SendResult> {
    await memory.ready().catch(() => undefined);
    const { idempotencyKey: key, thread, part, replyTo } = one;
    const since = memory.doubtedSince(key);
    const ids = since === undefined ? undefined : await there(one, since, signal);
    const begun = parts.now();
    const result: SendResult =
      ids === undefined
        ? await parts.send(
            {
              idempotencyKey: key,
              conversationId: "",
              space: { id: channelId, kind: "channel", thread },
              author: "system",
              part,
              ...(replyTo === undefined ? {} : { replyTo }),
              attempt: 1,
            },
            signal,
          )
        : { outcome: "sent", ids };
    if (result.outcome === "unknown" && since === undefined)
      await memory.doubt(key, begun).catch(() => undefined);
    if (result.outcome === "sent" && since !== undefined)
      await memory.doubt(key, undefined).catch(() => undefined);
    if (result.outcome === "sent") channel.works();
    return placed(result);
  }

  async function change(
    { thread, id, part }: { thread: string; id: string; part: OutboundPart },
    signal: AbortSignal,
  ): Promise<SendResult> {
    const room = await channel.read(signal);
    if (isEnded(room)) return room;
    const encoded = oneBody(part, id);
    if (encoded === undefined) return { outcome: "failed", reason: "bad_format", detail: "nothing to show" };
    // In a text channel the card stands above its thread.
    const place = room.kind === "text" && id === thread ? channelId : thread;
    const { content, components, allowed_mentions, flags } = encoded;
    const body = { content, components, allowed_mentions, flags };
    const edit = () => edited(`/channels/${place}/messages/${id}`, body, signal);
    let fault = await edit();
    if (fault?.kind === "refused" && fault.code === ARCHIVED) {
      await archive(thread, false, signal);
      fault = await edit();
      await archive(thread, true, signal);
    }
    if (fault === undefined) return { outcome: "sent", ids: [id] };
    const ended = channel.ended(fault);
    const fixed = fault.kind === "refused" && (UNCHANGEABLE.has(fault.code) || fault.code === ARCHIVED);
    return fixed ? { outcome: "failed", reason: "bad_format", detail: fault.detail } : ended;
  }

  async function edited(route: `/${string}`, body: object, signal: AbortSignal): Promise<Fault | undefined> {
    try {
      await api.call("PATCH", route, { body, signal });
      return undefined;
    } catch (error) {
      return api.faultOf(error);
    }
  }

  /** The bot began the thread, so it may put it away without a right of its own. */
  async function archive(thread: string, archived: boolean, signal: AbortSignal): Promise<void> {
    await api.call("PATCH", `/channels/${thread}`, { body: { archived }, signal }).catch(() => undefined);
  }

  /** A thread that somebody locked takes nothing more: for the case it is gone. */
  function placed(result: SendResult): SendResult {
    if (result.outcome !== "failed") return result;
    if (result.reason === "window_closed") return { ...result, reason: "space_gone" };
    if (result.reason !== "forbidden") return result;
    return { ...result, detail: `${roomComplaints.rights} (${result.detail})` };
  }

  return { post, change, archive };
}

function contentsOf({ part, idempotencyKey }: RoomPost): string[] {
  try {
    return encodePart(part, { idempotencyKey }).map(({ content }) => content.trim());
  } catch {
    return [];
  }
}
