import type { ChannelPorts, Delivery, SendResult } from "../../src/channel/contract.ts";
import type { StaffRoom } from "../../src/channel/staff.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { DiscordApi } from "./api.ts";
import { capabilities } from "./capabilities.ts";
import type { Known } from "./known.ts";
import { titleLimit } from "./room-body.ts";
import { isEnded, roomChannel } from "./room-channel.ts";
import { roomMemory } from "./room-memory.ts";
import { roomPoster } from "./room-post.ts";
import { offerStaffCommands } from "./room-server.ts";
import { openThread } from "./room-thread.ts";

export interface RoomParts {
  api: DiscordApi;
  account: string;
  channelId: string;
  botId(): string;
  applicationId(): string;
  send(delivery: Delivery, signal: AbortSignal): Promise<SendResult>;
  /** A thread is there: what is written in it while we are away is to be read, from this message on. */
  opened(place: Known, newest: string): Promise<void>;
  /** A thread was put away. */
  shelved(thread: string): Promise<void>;
  log: Log;
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

const marks = { sent: "✅", failed: "❌" } as const;
/** A mark held back by Discord's pace is made once more, if it need not wait longer than this. */
const patienceMs = 5_000;
const stopped = {
  outcome: "retry",
  afterMs: 0,
  scope: "call",
  detail: "stopped before it was sent",
} as const;

/** The staff's channel: a forum with a post for each case, or a text channel with a thread for each. */
export function discordRoom(parts: RoomParts) {
  const { api, account, channelId, log } = parts;
  const memory = roomMemory(channelId);
  const channel = roomChannel(api, channelId);
  const poster = roomPoster({ ...parts, channel, memory });
  let cursor: ChannelPorts["cursor"] | undefined;

  async function follow(thread: string, signal: AbortSignal): Promise<void> {
    const room = await channel.read(signal);
    if (isEnded(room)) return;
    const place = { channelId: thread, guildId: room.guildId, parentId: channelId };
    await parts.opened(place, thread).catch((error: unknown) => {
      log.warn({ reason: reasonOf(error) }, "discord staff thread not remembered");
    });
  }

  async function react(thread: string, id: string, state: keyof typeof marks, signal: AbortSignal) {
    const route = `/channels/${thread}/messages/${id}/reactions/${encodeURIComponent(marks[state])}/@me`;
    await api.call("PUT", route as `/${string}`, { signal });
  }

  const staff: StaffRoom = {
    id: `${account}/${channelId}`,
    capabilities,
    titleLimit,
    async open(wanted, signal) {
      if (signal.aborted) return stopped;
      const result = await openThread({ ...parts, channel, memory }, wanted, signal);
      if (result.outcome === "opened") await follow(result.thread, signal);
      return result;
    },
    async post(post, signal) {
      if (signal.aborted) return stopped;
      const result = await poster.post(post, signal);
      // One that was put away is followed again.
      if (result.outcome === "sent") await follow(post.thread, signal);
      return result;
    },
    async change(message, signal) {
      return signal.aborted ? stopped : poster.change(message, signal);
    },
    async mark({ thread, id, state }, signal) {
      // A command is no message that could be marked.
      if (!/^\d{1,20}$/.test(id)) return;
      try {
        await react(thread, id, state, signal);
      } catch (error) {
        const fault = api.faultOf(error);
        if (fault.kind !== "limited" || fault.afterMs > patienceMs) return;
        await parts.delay(fault.afterMs, signal);
        await react(thread, id, state, signal).catch(() => undefined);
      }
    },
    async shelve(thread, signal) {
      await poster.archive(thread, true, signal);
      await parts.shelved(thread).catch(() => undefined);
    },
  };

  return {
    staff,
    complaint: channel.complaint,
    forget: memory.forgetCases.bind(memory),
    /** From here on things are remembered across restarts. */
    attach(ports: ChannelPorts): void {
      cursor = ports.cursor;
      memory.attach(ports);
    },
    /** Looks what the channel is, and offers the staff's commands on its server. Never rejects. */
    async meet(signal: AbortSignal): Promise<void> {
      const room = await channel.read(signal, true);
      if (isEnded(room)) {
        log.warn({ reason: room.detail }, "discord staff channel not usable");
        return;
      }
      const applicationId = parts.applicationId();
      await offerStaffCommands(room.guildId, { api, log, applicationId, cursor, signal });
    },
  };
}
