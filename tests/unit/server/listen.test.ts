import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { type RequestOptions, request } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { listen, listenSocket } from "../../../src/server/listen.ts";
import { bench, folder, readEvents } from "./bench.ts";

async function listening() {
  const all = await bench();
  const server = await listen(all.app, { port: 0, host: "127.0.0.1" });
  onTestFinished(() => server.close(0));
  return { ...all, server };
}

/** One request as a plain client sends it: chunks in pieces of unsaid length, none without a body. */
function over(options: RequestOptions, chunks: string[] = []): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request(options, (answer) => {
      let body = "";
      answer.on("data", (chunk) => {
        body += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    call.on("error", reject);
    if (chunks.length === 0) call.useChunkedEncodingByDefault = false;
    for (const chunk of chunks) call.write(chunk);
    call.end();
  });
}

function overSocket(socketPath: string, path: string): Promise<{ status: number; body: string }> {
  return over({ socketPath, path, agent: false });
}

describe("on a port", () => {
  it("answers, and tells where", async () => {
    const { server } = await listening();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: "ok" });
  });

  it("streams the feed, and lets go when the client does", async () => {
    const { server, agent, customer, beats } = await listening();
    const mei = await agent("mei@example.com", "Mei");
    await customer("c1");
    const abort = new AbortController();
    const answer = await fetch(`${server.url}/api/desk/feed?lastEventId=0`, {
      headers: { authorization: mei.authorization },
      signal: abort.signal,
    });
    const { events } = await readEvents(answer, 1);
    expect(events[0]).toMatchObject({ id: 1, event: "conversation" });
    expect(beats.size).toBe(1);
    abort.abort();
    await expect.poll(() => beats.size).toBe(0);
  });

  it("ends the streams and closes, without waiting for clients that would stay", async () => {
    const { server, agent, customer } = await listening();
    const mei = await agent("mei@example.com", "Mei");
    await customer("c1");
    const headers = { authorization: mei.authorization };
    const answer = await fetch(`${server.url}/api/desk/feed?lastEventId=0`, { headers });
    const { reader } = await readEvents(answer, 1);
    const closed = server.close(60_000);
    expect((await reader.read()).done).toBe(true);
    await closed;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  it("lets what is under way finish before it closes", async () => {
    let letGo = (): void => {};
    let arrived = (): void => {};
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const slow = {
      request: async () => new Response(),
      endStreams() {},
      async fetch() {
        arrived();
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
        return new Response("done");
      },
    };
    const server = await listen(
      { ...slow, request: async () => new Response() },
      { port: 0, host: "127.0.0.1" },
    );
    const call = fetch(server.url);
    await there;
    const closed = server.close(60_000);
    letGo();
    expect(await (await call).text()).toBe("done");
    await closed;
  });

  it("refuses a body that is too long without harm to the next call", async () => {
    const { server } = await listening();
    for (let n = 0; n < 10; n++) {
      const long = await fetch(`${server.url}/api/desk/login`, {
        method: "POST",
        body: "x".repeat(1_100_000),
      });
      expect([long.status, (await long.json()).error.code]).toEqual([413, "too_large"]);
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    }
  });

  it("takes an act without a body, as curl sends it, and a body that does not say its length", async () => {
    const { server, agent, customer } = await listening();
    const mei = await agent("mei@example.com", "Mei");
    const id = await customer("c1");
    const { port } = new URL(server.url);
    const headers = { authorization: mei.authorization, "idempotency-key": "k1" };
    const at = { port, agent: false, method: "POST", path: `/api/desk/conversations/${id}` } as const;
    const claimed = await over({ ...at, path: `${at.path}/claim`, headers });
    expect([claimed.status, JSON.parse(claimed.body).reason]).toEqual([200, "agent-claimed"]);
    const chunked = { ...headers, "idempotency-key": "k2", "content-type": "application/json" };
    const noted = await over({ ...at, path: `${at.path}/note`, headers: chunked }, ['{"text":', '"hello"}']);
    expect([noted.status, JSON.parse(noted.body).reason]).toEqual([200, "agent-noted"]);
    const long = Array.from({ length: 20 }, () => "x".repeat(65_536));
    const refused = await over({ ...at, path: `${at.path}/note`, headers: chunked }, long);
    expect([refused.status, JSON.parse(refused.body).error.code]).toEqual([413, "too_large"]);
  });

  it.each(["OPTIONS", "DELETE", "PUT", "PATCH"])(
    "answers %s where nothing is, without a body",
    async (method) => {
      const { server } = await listening();
      const answer = await over({ port: new URL(server.url).port, agent: false, method, path: "/nowhere" });
      expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([404, "not_found"]);
    },
  );

  it("says which setting to change when the port is taken or the address is not ours", async () => {
    const { server, app } = await listening();
    const port = Number(new URL(server.url).port);
    await expect(listen(app, { port, host: "127.0.0.1" })).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("set PORT to another number"),
    });
    await expect(listen(app, { port: 0, host: "203.0.113.7" })).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("HOST"),
    });
  });
});

describe("on a socket", () => {
  it("answers the operator's user alone", async () => {
    const { local } = await bench();
    const path = join(folder(), "kefu.sock");
    const server = await listenSocket(local, path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const answer = await overSocket(path, "/local/health");
    expect([answer.status, JSON.parse(answer.body).version]).toEqual([200, "9.9.9"]);
    await server.close();
    expect(existsSync(path)).toBe(false);
  });

  it("takes over what a dead process left, and leaves a live one alone", async () => {
    const { local } = await bench();
    const path = join(folder(), "kefu.sock");
    const first = await listenSocket(local, path);
    await expect(listenSocket(local, path)).rejects.toMatchObject({ code: "data_folder_in_use" });
    expect((await overSocket(path, "/local/health")).status).toBe(200);
    await first.close();

    leaveSocketBehind(path);
    const second = await listenSocket(local, path);
    expect((await overSocket(path, "/local/health")).status).toBe(200);
    await second.close();
  });

  it("says what to do about a path the system cannot take", async () => {
    const { local } = await bench();
    const path = join(folder(), "x".repeat(120), "kefu.sock");
    await expect(listenSocket(local, path)).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringContaining("DATA_DIR"),
    });
    await expect(listenSocket(local, "/nowhere/kefu.sock")).rejects.toMatchObject({ code: "config_invalid" });
  });
});

/** A socket file with nobody behind it, as a killed process leaves it. */
function leaveSocketBehind(path: string): void {
  const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  try {
    execFileSync(process.execPath, ["-e", script], { stdio: "ignore" });
  } catch {
    // Killed, as meant.
  }
  expect(existsSync(path)).toBe(true);
}
