import type { SendResult } from "../../src/channel/contract.ts";
import type { DiscordApi } from "./api.ts";
import { type Fault, sendResultOf } from "./errors.ts";
import { channelSchema } from "./payload.ts";

/** The staff's channel as it is at Discord. In a forum a case is a post; in a text channel a message with a thread. */
export interface StaffChannel {
  kind: "forum" | "text";
  guildId: string;
}

/** How a call for the room ended that did not end well. */
export type Ended = Exclude<SendResult, { outcome: "sent" }>;

/** What the operator has to mend. */
export const roomComplaints = {
  missing:
    "The staff's channel is not there. Add the bot to that server and check DISCORD_STAFF_CHANNEL_ID (docs/discord.md).",
  kind: "The staff's channel is neither a forum nor a text channel. Put the id of one into DISCORD_STAFF_CHANNEL_ID.",
  unseen:
    "The bot does not see the staff's channel. Give its role View Channel there (channel settings, Permissions).",
  rights:
    "The bot lacks a permission in the staff's channel. It needs Send Messages, Create Public Threads, Send Messages in Threads, Attach Files, Add Reactions and Read Message History (docs/discord.md).",
  tag: "The staff's forum asks for a tag on every post. Switch that off in the forum's settings.",
  full: "The server has too many open threads. Close some that are done; kefu opens the next cases here again.",
} as const;

const FORUM = 15;
const TEXT = 0;

const words = new Map<number, string>([
  [10003, roomComplaints.missing],
  [10004, roomComplaints.missing],
  [50001, roomComplaints.unseen],
  [50013, roomComplaints.rights],
  [40067, roomComplaints.tag],
  [160006, roomComplaints.full],
  [30013, roomComplaints.full],
]);

/** Reads what the channel is, once, and keeps in words what is wrong with it. */
export function roomChannel(api: DiscordApi, channelId: string) {
  let known: StaffChannel | undefined;
  let complaint: string | undefined;

  function complained(detail: string, reason: "bad_format" | "space_gone"): Ended {
    complaint = detail;
    return { outcome: "failed", reason, detail };
  }

  return {
    /** `fresh` asks Discord anew. */
    async read(signal: AbortSignal, fresh = false): Promise<StaffChannel | Ended> {
      if (known !== undefined && !fresh) return known;
      let answer: unknown;
      try {
        answer = await api.call("GET", `/channels/${channelId}`, { signal });
      } catch (error) {
        return this.ended(api.faultOf(error));
      }
      const { data } = channelSchema.safeParse(answer);
      if (data === undefined) return { outcome: "unknown", detail: "Discord described the channel oddly" };
      if (data.guild_id === undefined || (data.type !== FORUM && data.type !== TEXT))
        return complained(roomComplaints.kind, "bad_format");
      complaint = undefined;
      known = { kind: data.type === FORUM ? "forum" : "text", guildId: data.guild_id };
      return known;
    },
    /** A refusal in words, kept until a call works; nothing was done, or nobody knows. */
    ended(fault: Fault): Ended {
      const result = sendResultOf(fault, 1);
      if (result.outcome !== "failed")
        return result.outcome === "sent" ? { outcome: "unknown", detail: fault.detail } : result;
      const word = fault.kind === "refused" ? words.get(fault.code) : undefined;
      if (word === undefined) return result;
      complaint = word;
      return { ...result, detail: `${word} (${fault.detail})` };
    },
    works(): void {
      complaint = undefined;
    },
    complaint: () => complaint,
  };
}

export type RoomChannel = ReturnType<typeof roomChannel>;

export function isEnded(found: StaffChannel | Ended): found is Ended {
  return "outcome" in found;
}
