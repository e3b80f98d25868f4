import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Channel, InboundEvent } from "../../../src/channel/contract.ts";
import { decide } from "../../../src/conversation/decide.ts";
import type { ConversationEvent } from "../../../src/conversation/events.ts";
import { route } from "../../../src/conversation/route.ts";
import { newConversation } from "../../../src/conversation/state.ts";
import { openAccounts } from "../../../src/desk/accounts.ts";
import { deskAvailability } from "../../../src/desk/availability.ts";
import { deskFiles } from "../../../src/desk/files.ts";
import { keptBytes } from "../../../src/desk/kept-bytes.ts";
import { openLive } from "../../../src/desk/live.ts";
import type { Passwords } from "../../../src/desk/passwords.ts";
import { openPresence } from "../../../src/desk/presence.ts";
import type { Dispatch, DispatchHealth } from "../../../src/dispatch/dispatch.ts";
import type { OutboundCheck } from "../../../src/guard/outbound.ts";
import type { Knowledge } from "../../../src/knowledge/entry.ts";
import { type Log, silentLog } from "../../../src/log.ts";
import { createApp } from "../../../src/server/app.ts";
import type { ServerDeps } from "../../../src/server/deps.ts";
import { createLocalApp } from "../../../src/server/local.ts";
import { openSqlite } from "../../../src/store/sqlite/open.ts";

export const PASSWORD = "seven quiet herons";

/** Passwords without the cost, where the cost is not what is tested. */
export const plainPasswords: Passwords = {
  hash: async (password) => `plain:${password}`,
  verify: async (stored, password) => stored === `plain:${password}`,
  outdated: () => false,
};

const NOTHING_KNOWN: Knowledge = {
  topics: new Map(),
  phrasings: [],
  official: { links: [], accounts: [], phones: [], emails: [] },
  hash: "k1",
  trainingHash: "k1",
};

/** The server over a real store in memory, with a clock and a pulse in hand. */
export async function bench(over: Partial<ServerDeps> = {}) {
  const clock = { at: Date.parse("2026-03-02T09:00:00Z") };
  const now = () => clock.at;
  const store = openSqlite({ folder: ":memory:", now });
  onTestFinished(() => store.close());
  const lines: string[] = [];
  const note = (fields: Record<string, unknown>, message: string) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { ...silentLog, info: note, warn: note, error: note };
  const health: DispatchHealth = {
    channels: { web: { state: "up" } },
    matcher: { state: "ready" },
    knowledge: { state: "ok", hash: "k1" },
    phase: "running",
  };
  const beats = new Set<() => void>();
  const accounts = await openAccounts({ people: store.people, now, log, passwords: plainPasswords });
  const kept = join(tmpdir(), `kefu-files-${randomUUID()}`);
  onTestFinished(() => rmSync(kept, { recursive: true, force: true }));
  const live = openLive();
  const availability = deskAvailability({ availability: store.availability, live, now });
  const bytes = keptBytes({ files: store.files, folder: kept, now });
  const files = deskFiles({ files: store.files, kept: bytes, now });
  const deps: ServerDeps = {
    live,
    availability,
    presence: openPresence({ live, now, after: () => () => {} }),
    store,
    dispatch: { ...deskDispatch(store, health, now), file: (file, signal) => files.fetch(file, signal) },
    accounts,
    files,
    knowledge: () => NOTHING_KNOWN,
    check: (): OutboundCheck => ({ ok: true }),
    redact: (text) => text.replaceAll("hunter2hunter2", "[removed]"),
    channels: (): Channel[] => [],
    pagesFolder: "/nowhere",
    tenantName: "Acme",
    now,
    log,
    version: "9.9.9",
    every: (_ms, tick) => {
      beats.add(tick);
      return () => void beats.delete(tick);
    },
    ...over,
  };
  const app = createApp(deps);
  const local = createLocalApp(deps);

  /** Adds an agent with a key and answers how they call: `(path, body?, headers?)`. */
  async function agent(email: string, name: string) {
    const { key } = await accounts.add({ email, name, key: true });
    return caller(`Bearer ${key}`);
  }
  function caller(authorization: string) {
    const get = (path: string, headers: Record<string, string> = {}) =>
      app.request(path, { headers: { authorization, ...headers } });
    const act = (path: string, body: unknown = {}, key = `k${Math.random()}`) =>
      app.request(path, {
        method: "POST",
        headers: { authorization, "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify(body),
      });
    return { get, act, authorization };
  }
  /** A customer writes; answers the conversation's id. */
  async function customer(id: string, text = "hello"): Promise<string> {
    const event: InboundEvent = {
      kind: "message",
      key: `${id}-${clock.at}-${text}`,
      at: clock.at,
      space: { id: `s-${id}`, kind: "dm" },
      actor: { id, name: `Customer ${id}` },
      addressed: "dm",
      msgId: `${id}-${clock.at}-${text}`,
      text,
      files: [],
    };
    const [receipt] = await store.inbound.accept({
      account: "web",
      at: clock.at,
      events: [event],
      route,
      admit: (given) => ({ event: given, found: [], ambiguousHash: false, flood: "ok" }),
      open: (given, newId, at) =>
        newConversation({
          id: newId,
          account: "web",
          space: given.space,
          customer: given.actor,
          locale: "en",
          at,
        }),
    });
    return receipt?.conversationId ?? "";
  }
  return { app, local, deps, store, kept, accounts, clock, health, lines, beats, agent, caller, customer };
}

/** The part of the shell the desk needs: one act, one transaction, with the real engine. */
function deskDispatch(
  store: ServerDeps["store"],
  health: DispatchHealth,
  now: () => number,
): Omit<Dispatch, "file"> {
  let events = 0;
  return {
    command({ agent, conversationId, key, act, seenSeq }) {
      events += 1;
      const event = { ...act, id: `e${events}`.padEnd(16, "a"), at: now(), agent } as ConversationEvent;
      return store.outbound.handle({
        conversationId,
        at: now(),
        cause: { kind: "command", agentId: agent.id, key, route: `${conversationId}/${act.type}`, seenSeq },
        event,
        decide,
        fit: (message) => [message],
        able: () => ({ edits: true, deletes: true }),
      });
    },
    resend: async (messageId) => (await store.outbound.resend(messageId, now())).length,
    typing: async () => {},
    health: () => health,
  };
}

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "kefu-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  const raw = typeof body === "string" ? body : JSON.stringify(body);
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body: raw };
}

/** The error of an answer, for `toMatchObject`. */
export async function errorOf(
  response: Response,
): Promise<{ code: string; message: string; owner?: string }> {
  return (await response.json()).error;
}

/** Reads a stream's events until `count` have come. */
export async function readEvents(response: Response, count: number) {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("no stream");
  const decoder = new TextDecoder();
  const events: { id: number; event: string; data: Record<string, unknown> }[] = [];
  let rest = "";
  let raw = "";
  while (events.length < count) {
    const { done, value } = await reader.read();
    if (done) break;
    const chunk = decoder.decode(value);
    raw += chunk;
    rest += chunk;
    const frames = rest.split("\n\n");
    rest = frames.pop() ?? "";
    for (const frame of frames) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(frame)?.[1];
      const data = field("data");
      if (data !== undefined)
        events.push({ id: Number(field("id")), event: field("event") ?? "", data: JSON.parse(data) });
    }
  }
  return { events, raw, reader };
}
