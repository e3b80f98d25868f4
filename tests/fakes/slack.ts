import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { directOf, slackCustomers } from "./slack-customers.ts";
import { slackDeliveries } from "./slack-deliveries.ts";
import { carriedOut, type SlackFault, SlackRefusal, slackFaults } from "./slack-faults.ts";
import { slackFiles } from "./slack-files.ts";
import { checked, type RoomMessage, slackRooms } from "./slack-rooms.ts";

interface Call {
  method: string;
  payload: Record<string, unknown>;
}

export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>;

/** A Slack on this machine: Web API, Socket Mode and signed HTTP deliveries, and a test's hand on the other side. */
export async function startFakeSlack() {
  const token = "xoxb-1111-2222-FakeTokenForTests";
  const appToken = "xapp-1-A024KEFU-3333-FakeTokenForTests";
  const signingSecret = "0123456789abcdef0123456789abcdef";
  const bot = { user: "U024KEFU", botId: "B024KEFU" };
  const team = "T024WORKS";
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const look of watchers) look();
  };
  const faults = slackFaults();
  const rooms = slackRooms(bot);
  const files = slackFiles({ rooms, token, bot, base: () => `http://127.0.0.1:${port}`, changed });
  const calls: Call[] = [];
  const uses = new Map<string, { user: string; channel: string; left: number }>();
  let target: string | undefined;
  let scopes =
    "chat:write,im:history,im:read,im:write,app_mentions:read,channels:history,groups:history,commands,files:read,files:write,reactions:write,users:read,assistant:write";
  const deliveries = slackDeliveries({ signingSecret, target: () => target, changed });
  const strangers = new Set<string>();
  const fixed = new Map<string, Record<string, unknown>>();

  async function run(method: string, payload: Record<string, unknown>): Promise<Record<string, unknown>> {
    const told = fixed.get(method);
    if (told !== undefined) return told;
    switch (method) {
      case "auth.test":
        return {
          url: "https://works.example/",
          team: "Works",
          user: "kefu",
          team_id: team,
          user_id: bot.user,
          bot_id: bot.botId,
        };
      case "apps.connections.open":
        return { url: `ws://127.0.0.1:${port}/link/?ticket=${calls.length}` };
      case "users.info": {
        const user = String(payload.user);
        if (strangers.has(user)) throw new SlackRefusal("user_not_found");
        const profile = { display_name: user.slice(4).toLowerCase(), real_name: user };
        return {
          user: {
            id: user,
            name: user.toLowerCase(),
            locale: user.includes("LIN") ? "zh-CN" : "en-US",
            profile,
          },
        };
      }
      case "conversations.open":
        return { channel: { id: directOf(String(payload.users)) } };
      case "chat.postMessage": {
        const message = rooms.post(payload);
        return { channel: message.channel, ts: message.ts, message: { ts: message.ts } };
      }
      case "conversations.history":
      case "conversations.replies":
        return rooms.page(payload, method.endsWith("replies"));
      case "chat.update": {
        const { channel, ts } = rooms.update(payload);
        return { channel, ts };
      }
      case "chat.delete":
        rooms.remove(payload);
        return {};
      case "reactions.add":
      case "reactions.remove":
        rooms.react(payload, method.endsWith("add"));
        return {};
      case "files.info":
        return files.info(payload);
      case "files.getUploadURLExternal":
        return files.ask(payload);
      case "files.completeUploadExternal":
        return files.complete(payload);
      case "views.open":
        return customers.opened(payload);
      case "views.publish":
      case "assistant.threads.setStatus":
      case "assistant.threads.setSuggestedPrompts":
        return {};
      default:
        throw new SlackRefusal("unknown_method");
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(request);
    const raw = bytes.toString("utf8");
    const path = request.url ?? "";
    if (path.startsWith("/files/")) return files.serve(path, request, bytes, response);
    if (path.startsWith("/respond/")) return whisper(path, raw, response);
    const method = /^\/api\/([\w.]+)$/.exec(path)?.[1] ?? "";
    const payload = formOf(raw);
    calls.push({ method, payload });
    changed();
    const given = request.headers.authorization;
    const wanted = method === "apps.connections.open" ? appToken : token;
    if (given !== `Bearer ${wanted}`) return answer(response, { ok: false, error: "invalid_auth" });
    const fault = faults.next(method);
    if (fault && !carriedOut(fault)) return spoil(fault, response);
    try {
      const result = await run(method, payload);
      changed();
      if (fault) return spoil(fault, response);
      answer(response, { ok: true, ...result }, { "x-oauth-scopes": scopes });
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      answer(response, { ok: false, error: error.message });
    }
  }

  /** A response_url: five answers, shown to one person. */
  async function whisper(path: string, raw: string, response: ServerResponse): Promise<void> {
    const handle = uses.get(path);
    const payload = JSON.parse(raw) as Record<string, unknown>;
    calls.push({ method: "response_url", payload });
    changed();
    const fault = faults.next("response_url");
    if (fault && !carriedOut(fault)) return spoil(fault, response);
    if (!handle || handle.left === 0) {
      response.writeHead(404).end("used_url");
      return;
    }
    handle.left -= 1;
    const { shown, buttons } = checked(payload);
    const { user, channel } = handle;
    rooms.add({
      channel,
      ts: rooms.nextTs(),
      user: bot.user,
      shown,
      buttons,
      raw: { ...payload, for: user },
      ephemeral: true,
    });
    changed();
    if (fault) return spoil(fault, response);
    response.writeHead(200).end("ok");
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const upgrades = new WebSocketServer({ server });
  upgrades.on("connection", (socket) => {
    socket.send(
      JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A024KEFU" } }),
    );
    deliveries.connect(socket);
    changed();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  function responseUrl(user: string, channel: string): string {
    const path = `/respond/${uses.size + 1}`;
    uses.set(path, { user, channel, left: 5 });
    return `http://127.0.0.1:${port}${path}`;
  }

  const customers = slackCustomers({ rooms, deliveries, bot, team, responseUrl });

  return {
    /** For SLACK_API_ROOT. */
    root: `http://127.0.0.1:${port}/api/`,
    token,
    appToken,
    signingSecret,
    bot,
    team,
    ...customers,
    responseUrl,
    /** Deliveries go by signed HTTP to this address from now on. */
    deliverTo: (url: string) => {
      target = url;
    },
    /** Messages that we posted to a channel, and answers shown there to one person, in order. */
    sent: (channel?: string): RoomMessage[] =>
      rooms.messages.filter(
        (one) => one.user === bot.user && (channel === undefined || one.channel === channel),
      ),
    /** Every call the server has read, faults included, in order. */
    calls: (method?: string): Call[] =>
      calls.filter((call) => method === undefined || call.method === method),
    fail: (method: string, fault: SlackFault) => faults.add(method, fault),
    /** The method answers this from now on. */
    answers: (method: string, result: Record<string, unknown>) => void fixed.set(method, result),
    heal: () => faults.clear(),
    /** Users whose profile Slack does not tell, as of other organisations. */
    hide: (user: string) => void strangers.add(user),
    closeChannel: rooms.close,
    reopenChannel: rooms.reopen,
    removeThread: rooms.removeThread,
    /** Somebody removes one of our messages. */
    erase: ({ channel, ts }: RoomMessage) => rooms.remove({ channel, ts }),
    reactions: rooms.reactions,
    files,
    grant: (list: string) => {
      scopes = list;
    },
    deliveries,
    pending: deliveries.pending,
    /** Slack's goodbye before it takes a connection away. */
    refresh(reason = "refresh_requested"): void {
      for (const socket of deliveries.sockets)
        socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: {} }));
    },
    cut(): void {
      for (const socket of deliveries.sockets) socket.terminate();
    },
    /** Anything down every open socket. */
    sendRaw(text: string): void {
      for (const socket of deliveries.sockets) socket.send(text);
    },
    waitFor: (predicate: () => boolean, { what = "what the test waits for", guardMs = 10_000 } = {}) =>
      waitFor(watchers, predicate, what, guardMs),
    async close(): Promise<void> {
      deliveries.close();
      upgrades.close();
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

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Arguments come as a form, whose structured fields are JSON. */
function formOf(raw: string): Record<string, unknown> {
  const fields = [...new URLSearchParams(raw)].map(([name, value]) => [
    name,
    /^[[{]/.test(value) ? JSON.parse(value) : value,
  ]);
  return Object.fromEntries(fields);
}

function spoil(fault: SlackFault, response: ServerResponse): void {
  if ("error" in fault) answer(response, { ok: false, error: fault.error });
  else if ("drop" in fault) response.destroy();
  else if ("status" in fault) {
    const wait = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
    const body = fault.status === 429 ? '{"ok":false,"error":"ratelimited"}' : "<html>";
    response.writeHead(fault.status, wait).end(body);
  }
}

function answer(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
