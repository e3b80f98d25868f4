import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import { openStream, type Stream } from "./sse.ts";

export interface ChatMessage {
  id: string;
  seq: number;
  author: "bot" | "agent" | "system" | "customer";
  name?: string;
  text: string;
  choices?: { token: string; label: string }[];
  inReplyTo?: string;
  files?: { kind: string; name: string; mime?: string; bytes?: number; url: string }[];
}

/** A customer on the website: writes by the API, reads the stream. */
export interface Visitor {
  readonly token: string;
  readonly conversationId: string;
  /** Writes; resolves to the message's id once the server has it. */
  say(text: string, clientId?: string): Promise<string>;
  press(token: string): Promise<string>;
  /** Uploads a file; resolves to its id. */
  uploads(name: string, bytes: Uint8Array): Promise<string>;
  /** Fetches what only this visitor may see, as an <img> of the page does. */
  looks(path: string): Promise<Response>;
  rate(score: number, comment?: string): Promise<void>;
  /** Posts anything at all. */
  post(body: unknown, path?: string): Promise<Response>;
  messages(): ChatMessage[];
  /** The first message from `after` on that looks as wanted. */
  hears(wanted: RegExp | ((message: ChatMessage) => boolean), after?: number): Promise<ChatMessage>;
  /** The bot's or the system's words on one of the visitor's messages. */
  answerTo(messageId: string): Promise<ChatMessage>;
  stream(): Stream;
  /** Comes back, to the same server or to the one that took its place. */
  reconnect(url?: string, lastEventId?: number): Promise<void>;
}

export async function visit(kefu: { url: string }, options: { locale?: string } = {}): Promise<Visitor> {
  let { url } = kefu;
  const answer = await fetch(`${url}/api/web/sessions`, json(options));
  if (answer.status !== 200) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
  const { token, conversationId } = (await answer.json()) as { token: string; conversationId: string };
  let stream = await connect();
  onTestFinished(() => stream.cut());

  function connect(lastEventId?: number): Promise<Stream> {
    const last = lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) };
    return openStream(`${url}/api/web/events`, { authorization: `Bearer ${token}`, ...last });
  }

  function post(body: unknown, path = "/api/web/messages"): Promise<Response> {
    return fetch(`${url}${path}`, json(body, { authorization: `Bearer ${token}` }));
  }

  async function accepted(body: Record<string, unknown>): Promise<string> {
    const taken = await post(body);
    const said = (await taken.json()) as { messageId: string };
    if (taken.status !== 202) throw new Error(`not taken: ${taken.status} ${JSON.stringify(said)}`);
    return said.messageId;
  }

  const messages = () => messagesOf(stream);
  return {
    token,
    conversationId,
    say: (text, clientId = randomUUID()) => accepted({ clientId, text }),
    press: (choice) => accepted({ clientId: randomUUID(), choice }),
    async uploads(name, bytes) {
      const body = new FormData();
      body.set("file", new File([Uint8Array.from(bytes)], name));
      const headers = { authorization: `Bearer ${token}` };
      const taken = await fetch(`${url}/api/web/files`, { method: "POST", headers, body });
      if (taken.status !== 200) throw new Error(`not taken: ${taken.status} ${await taken.text()}`);
      return ((await taken.json()) as { fileId: string }).fileId;
    },
    looks: (path) => fetch(`${url}${path}?token=${encodeURIComponent(token)}`),
    async rate(score, comment) {
      const taken = await post({ score, ...(comment === undefined ? {} : { comment }) }, "/api/web/rating");
      if (taken.status !== 202) throw new Error(`not rated: ${taken.status} ${await taken.text()}`);
    },
    post,
    messages,
    hears(wanted, after = 0) {
      const fits =
        wanted instanceof RegExp
          ? (message: ChatMessage) => message.author !== "customer" && wanted.test(message.text)
          : wanted;
      return stream.waitFor(
        () => messages().find((message) => message.seq > after && fits(message)),
        `a message like ${wanted}`,
      );
    },
    answerTo: (messageId) =>
      stream.waitFor(
        () => messages().find(({ author, inReplyTo }) => author !== "customer" && inReplyTo === messageId),
        `an answer to ${messageId}`,
      ),
    stream: () => stream,
    async reconnect(to = url, lastEventId) {
      url = to;
      await stream.cut();
      stream = await connect(lastEventId);
    },
  };
}

export function messagesOf(stream: Stream): ChatMessage[] {
  return stream.events().flatMap(({ event, data }) => (event === "message" ? [data as ChatMessage] : []));
}

export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}
