import type { Alteration, SendResult } from "../../src/channel/contract.ts";
import type { Caller } from "./calls.ts";
import { encodeChange, type PlatformCall } from "./encode.ts";
import { type Fault, isMarkupRefusal, sendResultOf } from "./errors.ts";
import type { FloodScope } from "./flood.ts";
import { stopped } from "./sender.ts";

/** A bot removes what it sent for 48 hours; its own words it may change for ever (Bot API, deleteMessage). */
export const removableMs = 48 * 3_600_000;

/** Changes and removes what was sent. What says so already, or is gone already, is done. */
export function telegramAlterer({ call, floods }: { call: Caller; floods: FloodScope }) {
  const endedAs = ({ space, attempt }: Alteration, fault: Fault): SendResult =>
    refusedAs(fault) ?? sendResultOf(fault, { scope: floods(fault, space.id), attempt });

  async function edit(alteration: Alteration, signal: AbortSignal): Promise<SendResult> {
    const { part, space, alters } = alteration;
    const words = wordsOf({ ...part, files: [] }, Number(alters.ids[0]));
    if (words === undefined) return { outcome: "failed", reason: "bad_format", detail: "nothing to show" };
    const { caption, ...text } = words;
    for (const one of [text, caption]) {
      const fault = await tried(one, space.id, signal);
      if (fault === undefined || says(fault, /message is not modified/i)) return done(alteration);
      // The words stand beside a file: they are its caption.
      if (!says(fault, /no text in the message/i)) return endedAs(alteration, fault);
    }
    return { outcome: "failed", reason: "bad_format", detail: "the message has no words to change" };
  }

  async function tried(one: PlatformCall, chat: string, signal: AbortSignal): Promise<Fault | undefined> {
    let result = await call(one.method, { ...one.payload, chat_id: chat }, signal);
    if ("fault" in result && one.plain && isMarkupRefusal(result.fault)) {
      result = await call(one.method, { ...one.plain, chat_id: chat }, signal);
    }
    return "fault" in result ? result.fault : undefined;
  }

  async function remove(alteration: Alteration, signal: AbortSignal): Promise<SendResult> {
    for (const id of alteration.alters.ids) {
      const payload = { chat_id: alteration.space.id, message_id: Number(id) };
      const result = await call("deleteMessage", payload, signal);
      if (!("fault" in result) || says(result.fault, /message to delete not found|MESSAGE_ID_INVALID/i))
        continue;
      return endedAs(alteration, result.fault);
    }
    return done(alteration);
  }

  return async function alter(alteration: Alteration, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return stopped;
    return alteration.alters.kind === "edit" ? edit(alteration, signal) : remove(alteration, signal);
  };
}

function wordsOf(part: Alteration["part"], id: number) {
  try {
    return encodeChange(part, id);
  } catch {
    return undefined;
  }
}

function done({ alters }: Alteration): SendResult {
  return { outcome: "sent", ids: alters.ids };
}

/** What Telegram says of the message itself. A removal it will not do is nearly always one that comes too late. */
function refusedAs(fault: Fault): SendResult | undefined {
  const { detail } = fault;
  if (says(fault, /message to edit not found|MESSAGE_ID_INVALID/i))
    return { outcome: "failed", reason: "gone", detail };
  if (says(fault, /message can't be (edited|deleted)/i))
    return { outcome: "failed", reason: "window_closed", detail };
  return undefined;
}

function says(fault: Fault, words: RegExp): boolean {
  return fault.kind === "refused" && fault.code === 400 && words.test(fault.detail);
}
