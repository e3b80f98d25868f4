import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { chats, type SentMessage } from "./telegram-chats.ts";
import { type ChatId, customers, type Person, type SayOptions } from "./telegram-customers.ts";
import { ApiRefusal, type FaultPlan, faultPlans, refusalOf } from "./telegram-faults.ts";
import { fileStore, payloadOf } from "./telegram-files.ts";
import { forums } from "./telegram-topics.ts";
import { updateQueue } from "./telegram-updates.ts";

interface Call {
  method: string;
  payload: Record<string, unknown>;
}

/** A Bot API server on this machine: what the bot sees over HTTP, and a test's hand on the other side. */
export interface FakeTelegram {
  /** For TELEGRAM_API_ROOT. */
  readonly root: string;
  readonly token: string;
  readonly bot: { id: number; is_bot: true; first_name: string; username: string };
  /** A customer writes; with an empty text only what `with` adds (photo, caption, reply_to_message …). */
  say(chatId: ChatId, text: string, options?: SayOptions): { updateId: number; messageId: number };
  /** A customer presses the button that carries `token`; in a group, say who. */
  press(
    chatId: ChatId,
    token: string,
    messageId: number,
    from?: Person,
  ): { updateId: number; callbackId: string };
  /** A customer corrects an earlier message. */
  edit(chatId: ChatId, messageId: number, text: string, options?: SayOptions): { updateId: number };
  /** The customer blocks the bot: it is told, and sends are refused from now on. */
  block(chatId: ChatId): { updateId: number };
  unblock(chatId: ChatId): { updateId: number };
  /** Sends to this group are refused from now on, naming its new id. */
  migrate(chatId: ChatId, to: ChatId): void;
  /** The bot may delete others' messages in this group from now on. */
  allowDeleting(chatId: ChatId): void;
  /** Sends to this topic of a group are refused from now on. */
  deleteTopic(chatId: ChatId, thread: number): void;
  /** From now on this group has topics (which the bot may manage, unless said otherwise), or none again. */
  makeForum(chatId: ChatId, options?: { mayManage: boolean }): void;
  unmakeForum(chatId: ChatId): void;
  /** The topics of a forum, in the order they were made. */
  topics(chatId: ChatId): ReturnType<ReturnType<typeof forums>["topics"]>;
  /** How the bot marked somebody's message. */
  reaction(chatId: ChatId, messageId: number): string | undefined;
  /** A file the bot may fetch by its id; `size` where Telegram says another than it has. */
  store(fileId: string, path: string, bytes: Buffer, size?: number): void;
  /** Whether a customer's message still stands in the chat. */
  stands(chatId: ChatId, messageId: number): boolean;
  /** Hands over any update; without an `update_id` it gets the next one. */
  deliver(update: Record<string, unknown>): number;
  /** Messages that reached the chat (or any chat), in order. */
  sent(chatId?: ChatId): SentMessage[];
  /** Every call the server has read, faults included, in order. */
  calls(method?: string): Call[];
  /** The next calls of a method fail as planned; plans for one method happen one after the other. */
  fail(method: string, plan: FaultPlan): void;
  /** The method answers this from now on. */
  answers(method: string, result: unknown): void;
  /** Forgets all planned faults. */
  heal(): void;
  /** Highest update id the bot has confirmed. */
  confirmed(): number;
  /** Updates the bot has not confirmed. */
  pending(): number;
  /** Resolves once the predicate holds, looking again after everything that happens here. */
  waitFor(predicate: () => boolean, options?: { what?: string; guardMs?: number }): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeTelegram(options: { token?: string } = {}): Promise<FakeTelegram> {
  const token = options.token ?? "700100:FAKE-token-for-tests-0123456789abcd";
  const bot = {
    id: Number(token.split(":")[0]),
    is_bot: true as const,
    first_name: "Desk",
    username: "desk_test_bot",
  };
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const look of watchers) look();
  };
  const faults = faultPlans();
  const topics = forums();
  const rooms = chats(topics);
  const files = fileStore();
  const updates = updateQueue(changed);
  const calls: Call[] = [];
  const fixed = new Map<string, unknown>();

  async function run(method: string, payload: Record<string, unknown>, gone: AbortSignal): Promise<unknown> {
    if (fixed.has(method)) return fixed.get(method);
    switch (method) {
      case "getMe":
        return { ...bot, can_join_groups: true, can_read_all_group_messages: false };
      case "getUpdates":
        return updates.getUpdates(payload, gone);
      case "setWebhook":
        updates.setWebhook({ url: String(payload.url ?? ""), secret: String(payload.secret_token ?? "") });
        return true;
      case "deleteWebhook":
        updates.setWebhook(undefined);
        return true;
      case "getWebhookInfo":
        return updates.webhookInfo();
      case "sendChatAction":
        rooms.reachable(payload);
        return true;
      case "answerCallbackQuery":
      case "setMyCommands":
      case "setChatMenuButton":
        return true;
      case "editMessageText":
        return rooms.edit(payload, "text");
      case "editMessageCaption":
        return rooms.edit(payload, "caption");
      case "setMessageReaction":
        return rooms.react(payload);
      case "getFile":
        return files.getFile(payload);
      case "getChat":
        return chatOf(rooms.reachable(payload));
      case "getChatMember":
        return memberOf(rooms.reachable(payload));
      case "createForumTopic":
        rooms.reachable(payload);
        return topics.create(payload, rooms.nextId());
      case "closeForumTopic":
        return topics.close(payload);
      case "reopenForumTopic":
        return topics.reopen(payload);
      case "deleteMessage":
        return rooms.remove(payload);
      default:
        if (!method.startsWith("send")) throw new ApiRefusal(404, "Not Found: method not found");
        return rooms.post(method, payload);
    }
  }

  const chatOf = (chatId: string) => {
    const type = Number(chatId) < 0 ? "supergroup" : "private";
    return { id: Number(chatId), type, ...(topics.isForum(chatId) ? { is_forum: true } : {}) };
  };
  const memberOf = (chatId: string) =>
    topics.mayManage(chatId)
      ? { status: "administrator", user: bot, can_manage_topics: true, can_delete_messages: true }
      : { status: "member", user: bot };

  /** Files, by a path that only the token opens. */
  function serveFile(path: string, given: string, response: ServerResponse): void {
    const bytes = given === token ? files.at(path) : undefined;
    const plan = faults.next("download");
    if (plan) {
      spoil(plan, response);
      return;
    }
    response.writeHead(bytes ? 200 : 404, { "content-type": "application/octet-stream" });
    response.end(bytes);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, given, method = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? "") ?? [];
    const [, key, path] = /^\/file\/bot([^/]+)\/(.+)$/.exec(request.url ?? "") ?? [];
    if (path !== undefined) return serveFile(decodeURIComponent(path), key ?? "", response);
    const payload = await payloadOf(request);
    calls.push({ method, payload });
    changed();
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      if (given !== token) throw new ApiRefusal(401, "Unauthorized");
      const plan = faults.next(method);
      if (plan && !("status" in plan ? plan.accepted : Object.values(plan).includes("after"))) {
        return spoil(plan, response);
      }
      const result = await run(method, payload, gone.signal);
      changed();
      if (plan) return spoil(plan, response);
      answer(response, 200, { ok: true, result });
    } catch (error) {
      refuse(response, error);
    }
    changed();
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    root: `http://127.0.0.1:${port}`,
    token,
    bot,
    ...customers({ updates, rooms, topics }),
    migrate(chatId, to) {
      rooms.migrate(String(chatId), String(to));
      topics.move(String(chatId), String(to));
    },
    makeForum: (chatId, { mayManage } = { mayManage: true }) => topics.make(String(chatId), mayManage),
    unmakeForum: (chatId) => topics.unmake(String(chatId)),
    topics: (chatId) => topics.topics(String(chatId)),
    reaction: (chatId, messageId) => rooms.reaction(String(chatId), messageId),
    store: files.store,
    allowDeleting: (chatId) => rooms.allowDeleting(String(chatId)),
    deleteTopic: (chatId, thread) => topics.remove(String(chatId), thread),
    stands: (chatId, messageId) => rooms.stands(String(chatId), messageId),
    deliver: (update) => updates.push(update),
    sent: (chatId) => rooms.sent(chatId === undefined ? undefined : String(chatId)),
    calls: (method) => calls.filter((call) => method === undefined || call.method === method),
    fail: (method, plan) => faults.add(method, plan),
    answers: (method, result) => void fixed.set(method, result),
    heal: () => faults.clear(),
    confirmed: updates.confirmed,
    pending: updates.pending,
    waitFor: (predicate, { what = "what the test waits for", guardMs = 10_000 } = {}) =>
      waitFor(watchers, predicate, what, guardMs),
    async close() {
      updates.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function waitFor(
  watchers: Set<() => void>,
  predicate: () => boolean,
  what: string,
  guardMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const guard = setTimeout(() => {
      watchers.delete(look);
      reject(new Error(`${what} did not happen within ${guardMs} ms`));
    }, guardMs);
    function look(): void {
      if (!predicate()) return;
      clearTimeout(guard);
      watchers.delete(look);
      resolve();
    }
    watchers.add(look);
    look();
  });
}

/** A cut connection, a silence, or an error answer. */
function spoil(plan: FaultPlan, response: ServerResponse): void {
  if ("status" in plan) refuse(response, refusalOf(plan));
  else if ("drop" in plan) response.destroy();
}

function refuse(response: ServerResponse, error: unknown): void {
  if (!(error instanceof ApiRefusal)) throw error;
  const { status, message, parameters } = error;
  answer(response, status, {
    ok: false,
    error_code: status,
    description: message,
    ...(parameters && Object.keys(parameters).length > 0 ? { parameters } : {}),
  });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
