import type { Delivery, ReplyHandle, SendResult } from "../../src/channel/contract.ts";
import type { SlackApi } from "./api.ts";
import { encodePart, keyOf, postArguments, type SlackContent } from "./encode.ts";
import { type Fault, faultOf, isBlockRefusal, sendResultOf } from "./errors.ts";
import { say } from "./home.ts";

type Attempt = { id: string } | { fault: Fault };

/** How often a response_url takes an answer. */
const MOST_REPLIES = 5;

/** One attempt per `send`, never throwing: how it ended is in the result. */
export function slackSender(api: SlackApi, now: () => number) {
  const floods = floodScope(now);
  const replies = replyUses(now);

  async function attempt(act: () => Promise<unknown>): Promise<Attempt> {
    try {
      return { id: idOf(await act()) };
    } catch (error) {
      return { fault: faultOf(error, api.redact) };
    }
  }

  /** Refused for its blocks means not posted: so the plain words are still the same attempt. */
  async function post(content: SlackContent, delivery: Delivery, index: number, signal: AbortSignal) {
    const key = keyOf(delivery.idempotencyKey, index);
    const { text, blocks, plain } = content;
    const shape = blocks.length > 0 ? { text, blocks } : { text };
    const call = (body: Parameters<typeof postArguments>[0]) =>
      attempt(() => api.call("chat.postMessage", postArguments(body, delivery.space, key), { signal }));
    const result = await call(shape);
    return "fault" in result && isBlockRefusal(result.fault) ? call(plain) : result;
  }

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
      const result = await attempt(() =>
        api.respond(handle.token, { ...body, replace_original: false }, { signal }),
      );
      if (!("fault" in result)) continue;
      if (index === 0 && result.fault.kind !== "lost") return undefined;
      return { outcome: "unknown", detail: `shown in part, or not: ${result.fault.detail}` };
    }
    return { outcome: "sent", ids: [] };
  }

  return async function send(delivery: Delivery, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) {
      return { outcome: "retry", afterMs: 0, scope: "call", detail: "stopped before it was sent" };
    }
    const contents = contentsOf(delivery);
    if (contents.length === 0) return { outcome: "failed", reason: "bad_format", detail: "nothing to send" };
    const whispered = delivery.reply && (await whisper(contents, delivery.reply, signal));
    if (whispered) return whispered;
    const ids: string[] = [];
    for (const [index, content] of contents.entries()) {
      const result = await post(content, delivery, index, signal);
      if ("id" in result) {
        ids.push(result.id);
        continue;
      }
      const { fault } = result;
      // The first half is in the channel: saying "retry" or "failed" would post it twice or deny it.
      if (ids.length > 0) return { outcome: "unknown", detail: `only partly sent: ${fault.detail}` };
      const scope = floods(fault, delivery.space.id);
      return sendResultOf(fault, { scope, attempt: delivery.attempt });
    }
    return { outcome: "sent", ids: ids.filter((id) => id !== "") };
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

/**
 * Slack's limit on chat.postMessage is a channel's (about one a second), with another on the whole workspace. A 429 is
 * taken for the channel's; when a second channel is refused while the first still has to wait, it is the workspace's.
 */
function floodScope(now: () => number) {
  let last = { channel: "", until: 0 };
  return (fault: Fault, channel: string): "space" | "account" => {
    if (fault.kind !== "limited") return "space";
    const scope = last.channel !== channel && last.until > now() ? "account" : "space";
    last = { channel, until: now() + (fault.retryAfterMs ?? 0) };
    return scope;
  };
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

function idOf(result: unknown): string {
  const ts = typeof result === "object" && result !== null ? Reflect.get(result, "ts") : undefined;
  return typeof ts === "string" ? ts : "";
}
