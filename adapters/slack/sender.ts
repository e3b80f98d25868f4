import type { Delivery, ReplyHandle, SendResult } from "../../src/channel/contract.ts";
import type { SlackApi } from "./api.ts";
import { within } from "./deadline.ts";
import { encodePart, type SlackContent } from "./encode.ts";
import { type Fault, faultOf, sendResultOf } from "./errors.ts";
import type { FloodScope } from "./flood.ts";
import { say } from "./home.ts";
import type { Posting } from "./posting.ts";

interface SenderParts {
  api: SlackApi;
  posting: Posting;
  floods: FloodScope;
  now(): number;
}

export const stopped = {
  outcome: "retry",
  afterMs: 0,
  scope: "call",
  detail: "stopped before it was sent",
} as const satisfies SendResult;

/** A send ends within half a minute, whatever it has to fetch. */
export const LONGEST_MS = 28_000;

/** How often a response_url takes an answer. */
const MOST_REPLIES = 5;

/** One attempt per `send`, never throwing: how it ended is in the result. */
export function slackSender(parts: SenderParts) {
  const { api, posting, floods, now } = parts;
  const replies = replyUses(now);

  /**
   * Shows an answer where the customer asked, to the customer alone. Undefined when nothing was shown and it should go
   * to the direct message instead: the address is used up, or Slack took nothing on it.
   */
  async function whisper(
    contents: readonly SlackContent[],
    handle: ReplyHandle,
    signal: AbortSignal,
  ): Promise<SendResult | undefined> {
    if (!replies.take(handle, contents.length)) return undefined;
    for (const [index, { text, blocks, plain }] of contents.entries()) {
      const body = { text, blocks: [...blocks, laterNote(plain.text)], response_type: "ephemeral" };
      const fault = await api
        .respond(handle.token, { ...body, replace_original: false }, { signal })
        .then((): Fault | undefined => undefined)
        .catch((error: unknown) => faultOf(error, api.redact));
      if (fault === undefined) continue;
      if (index === 0 && fault.kind !== "lost") return undefined;
      return { outcome: "unknown", detail: `shown in part, or not: ${fault.detail}` };
    }
    return { outcome: "sent", ids: [] };
  }

  return async function send(delivery: Delivery, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return stopped;
    const contents = contentsOf(delivery);
    if (contents.length === 0) return { outcome: "failed", reason: "bad_format", detail: "nothing to send" };
    // A file can be shown to all of a conversation only.
    const aside = delivery.part.files.length === 0 ? delivery.reply : undefined;
    const whispered = aside && (await whisper(contents, aside, signal));
    if (whispered) return whispered;
    const { part, space, idempotencyKey: key } = delivery;
    const { ids, fault } = await within({ signal, timeoutMs: LONGEST_MS }, (until) =>
      posting.postPart({ part, space, key }, until),
    );
    if (fault === undefined) return { outcome: "sent", ids: ids.filter((id) => id !== "") };
    // The first half is in the channel: saying "retry" or "failed" would post it twice or deny it.
    if (ids.length > 0) return { outcome: "unknown", detail: `only partly sent: ${fault.detail}` };
    return sendResultOf(fault, { scope: floods(fault, space.id), attempt: delivery.attempt });
  };
}

/** An empty list where the part cannot be written down at all, so that `send` keeps its promise not to throw. */
function contentsOf(delivery: Delivery): SlackContent[] {
  try {
    return encodePart(delivery.part);
  } catch {
    return [];
  }
}

/** Counts what went to each response_url, so that none is asked once too often. A restart begins at nought: then Slack refuses, and the direct message takes the answer. */
function replyUses(now: () => number) {
  const uses = new Map<string, { count: number; until: number }>();
  return {
    take({ token, expiresAt }: ReplyHandle, count: number): boolean {
      for (const [old, { until }] of uses) if (until <= now()) uses.delete(old);
      const used = uses.get(token)?.count ?? 0;
      if (expiresAt <= now() || used + count > MOST_REPLIES) return false;
      uses.set(token, { count: used + count, until: expiresAt });
      return true;
    },
  };
}

/** The words tell their language: a delivery does not. */
function laterNote(words: string): object {
  const text = say("later", /\p{sc=Han}/u.test(words) ? "zh" : "en");
  return { type: "context", elements: [{ type: "plain_text", text, emoji: false }] };
}
