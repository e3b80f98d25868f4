import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const TOKEN = "700200:BENCH-token-0123456789abcdefghijk";
const BATCH = 100;

/** A Bot API server that costs as little as it can: it keeps nothing and checks nothing but the order of updates. */
export interface BenchApi {
  /** For TELEGRAM_API_ROOT. */
  readonly root: string;
  readonly token: string;
  /** A customer writes. */
  say(chatId: number, text: string): void;
  /** Called for every message that reaches a chat. */
  onSent(listener: (chatId: number) => void): void;
  /** Calls by method since the start. */
  readonly calls: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

export async function startBotApi(): Promise<BenchApi> {
  const calls: Record<string, number> = {};
  const updates = updateQueue();
  let listener: (chatId: number) => void = () => {};
  let messageId = 1;
  const bot = { id: Number(TOKEN.split(":")[0]), is_bot: true, first_name: "Bench", username: "bench_bot" };

  async function run(method: string, body: string): Promise<unknown> {
    calls[method] = (calls[method] ?? 0) + 1;
    if (method === "getMe") return bot;
    const payload = body === "" ? {} : JSON.parse(body);
    if (method === "getUpdates") return updates.take(Number(payload.offset ?? 0));
    if (method !== "sendMessage") return true;
    const chatId = Number(payload.chat_id);
    listener(chatId);
    return { message_id: messageId++, date: 0, chat: { id: chatId, type: "private" } };
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const method = (request.url ?? "").split("/").at(-1) ?? "";
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", async () => {
      const answer = JSON.stringify({ ok: true, result: await run(method, body) });
      if (response.destroyed) return;
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(answer),
      });
      response.end(answer);
    });
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: TOKEN,
    calls,
    onSent(next) {
      listener = next;
    },
    say(chatId, text) {
      const from = { id: chatId, is_bot: false, first_name: "Lin", language_code: "zh-hans" };
      const chat = { id: chatId, type: "private", first_name: "Lin" };
      updates.push({
        message: { message_id: messageId++, date: Math.floor(Date.now() / 1000), chat, from, text },
      });
    },
    async close() {
      updates.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Updates in order, at most 100 at once; an offset confirms those before it; an empty poll waits for the next. */
function updateQueue() {
  let held: ({ update_id: number } & Record<string, unknown>)[] = [];
  let nextId = 1;
  let wake: (() => void) | undefined;

  return {
    push(content: Record<string, unknown>): void {
      held.push({ update_id: nextId++, ...content });
      wake?.();
    },
    async take(offset: number): Promise<unknown[]> {
      const first = held[0]?.update_id ?? nextId;
      if (offset > first) held = held.slice(offset - first);
      wake?.();
      if (held.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      return held.slice(0, BATCH);
    },
    close: () => wake?.(),
  };
}
