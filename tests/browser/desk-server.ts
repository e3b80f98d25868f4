import { type ChildProcess, fork } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const KNOWLEDGE = resolve(import.meta.dirname, "../fixtures/knowledge");
const IDENTITY_SECRET = "a secret of the tests, long enough to sign with";
export const PASSWORD = "a quiet harbour at dawn";

interface Said {
  url: string;
  operator: string;
  setupCode?: string;
}

/** The real server in a process of its own, with a data folder that outlives it. */
export interface DeskServer {
  url: string;
  setupCode: string | undefined;
  folder: string;
  /** Adds somebody who signs in with PASSWORD. */
  hire(email: string, name: string, role?: string): Promise<void>;
  /** Adds somebody who acts by a program key; gives the key. */
  employ(email: string, name: string): Promise<string>;
  /** Invites somebody; gives the path and fragment of the link. */
  invite(email: string): Promise<string>;
  /** Cuts every connection at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts again at the same address, with the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function deskServer(pages: string, env: Record<string, string> = {}): Promise<DeskServer> {
  const folder = await mkdtemp(join(tmpdir(), "kefu-inbox-"));
  let { child, said } = await start(pages, folder, 0, env);
  const kill = async (): Promise<void> => {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await gone;
  };
  const server: DeskServer = {
    url: said.url,
    setupCode: said.setupCode,
    folder,
    async hire(email, name, role = "agent") {
      await operator(said, "/local/agents", { email, name, role, password: PASSWORD });
    },
    async employ(email, name) {
      const { key } = await operator(said, "/local/agents", { email, name, key: true });
      return String(key);
    },
    async invite(email) {
      const { link } = await operator(said, "/local/invitations", { email, role: "agent" });
      const { pathname, hash } = new URL(String(link), server.url);
      return `${pathname}${hash}`;
    },
    kill,
    async restart() {
      ({ child, said } = await start(pages, folder, Number(new URL(server.url).port), env));
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

/** What the operator asks over the socket. */
async function operator(said: Said, path: string, body: Record<string, unknown>) {
  const answer = await fetch(`${said.operator}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function start(
  pages: string,
  folder: string,
  port: number,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; said: Said }> {
  const child = fork(join(import.meta.dirname, "desk-process.ts"), [], {
    execArgv: ["--import", TSX],
    // Away from the checkout: a developer's .env is none of the test's settings.
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? "",
      DATA_DIR: folder,
      PORT: String(port),
      KNOWLEDGE_DIR: KNOWLEDGE,
      WEB_IDENTITY_SECRET: IDENTITY_SECRET,
      TENANT_NAME: "Lantern Wallet",
      PAGES: pages,
      ...env,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const said = await new Promise<Said>((found, missed) => {
    child.once("message", (message) => found(message as Said));
    child.once("exit", (code) => missed(new Error(`the server ended with ${code} before it was ready`)));
  });
  return { child, said };
}

/** A customer on the website, by the API. */
export interface Customer {
  id: string;
  say(text: string): Promise<void>;
}

let customers = 0;

/** Opens a session; with a name, as the tenant's own page does for who is signed in there. */
export async function customerAt(url: string, name?: string, locale = "en"): Promise<Customer> {
  const post = async (path: string, body: unknown, token?: string): Promise<Record<string, string>> => {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  };
  const { token, conversationId } = await post("/api/web/sessions", {
    locale,
    ...(name === undefined ? {} : { identity: identityOf(name) }),
  });
  let said = 0;
  return {
    id: conversationId ?? "",
    async say(text) {
      said += 1;
      await post("/api/web/messages", { clientId: `m${said}-${conversationId}`, text }, token);
    },
  };
}

function identityOf(name: string): string {
  customers += 1;
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub: `${name} ${customers}`, name, exp: Math.floor(Date.now() / 1000) + 600 };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", IDENTITY_SECRET).update(signed).digest("base64url")}`;
}
