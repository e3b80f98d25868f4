import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fakeChannels } from "./discord-channels.ts";
import { type DiscordFault, DiscordRefusal, discordFaults } from "./discord-faults.ts";
import { fakeGateway } from "./discord-gateway.ts";
import { fakeGuild } from "./discord-guild.ts";
import { applicationId, botUser, guildId } from "./discord-ids.ts";
import { fakeInteractions } from "./discord-interactions.ts";
import { fakePeople } from "./discord-people.ts";

interface Call {
  method: string;
  path: string;
  /** The path with its ids and tokens replaced: "POST /channels/:id/messages". */
  route: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  authorized: boolean;
}

export type FakeDiscord = Awaited<ReturnType<typeof startFakeDiscord>>;

const botToken = "MTA0MDAwMDAwMDAwMDAwMDAwMQ.Gfake1.test-token-0123456789-abcdefghijklm";

/** Discord on this machine: its REST API, its gateway, and a test's hands on the other side. */
export async function startFakeDiscord() {
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const look of watchers) look();
  };
  const faults = discordFaults();
  const guild = fakeGuild();
  const rooms = fakeChannels(guild);
  const interactions = fakeInteractions();
  const calls: Call[] = [];
  const files = new Map<string, Uint8Array>();
  /** Of the application, and of the server. */
  const commands = { everywhere: [] as Record<string, unknown>[], server: [] as Record<string, unknown>[] };
  const fixed = new Map<string, unknown>([
    ["GET /applications/@me", { id: applicationId, name: "Desk", flags: 0, bot: botUser }],
    ["GET /users/@me/guilds", [{ id: guildId }]],
  ]);
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gateway = fakeGateway({
    server,
    token: botToken,
    url: () => `ws://127.0.0.1:${port}`,
    listing,
    changed,
  });
  const people = fakePeople({ rooms, guild, gateway, interactions });

  function run({ method, path, route, query, body }: Call): unknown {
    if (fixed.has(route)) return fixed.get(route);
    const [first, id = "", next = "", last = "", more = "", emoji = ""] = path.split("/").slice(1);
    const offered = next === "guilds" ? "server" : "everywhere";
    switch (`${method} ${first}`) {
      case "GET gateway": {
        const limit = { total: 1000, remaining: 999, reset_after: 1, max_concurrency: 1 };
        return { url: `ws://127.0.0.1:${port}`, shards: 1, session_start_limit: limit };
      }
      case "POST users":
        return { id: rooms.dmOf({ id: String(body.recipient_id) }), type: 1 };
      case "GET applications":
        return commands[offered];
      case "PUT applications":
        commands[offered] = (body as unknown as Record<string, unknown>[]).map((one, index) => ({
          id: String(index + 1),
          ...one,
          ...(Array.isArray(one.options) && one.options.length === 0 ? { options: undefined } : {}),
        }));
        return commands[offered];
      case "GET guilds":
        return { threads: guild.active(), members: [] };
      case "GET channels":
        if (next === "") return rooms.describe(id);
        if (last !== "") return rooms.read(id, last);
        return rooms.history(id, query.get("after") ?? "0", Number(query.get("limit") ?? 50));
      case "POST channels":
        if (next === "threads") return threadBegun(rooms.startPost(id, body));
        if (more === "threads") return threadBegun(rooms.startThread(id, last, body));
        return next === "typing" ? null : rooms.post(id, body);
      case "PATCH channels":
        return next === "messages" ? rooms.rewrite(id, last, body) : guild.change(id, body);
      case "PUT channels":
        return rooms.react(id, last, decodeURIComponent(emoji));
      case "DELETE channels":
        rooms.remove(id, last);
        return null;
      case "POST interactions":
        return interactions.acknowledge(id, next, body);
      case "GET webhooks":
      case "PATCH webhooks":
      case "POST webhooks":
        return interactions.webhook(method, id, next, path.split("/").slice(4).join("/"), body);
      default:
        throw new DiscordRefusal(404, 0, "404: Not Found");
    }
  }

  function listing() {
    return { channels: guild.channels(), threads: guild.active() };
  }

  function threadBegun<T extends { id: string }>(thread: T): T {
    gateway.dispatch("THREAD_CREATE", { ...guild.describe(thread.id), newly_created: true });
    return thread;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = files.get(request.url ?? "");
    if (file !== undefined) {
      response.end(file);
      return;
    }
    const call = await read(request);
    calls.push(call);
    changed();
    const plan = faults.next(call.route);
    if (plan && !("status" in plan ? plan.accepted : Object.values(plan).includes("after"))) {
      return spoil(plan, response);
    }
    try {
      if (!call.authorized && !/^\/(?:interactions|webhooks)\//.test(call.path)) {
        throw new DiscordRefusal(401, 0, "401: Unauthorized");
      }
      const result = run(call);
      if (plan) spoil(plan, response);
      else answer(response, result === null ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof DiscordRefusal)) throw error;
      answer(response, error.status, { code: error.code, message: error.message, ...error.more });
    }
    changed();
  }

  async function read(request: IncomingMessage): Promise<Call> {
    const url = new URL(request.url ?? "/", "http://discord.test");
    const path = url.pathname.replace(/^\/api\/v10/, "");
    const method = request.method ?? "GET";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { body, uploads } = await bodyOf(request.headers["content-type"] ?? "", Buffer.concat(chunks));
    return {
      method,
      path,
      route: `${method} ${path.replace(/\/tok-\d+/g, "/:token").replace(/\/\d{15,20}/g, "/:id")}`,
      query: url.searchParams,
      body: uploads.length === 0 ? body : { ...body, uploads },
      authorized: request.headers.authorization === `Bot ${botToken}`,
    };
  }

  return {
    /** For DISCORD_API_ROOT and DISCORD_BOT_TOKEN. */
    root: `http://127.0.0.1:${port}/api`,
    token: botToken,
    ...people,
    gateway,
    rooms,
    interactions,
    /** Puts a file where Discord keeps files; gives its present address. */
    keep(bytes: Uint8Array): string {
      const path = `/files/${files.size + 1}?ex=soon`;
      files.set(path, bytes);
      return `http://127.0.0.1:${port}${path}`;
    },
    /** Messages of the bot in a channel (or any), in order. */
    sent: rooms.sent,
    /** Every call the server has read, faults included, in order. */
    calls: (route?: string) => calls.filter((call) => route === undefined || call.route === route),
    commands: () => commands.everywhere,
    serverCommands: () => commands.server,
    guild,
    /** A moderator deletes a thread. */
    removeThread(id: string): void {
      const channel = guild.describe(id);
      rooms.removeChannel(id);
      gateway.dispatch("THREAD_DELETE", channel);
    },
    fail: (route: string, plan: DiscordFault) => faults.add(route, plan),
    /** The route answers this from now on. */
    answers: (route: string, result: unknown) => void fixed.set(route, result),
    heal: faults.clear,
    /** Resolves once the predicate holds, looking again after everything that happens here. */
    waitFor: (predicate: () => boolean, what = "what the test waits for", guardMs = GUARD_MS) =>
      waitFor(watchers, predicate, what, guardMs),
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** JSON, or a form with JSON and files: each file as its name, type and size. */
async function bodyOf(type: string, raw: Buffer) {
  if (!type.startsWith("multipart/form-data")) {
    const body: Record<string, unknown> = raw.length === 0 ? {} : JSON.parse(raw.toString("utf8"));
    return { body, uploads: [] };
  }
  const form = await new Response(new Uint8Array(raw), { headers: { "content-type": type } }).formData();
  const uploads = [...form.values()].flatMap((value) =>
    typeof value === "string" ? [] : [{ name: value.name, type: value.type, size: value.size }],
  );
  return { body: JSON.parse(String(form.get("payload_json"))) as Record<string, unknown>, uploads };
}

const GUARD_MS = 10_000;

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
function spoil(plan: DiscordFault, response: ServerResponse): void {
  if ("drop" in plan) response.destroy();
  if (!("status" in plan)) return;
  const { status, code = 0, message = "", body = {}, page, headers = {} } = plan;
  answer(response, status, { code, message, ...body }, headers, page);
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
  page?: string,
): void {
  if (response.destroyed || response.headersSent) return;
  const type = page === undefined && status !== 204 ? "application/json" : "text/html";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(page ?? (status === 204 ? undefined : JSON.stringify(body)));
}
