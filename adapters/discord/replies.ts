import type { DiscordApi } from "./api.ts";
import { contentLimit, type MessageBody } from "./encode.ts";
import type { Interactions } from "./interactions.ts";

/**
 * Answers an interaction by filling its reply in. Resolves to the id of the message that now holds the body, or to
 * undefined when it must be a message of its own; rejects like any call.
 *
 * A reply has no nonce, so it is made repeatable another way: what stands in it is read first, and nothing is written
 * twice. Only a text too long to be added to a reply that one person alone sees goes out as a further one; should the
 * answer to that be lost, it may come twice.
 */
export function replies(parts: { api: DiscordApi; interactions: Interactions; applicationId(): string }) {
  const { api, interactions } = parts;

  return async (
    reply: { token: string; ephemeral: boolean },
    body: MessageBody,
    signal: AbortSignal,
  ): Promise<string | undefined> => {
    await interactions.settled(reply.token);
    const webhook = `/webhooks/${parts.applicationId()}/${reply.token}` as const;
    const original = `${webhook}/messages/@original` as const;
    const options = { auth: false as const, signal };
    const standing = readReply(await api.call("GET", original, options));
    interactions.replied(reply.token);
    const { content, components, allowed_mentions, flags } = body;
    if (standing.waits) {
      const filled = { content, components, allowed_mentions };
      await api.call("PATCH", original, { ...options, body: filled });
      return standing.id;
    }
    if (standing.content.endsWith(content)) return standing.id;
    if (!reply.ephemeral) return undefined;
    const both = `${standing.content}\n\n${content}`;
    if (both.length <= contentLimit) {
      const buttons = components.length > 0 ? { components } : {};
      await api.call("PATCH", original, {
        ...options,
        body: { content: both, ...buttons, allowed_mentions },
      });
      return standing.id;
    }
    const further = { content, components, allowed_mentions, flags: flags | EPHEMERAL };
    const answer = await api.call("POST", webhook, { ...options, query: { wait: "true" }, body: further });
    return String(Reflect.get(Object(answer), "id") ?? "");
  };
}

const EPHEMERAL = 64;
/** Message flag: "thinking", a reply is expected. */
const LOADING = 1 << 7;

function readReply(answer: unknown): { id: string; content: string; waits: boolean } {
  const { id, content, flags } = Object(answer) as { id?: unknown; content?: unknown; flags?: unknown };
  return {
    id: String(id ?? ""),
    content: typeof content === "string" ? content : "",
    waits: typeof flags === "number" && (flags & LOADING) !== 0,
  };
}
