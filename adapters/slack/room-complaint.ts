import type { RefusalReason } from "../../src/channel/contract.ts";
import type { SlackApi } from "./api.ts";
import { faultOf } from "./errors.ts";

/** Looks into the staff's channel once; undefined when it can be read, or when that could not be asked now. */
export async function roomCheck(
  api: SlackApi,
  channel: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await api.call("conversations.history", { channel, limit: 1 }, { signal, timeoutMs: 5_000 });
    return undefined;
  } catch (error) {
    const fault = faultOf(error, api.redact);
    if (fault.kind !== "refused") return undefined;
    if (fault.code !== "missing_scope") return roomComplaint(fault.code)?.words;
    return "The staff channel is private: add the scope groups:history, and reinstall the app.";
  }
}

/** What Slack's word says of the staff's channel as a whole; undefined when it speaks of one message or thread. */
export function roomComplaint(code: string): { reason: RefusalReason; words: string } | undefined {
  switch (code) {
    case "is_archived":
      return {
        reason: "forbidden",
        words: "The staff channel is archived. Unarchive it, or set SLACK_STAFF_CHANNEL_ID to another.",
      };
    case "channel_not_found":
    case "not_in_channel":
      return {
        reason: "left",
        words: "The bot is not in the staff channel. /invite it there, and check SLACK_STAFF_CHANNEL_ID.",
      };
    case "restricted_action":
    case "restricted_action_read_only_channel":
    case "restricted_action_thread_only_channel":
    case "restricted_action_non_threadable_channel":
      return {
        reason: "forbidden",
        words: "The bot may not post in the staff channel, or not open threads. Change who may post there.",
      };
    default:
      return undefined;
  }
}
