import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Conversation } from "../../src/conversation/state.ts";
import type { ConversationRow, DecisionView, MessageView } from "../../src/store/desk.ts";
import { openStream, type Stream } from "./sse.ts";
import { json } from "./visitor.ts";

interface ActAnswer {
  status: number;
  body: {
    conversation?: Conversation;
    repeated?: boolean;
    error?: { code: string; message: string; owner?: string };
  };
}

interface CaseView {
  conversation: Conversation;
  messages: MessageView[];
  decisions: DecisionView[];
}

/** A member of the team, with a program key. */
export interface Agent {
  readonly key: string;
  list(view?: string): Promise<ConversationRow[]>;
  show(id: string): Promise<CaseView>;
  act(id: string, verb: string, body?: Record<string, unknown>, key?: string): Promise<ActAnswer>;
  /** The desk's feed; without a number from now on. */
  feed(lastEventId?: number): Promise<Stream>;
  /** Waits until the feed shows the conversation in this state. */
  sees(look: () => Promise<boolean>, what: string): Promise<void>;
}

/** Adds an agent the way the operator does, over the folder's socket, and signs in with the key. */
export async function hire(
  kefu: { url: string; folder: string },
  email: string,
  name = email.split("@")[0] ?? email,
): Promise<Agent> {
  const added = await overSocket(kefu.folder, "/local/agents", { email, name, key: true });
  const { key } = JSON.parse(added) as { key: string };
  return signedIn(kefu, key);
}

/** The code with which a member of the team says who they are in a staff room, as the operator gets it. */
export async function linkCode(kefu: { folder: string }, email: string): Promise<string> {
  const made = await overSocket(kefu.folder, `/local/agents/${encodeURIComponent(email)}/link`, {});
  return (JSON.parse(made) as { code: string }).code;
}

function signedIn(kefu: { url: string }, key: string): Agent {
  const headers = { authorization: `Bearer ${key}` };
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${kefu.url}${path}`, { headers });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const feed = async (lastEventId?: number): Promise<Stream> => {
    const last = lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) };
    const stream = await openStream(`${kefu.url}/api/desk/feed`, { ...headers, ...last });
    onTestFinished(() => stream.cut());
    return stream;
  };
  return {
    key,
    async list(view = "queue") {
      const { conversations } = await get<{ conversations: ConversationRow[] }>(
        `/api/desk/conversations?view=${view}`,
      );
      return conversations;
    },
    show: (id) => get<CaseView>(`/api/desk/conversations/${id}`),
    async act(id, verb, body = {}, key = randomUUID()) {
      const answer = await fetch(
        `${kefu.url}/api/desk/conversations/${id}/${verb}`,
        json(body, { ...headers, "idempotency-key": key }),
      );
      return { status: answer.status, body: (await answer.json()) as ActAnswer["body"] };
    },
    feed,
    async sees(look, what) {
      // From the first item on, so that what happened before we looked also wakes us.
      const stream = await feed(0);
      for (;;) {
        const seen = stream.events().length;
        if (await look()) break;
        await stream.waitFor((events) => (events.length > seen ? true : undefined), what);
      }
      await stream.cut();
    },
  };
}

function overSocket(folder: string, path: string, body: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const call = request(
      {
        socketPath: join(folder, "kefu.sock"),
        method: "POST",
        path,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(text) },
      },
      (response) => {
        let answer = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          answer += chunk;
        });
        response.on("end", () =>
          response.statusCode === 200 ? resolve(answer) : reject(new Error(`${path}: ${answer}`)),
        );
      },
    );
    call.on("error", reject);
    call.end(text);
  });
}
