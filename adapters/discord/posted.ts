import type { Space } from "../../src/channel/contract.ts";
import type { DiscordApi } from "./api.ts";
import type { MessageBody } from "./encode.ts";

/** What we said last in a channel, the newest first. */
interface Said {
  id: string;
  content: string;
  refersTo?: string | undefined;
}

/**
 * The message that an earlier attempt left in the channel, undefined when there is none to be seen. Discord forgets a
 * nonce within minutes, and a restart may come later than that: then only the channel tells.
 *
 * In a direct message what was posted is the last thing we said, since one conversation sends one message at a time.
 * On a server others are answered in between: there it is what refers to the same question.
 */
export function postedAs(
  body: MessageBody,
  place: { kind: Space["kind"]; parts: number },
  said: readonly Said[],
): string | undefined {
  const content = body.content.trim();
  // Files without words look like any others.
  if (content === "") return undefined;
  const reference = body.message_reference?.message_id;
  if (place.kind === "dm") return said.slice(0, place.parts).find((one) => one.content === content)?.id;
  if (reference === undefined) return undefined;
  return said.find((one) => one.content === content && one.refersTo === reference)?.id;
}

/** Never rejects: what cannot be read is left to the nonce. */
export async function saidLately(
  api: DiscordApi,
  channelId: string,
  botId: string,
  signal: AbortSignal,
): Promise<Said[]> {
  const query = { limit: "50" };
  const answer = await api
    .call("GET", `/channels/${channelId}/messages`, { query, signal })
    .catch(() => undefined);
  return (Array.isArray(answer) ? answer : []).flatMap((raw): Said[] => {
    const { id, content, author, message_reference: reference } = Object(raw);
    if (author?.id !== botId || typeof id !== "string" || typeof content !== "string") return [];
    const refersTo = reference?.message_id;
    return [{ id, content, ...(typeof refersTo === "string" ? { refersTo } : {}) }];
  });
}
