import { afterEach, beforeEach } from "vitest";
import { openWeb } from "../../adapters/web/channel.ts";
import { settings } from "../../adapters/web/settings.ts";
import type { Alteration, Channel, Delivery } from "../../src/channel/contract.ts";
import { parseMarkdown, plainText } from "../../src/channel/markdown.ts";
import { type MemoryPorts, memoryPorts } from "../unit/adapters/web/memory-ports.ts";
import { channelContract } from "./channel-contract.ts";
import { ABSENT } from "./channel-declarations.ts";
import type { Shown, Stage, Who } from "./channel-stage.ts";

interface Visitor {
  token: string;
  spaceId: string;
}

const SECRET = "K7p2mWq9Zx4Lt8Vb1Nc6Rd3Fg5Hj0Ys=";
let channel: Channel;
let ports: MemoryPorts;
let lines: string[] = [];
let visitors: Record<Who, Visitor>;
let refusals = 0;
let posts = 0;

function open(): Channel {
  const warn = (fields: Record<string, unknown>, text: string) =>
    void lines.push(`${text} ${JSON.stringify(fields)}`);
  return openWeb(settings.parse({ WEB_IDENTITY_SECRET: SECRET }), {
    log: { warn },
    now: Date.now,
    every: () => () => {},
  });
}

beforeEach(async () => {
  [ports, lines, refusals, posts] = [memoryPorts(Date.now), [], 0, 0];
  channel = open();
  await channel.start(ports);
  visitors = { lin: await visit(), sam: await visit() };
});
afterEach(async () => {
  await channel.stop();
  await channel.close();
});

async function visit(): Promise<Visitor> {
  const { body } = await post("/api/web/sessions", {});
  return { token: String(body.token), spaceId: String(body.conversationId).slice(2) };
}

/** What a request carries beside its token. */
interface Content {
  type: string;
  bytes: Uint8Array;
}

async function ask(method: "GET" | "POST", path: string, token: string | undefined, content?: Content) {
  const route = channel.routes?.find((one) => one.method === method && one.path === path);
  if (route === undefined) throw new Error(`no route ${path}`);
  return route.handle({
    method,
    path,
    query: {},
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(content === undefined ? {} : { "content-type": content.type }),
    },
    body: content?.bytes ?? new Uint8Array(),
    ip: "203.0.113.7",
  });
}

async function post(path: string, body: object, token?: string) {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const answer = await ask("POST", path, token, { type: "application/json", bytes });
  return { status: answer.status, body: JSON.parse(String(answer.body ?? "{}")) as Record<string, unknown> };
}

/** The page sends the same again until it is told that it arrived. */
async function send(who: Who, body: { clientId: string } & Record<string, string>) {
  for (let tries = 0; ; tries += 1) {
    ports.broken = refusals > 0;
    refusals = Math.max(0, refusals - 1);
    const { status } = await post("/api/web/messages", body, visitors[who].token);
    if (status === 202) return { id: body.clientId, who };
    if (tries > 5) throw new Error(`not taken: ${status}`);
  }
}

const said = new Map<string, { clientId: string } & Record<string, string>>();

interface Item {
  id: string;
  author: string;
  text: string;
  removed?: true;
  files?: { url: string }[];
  choices?: { label: string }[];
}

/** What the page shows, from the stream it reads. */
async function shown(who: Who): Promise<Shown[]> {
  const answer = await ask("GET", "/api/web/events", visitors[who].token);
  let text = "";
  const tab = new AbortController();
  const over = answer.stream?.((chunk) => {
    text += chunk;
  }, tab.signal);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  tab.abort();
  await over;
  const items = text.split("\n\n").flatMap((block): Item[] => {
    const data = /^data: (.*)$/m.exec(block)?.[1];
    return block.includes("event: message") && data !== undefined ? [JSON.parse(data)] : [];
  });
  // What comes under an id that was there already stands in its place.
  const latest = new Map(items.map((item) => [item.id, item]));
  return [...latest.values()].flatMap((item) => {
    if (item.author === "customer" || item.removed) return [];
    const root = parseMarkdown(item.text);
    const calls = [...JSON.stringify(root).matchAll(/"url":"(?!https?:|mailto:)[^"]*"/g)].map(
      ([call]) => call,
    );
    const buttons = (item.choices ?? []).map(({ label }) => label);
    return [{ text: plainText(root), buttons, calls, files: item.files?.length ?? 0 }];
  });
}

/** As the core does: the row in the customer's stream first, then the channel. */
function deliver(delivery: Delivery, signal: AbortSignal) {
  const { idempotencyKey, space, author, part } = delivery;
  ports.say(space.id, {
    messageId: idempotencyKey,
    author,
    text: part.text,
    choices: part.choices,
    files: part.files,
  });
  return channel.send(delivery, signal);
}

/** As the core does: the channel first, then the row in the stream, under the id it always had. */
async function alter(alteration: Alteration, signal: AbortSignal) {
  const result = await channel.alter?.(alteration, signal);
  if (result === undefined) return { outcome: "unknown", detail: "no such call" } as const;
  const { idempotencyKey: messageId, space, author, part, alters } = alteration;
  const now = alters.kind === "edit" ? { text: part.text } : { text: "", removed: true as const };
  ports.say(space.id, { messageId, author, ...now });
  return result;
}

const stage: Stage = {
  get channel() {
    return channel;
  },
  secrets: [SECRET],
  get lines() {
    return lines;
  },
  begin: () => channel.start(ports),
  async restart() {
    await channel.stop();
    await channel.close();
    channel = open();
  },
  refuse: (times) => {
    refusals = times;
  },
  events: () => ports.taken,
  say(who, text) {
    posts += 1;
    const body = { clientId: `c-${posts}`, text };
    said.set(body.clientId, body);
    return send(who, body);
  },
  async attach(who, { name }, text) {
    posts += 1;
    const form = new FormData();
    form.set("file", new File(["bytes"], name));
    const { headers, body } = new Request("http://page", { method: "POST", body: form });
    const type = headers.get("content-type") ?? "";
    const taken = await ask("POST", "/api/web/files", visitors[who].token, {
      type,
      bytes: new Uint8Array(await new Response(body).arrayBuffer()),
    });
    const { fileId } = JSON.parse(String(taken.body)) as { fileId: string };
    await send(who, { clientId: `c-${posts}`, fileId, ...(text === "" ? {} : { text }) });
  },
  file: (n) => ({ id: `file${n}`, account: "desk", kind: "document", name: `bill ${n}.pdf` }),
  space: (who) => ({ id: visitors[who].spaceId, kind: "dm" }),
  send: deliver,
  alter,
  shown,
  async redeliver({ id, who }) {
    await send(who, said.get(id) ?? { clientId: id });
  },
  async press(who, label) {
    const items = await ports.replay({ id: visitors[who].spaceId, kind: "dm" }, 0, 100);
    const choice = items.at(-1)?.choices.find((one) => one.label === label);
    posts += 1;
    await send(who, { clientId: `c-${posts}`, choice: choice?.token ?? "none" });
  },
};

channelContract({ name: "web", stage, absent: ABSENT.web });
