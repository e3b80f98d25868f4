import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One message of a customer, as the platform keeps it until it is confirmed. */
export interface Update {
  id: number;
  account: string;
  who: string;
  text: string;
  at: number;
}

/** What the child asks to be posted. */
export interface Post {
  account: string;
  key: string;
  who: string;
  author: string;
  /** Number of the update that is answered. */
  replyTo?: string;
}

export interface PlatformOptions {
  random: () => number;
  /** Accounts on which the same key never posts twice. */
  idempotent: readonly string[];
  /** Share of posts that are refused for the moment, and share that is taken without an answer. */
  refused: number;
  unanswered: number;
}

export interface Platform {
  url: string;
  /** Everything that reached a customer, in order. */
  readonly posts: Post[];
  /** Every update up to this one was confirmed, by account. */
  readonly confirmed: Map<string, number>;
  write(account: string, who: string, text: string): void;
  readonly updates: readonly Update[];
  /** Resolves at the next request. */
  nextRequest(): Promise<void>;
  /** Milliseconds since something was posted or asked to be. */
  quietFor(): number;
  close(): Promise<void>;
}

/** The referee: a platform in a process that is never killed, which alone knows what customers have seen. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const updates: Update[] = [];
  const posts: Post[] = [];
  const keys = new Set<string>();
  const confirmed = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let last = Date.now();

  function pending(account: string, offset: number): Update[] {
    confirmed.set(account, Math.max(confirmed.get(account) ?? 0, offset));
    // Some that were confirmed come again: platforms redeliver.
    return updates.filter((update) => update.account === account && update.id > offset - 3).slice(0, 20);
  }

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wanted = JSON.parse(await bodyOf(request)) as Post;
    last = Date.now();
    await sleep(2 + options.random() * 20);
    const luck = options.random();
    if (luck < options.refused) {
      response.writeHead(429).end();
      return;
    }
    const known = options.idempotent.includes(wanted.account) && keys.has(wanted.key);
    if (!known) posts.push(wanted);
    keys.add(wanted.key);
    if (luck > 1 - options.unanswered) {
      request.socket.destroy();
      return;
    }
    await sleep(options.random() * 20);
    response.end(wanted.key);
  }

  const server: Server = createServer((request, response) => {
    for (const resolve of waiting.splice(0)) resolve();
    const url = new URL(request.url ?? "/", "http://platform");
    if (url.pathname === "/post") {
      post(request, response).catch(() => response.destroy());
      return;
    }
    const account = url.searchParams.get("account") ?? "";
    response.end(JSON.stringify(pending(account, Number(url.searchParams.get("offset")))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    confirmed,
    updates,
    write(account, who, text) {
      updates.push({ id: updates.length + 1, account, who, text, at: Date.now() });
    },
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    quietFor: () => Date.now() - last,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  request.setEncoding("utf8");
  for await (const chunk of request) body += String(chunk);
  return body;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
