import type { Delivery, FileRef, SendResult, Space } from "../../src/channel/contract.ts";
import type { DiscordApi } from "./api.ts";
import { readReplyToken } from "./decode-interaction.ts";
import { encodePart, type MessageBody } from "./encode.ts";
import { type Fault, isTokenRefusal, sendResultOf } from "./errors.ts";
import type { Interactions } from "./interactions.ts";
import { postedAs, saidLately } from "./posted.ts";
import { replies } from "./replies.ts";
import type { Upload } from "./uploads.ts";

export interface SenderParts {
  api: DiscordApi;
  interactions: Interactions;
  applicationId(): string;
  botId(): string;
  /** Files as they are uploaded, and those that only are named. Never rejects. */
  uploads(files: readonly FileRef[], signal: AbortSignal): Promise<{ uploads: Upload[]; named: FileRef[] }>;
  /** A call found the token refused. */
  refused(): void;
  now(): number;
}

/** Discord's number for "cannot reply without permission to read message history". */
const CANNOT_REFER = 160002;
/** A reply token this near to its end is left alone. */
const leastLeftMs = 5_000;

/** One attempt per `send`, never throwing: how it ended is in the result. */
export function discordSender(parts: SenderParts) {
  const { api, now } = parts;
  const reply = replies(parts);
  const unsent = recentKeys();

  async function attempt(work: () => Promise<string>): Promise<{ id: string } | { fault: Fault }> {
    try {
      return { id: await work() };
    } catch (error) {
      return { fault: api.faultOf(error) };
    }
  }

  function post(channelId: string, { files, ...body }: Outgoing, signal: AbortSignal) {
    return attempt(async () =>
      idOf(await api.call("POST", `/channels/${channelId}/messages`, { body, files, signal })),
    );
  }

  /** Refused for what it refers to means not posted: so the same words without it are still the same attempt. */
  async function postMessage(channelId: string, body: Outgoing, signal: AbortSignal) {
    const result = await post(channelId, body, signal);
    if (!("fault" in result) || body.message_reference === undefined) return result;
    const { fault } = result;
    const unreferable =
      fault.kind === "refused" &&
      (fault.code === CANNOT_REFER || (fault.code === 50035 && /message_reference/.test(fault.detail)));
    const { message_reference: _, ...alone } = body;
    return unreferable ? post(channelId, alone, signal) : result;
  }

  /** The message goes where the interaction is answered while Discord lets it, else into the channel. */
  async function place(delivery: Delivery, body: Outgoing, signal: AbortSignal) {
    const handle = body.files.length === 0 ? delivery.reply : undefined;
    const token = handle && handle.expiresAt - leastLeftMs > now() ? readReplyToken(handle.token) : undefined;
    if (token !== undefined) {
      const result = await attempt(async () => (await reply(token, body, signal)) ?? "");
      const over = "fault" in result && result.fault.kind === "refused";
      if (!over && !("id" in result && result.id === "")) return result;
    }
    return postMessage(channelOf(delivery.space), body, signal);
  }

  async function sendAll(delivery: Delivery, bodies: Outgoing[], signal: AbortSignal): Promise<SendResult> {
    const { attempt: count, idempotencyKey: key, space } = delivery;
    const unsure = count > 1 && !unsent.has(key);
    const said = unsure ? await saidLately(api, channelOf(space), parts.botId(), signal) : [];
    const ids: string[] = [];
    for (const body of bodies) {
      const there = postedAs(body, { kind: space.kind, parts: bodies.length }, said);
      const result = there === undefined ? await place(delivery, body, signal) : { id: there };
      if ("id" in result) {
        ids.push(result.id);
        continue;
      }
      if (isTokenRefusal(result.fault)) parts.refused();
      // What is in the channel already is found again by its nonce, so the whole part may be tried again.
      return sendResultOf(result.fault, count);
    }
    return { outcome: "sent", ids: [...new Set(ids)] };
  }

  /** Where only the asker may see the answer files are named: what is uploaded is a message for all. */
  async function outgoing(delivery: Delivery, signal: AbortSignal): Promise<Outgoing[]> {
    const unseen = delivery.reply !== undefined && delivery.space.kind !== "dm";
    const { uploads, named } = unseen
      ? { uploads: [], named: delivery.part.files }
      : await parts.uploads(delivery.part.files, signal);
    const bodies = bodiesOf({ ...delivery, part: { ...delivery.part, files: named } }, uploads.length);
    return bodies.map((body, index) => ({ ...body, files: index === bodies.length - 1 ? uploads : [] }));
  }

  return async function send(delivery: Delivery, signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) {
      return { outcome: "retry", afterMs: 0, scope: "call", detail: "stopped before it was sent" };
    }
    const bodies = await outgoing(delivery, signal);
    if (bodies.length === 0) return { outcome: "failed", reason: "bad_format", detail: "nothing to send" };
    await takeDown(api, delivery, signal);
    const result = await sendAll(delivery, bodies, signal);
    const { attempt: count, idempotencyKey: key } = delivery;
    const sure = result.outcome === "retry" && bodies.length === 1 && (count === 1 || unsent.has(key));
    if (sure) unsent.add(key);
    else unsent.delete(key);
    return result;
  };
}

type Outgoing = MessageBody & { files: readonly Upload[] };

const mostRemembered = 2_000;

/** Parts that surely were not sent by the attempts so far: nobody needs to look for them. */
function recentKeys() {
  const keys = new Set<string>();
  return {
    has: (key: string) => keys.has(key),
    delete: (key: string) => void keys.delete(key),
    add(key: string): void {
      const oldest = keys.values().next();
      if (keys.size >= mostRemembered && !oldest.done) keys.delete(oldest.value);
      keys.add(key);
    },
  };
}

/** Where the messages of a space are written: a thread is a channel of its own to Discord. */
export function channelOf(space: Space): string {
  return space.thread ?? space.id;
}

/** An empty list where the part cannot be written down at all, so that `send` keeps its promise not to throw. */
function bodiesOf(delivery: Delivery, uploads: number): MessageBody[] {
  try {
    return encodePart(delivery.part, { ...delivery, uploads });
  } catch {
    return [];
  }
}

/** On a server, with the permission to manage messages. Nobody but its author can remove a direct message. */
async function takeDown(api: DiscordApi, delivery: Delivery, signal: AbortSignal): Promise<void> {
  const { part, space, replyTo } = delivery;
  if (!part.takeDown || space.kind === "dm" || !/^\d{1,20}$/.test(replyTo ?? "")) return;
  await api
    .call("DELETE", `/channels/${channelOf(space)}/messages/${replyTo}`, { signal })
    .catch(() => undefined);
}

function idOf(answer: unknown): string {
  return String(Reflect.get(Object(answer), "id") ?? "");
}
