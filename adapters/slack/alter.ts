import type { Alteration, RefusalReason, SendResult } from "../../src/channel/contract.ts";
import type { SlackApi } from "./api.ts";
import { within } from "./deadline.ts";
import { encodePart, type SlackContent } from "./encode.ts";
import { type Fault, faultOf, sendResultOf } from "./errors.ts";
import type { FloodScope } from "./flood.ts";
import type { Posting } from "./posting.ts";
import { LONGEST_MS, stopped } from "./sender.ts";

/** Slack's words about the message itself (docs.slack.dev, chat.update and chat.delete). */
const REFUSALS: Readonly<Record<string, RefusalReason>> = {
  message_not_found: "gone",
  edit_window_closed: "window_closed",
  cant_update_message: "forbidden",
  cant_delete_message: "forbidden",
  compliance_exports_prevent_deletion: "forbidden",
  is_inactive: "forbidden",
};

/** Changes and removes what was sent; what is gone already is removed. */
export function slackAlterer(parts: { api: SlackApi; posting: Posting; floods: FloodScope }) {
  const { api, posting, floods } = parts;

  function ended(fault: Fault, { space, attempt }: Alteration): SendResult {
    const reason = fault.kind === "refused" ? REFUSALS[fault.code] : undefined;
    if (reason !== undefined) return { outcome: "failed", reason, detail: fault.detail };
    return sendResultOf(fault, { scope: floods(fault, space.id), attempt });
  }

  async function removed(channel: string, ids: readonly string[], signal: AbortSignal) {
    for (const ts of ids) {
      const fault = await api
        .call("chat.delete", { channel, ts }, { signal })
        .then((): Fault | undefined => undefined)
        .catch((error: unknown) => faultOf(error, api.redact));
      const gone = fault?.kind === "refused" && fault.code === "message_not_found";
      if (fault !== undefined && !gone) return fault;
    }
    return undefined;
  }

  async function edited(alteration: Alteration, signal: AbortSignal): Promise<SendResult | undefined> {
    const { alters, space } = alteration;
    const contents = contentsOf(alteration);
    if (contents.length === 0) return { outcome: "failed", reason: "bad_format", detail: "nothing to show" };
    if (contents.length > alters.ids.length) {
      const detail = "the new words need more messages than there are";
      return { outcome: "failed", reason: "too_large", detail };
    }
    for (const [index, content] of contents.entries()) {
      const where = { channel: space.id, ts: alters.ids[index] };
      const result = await posting.say("chat.update", content, (body) => ({ ...where, ...body }), signal);
      if ("fault" in result) return ended(result.fault, alteration);
    }
    return undefined;
  }

  return async function alter(alteration: Alteration, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return stopped;
    const { alters, space, part } = alteration;
    return within({ signal, timeoutMs: LONGEST_MS }, async (until): Promise<SendResult> => {
      const wrong = alters.kind === "edit" ? await edited(alteration, until) : undefined;
      if (wrong !== undefined) return wrong;
      // Beside files stand messages of their own: those are left as they are.
      const kept = part.files.length > 0 ? alters.ids.length : contentsOf(alteration).length;
      const fault = await removed(space.id, alters.ids.slice(alters.kind === "edit" ? kept : 0), until);
      return fault === undefined ? { outcome: "sent", ids: alters.ids } : ended(fault, alteration);
    });
  };
}

function contentsOf({ part }: Alteration): SlackContent[] {
  try {
    return encodePart({ ...part, files: [] });
  } catch {
    return [];
  }
}
