import { describe, expect, it } from "vitest";
import type { Channel } from "../../../src/channel/contract.ts";
import type { ChannelRoute, RawRequest } from "../../../src/channel/http.ts";
import { clientIp } from "../../../src/server/client-ip.ts";
import { exposureWarning } from "../../../src/server/exposure.ts";
import { bench, errorOf } from "./bench.ts";

/** The server with one channel that has these routes. */
async function mounted(routes: ChannelRoute[], over: Parameters<typeof bench>[0] = {}) {
  const channel: Channel = {
    account: "fake",
    capabilities: {
      text: { limit: 100, unit: "utf16", counts: "visible" },
      caption: 0,
      buttons: 0,
      buttonLabel: 0,
      files: 0,
      edits: false,
      deletes: false,
      typing: false,
      idempotent: false,
    },
    routes,
    start: async () => {},
    send: async () => ({ outcome: "sent", ids: [] }),
    health: () => ({ state: "up" }),
    stop: async () => {},
    close: async () => {},
  };
  return bench({ channels: () => [channel], ...over });
}

/** A route that keeps what it was asked. */
function recording(path: string, method: ChannelRoute["method"] = "POST") {
  const asked: RawRequest[] = [];
  const route: ChannelRoute = {
    method,
    path,
    async handle(request) {
      asked.push(request);
      return { status: 202, headers: { "x-route": path }, body: `took ${request.path}` };
    },
  };
  return { asked, route };
}

describe("a channel's route", () => {
  it("is handed the bytes as they came, and its answer goes out as it is", async () => {
    const { asked, route } = recording("/webhooks/fake");
    const { app } = await mounted([route], { trustProxy: 1 });
    const bytes = new Uint8Array([0, 255, 123, 10, 0xe4, 0xbd, 0xa0]);
    const answer = await app.request(
      "/webhooks/fake?a=1&b=%E4%BD%A0",
      { method: "POST", headers: { "X-Signature": "Abc", "x-forwarded-for": "203.0.113.9" }, body: bytes },
      { incoming: { socket: { remoteAddress: "::ffff:10.0.0.2" } } },
    );
    expect([answer.status, answer.headers.get("x-route"), await answer.text()]).toEqual([
      202,
      "/webhooks/fake",
      "took /webhooks/fake",
    ]);
    expect(asked).toEqual([
      expect.objectContaining({
        method: "POST",
        path: "/webhooks/fake",
        query: { a: "1", b: "你" },
        headers: expect.objectContaining({ "x-signature": "Abc" }),
        body: bytes,
        ip: "203.0.113.9",
      }),
    ]);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([{ "content-length": "500" }, {}])(
    "is not asked, nor the log, about a body cut short (%j)",
    async (headers) => {
      const { asked, route } = recording("/webhooks/fake");
      const { app, lines } = await mounted([route]);
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array([123]));
          controller.error(new Error("aborted"));
        },
      });
      const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
      const before = lines.length;
      const answer = await app.request("/webhooks/fake", init);
      expect([answer.status, (await errorOf(answer)).code, asked]).toEqual([400, "input_invalid", []]);
      expect(lines).toHaveLength(before);
    },
  );

  it("is found exactly, else under its star, and by its method alone", async () => {
    const exact = recording("/api/fake/one");
    const star = recording("/api/fake/*");
    const preflight = recording("/api/fake/*", "OPTIONS");
    const { app } = await mounted([star.route, exact.route, preflight.route]);
    const ask = async (method: string, path: string) =>
      (await app.request(path, { method })).headers.get("x-route");
    expect(await ask("POST", "/api/fake/one")).toBe("/api/fake/one");
    expect(await ask("POST", "/api/fake/two/three")).toBe("/api/fake/*");
    expect(await ask("OPTIONS", "/api/fake/one")).toBe("/api/fake/*");
    expect(await ask("GET", "/api/fake/one")).toBeNull();
    expect(await ask("POST", "/api/fakery")).toBeNull();
  });

  it("gets no body past a megabyte, and its failure says nothing of the inside", async () => {
    const { asked, route } = recording("/webhooks/fake");
    const broken: ChannelRoute = {
      method: "POST",
      path: "/webhooks/broken",
      handle: () => Promise.reject(new Error("token 12345 leaked")),
    };
    const { app, lines } = await mounted([route, broken]);
    const big = await app.request("/webhooks/fake", { method: "POST", body: "x".repeat(1_048_577) });
    expect([big.status, (await errorOf(big)).code, asked.length]).toEqual([413, "too_large", 0]);
    const failed = await app.request("/webhooks/broken", { method: "POST" });
    expect([failed.status, await failed.text()]).toEqual([500, expect.not.stringContaining("12345")]);
    expect(lines.join()).toContain("/webhooks/broken");
  });

  it("streams until the client goes, and is told so", async () => {
    let signal: AbortSignal | undefined;
    const { app } = await mounted([
      {
        method: "GET",
        path: "/api/fake/events",
        handle: async () => ({
          status: 200,
          headers: { "content-type": "text/event-stream", "x-own": "yes" },
          async stream(push, closed) {
            signal = closed;
            push("data: one\n\n");
            await new Promise((resolve) => closed.addEventListener("abort", resolve));
            push("data: too late\n\n");
          },
        }),
      },
    ]);
    const answer = await app.request("/api/fake/events");
    expect(answer.headers.get("x-own")).toBe("yes");
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: one\n\n");
    expect(signal?.aborted).toBe(false);
    await reader?.cancel();
    expect(signal?.aborted).toBe(true);
  });

  it("cuts off a reader that takes nothing, instead of keeping it all in memory", async () => {
    let cut = 0;
    const { app } = await mounted([
      {
        method: "GET",
        path: "/api/fake/events",
        handle: async () => ({
          status: 200,
          async stream(push, closed) {
            while (!closed.aborted && cut < 1000) {
              push("x".repeat(65_536));
              cut += 1;
            }
          },
        }),
      },
    ]);
    await app.request("/api/fake/events");
    await expect.poll(() => cut).toBeGreaterThan(10);
    expect(cut).toBeLessThan(100);
  });
});

describe("the client's address", () => {
  it.each([
    ["203.0.113.1", undefined, undefined, "203.0.113.1"],
    ["203.0.113.1", "1.1.1.1", undefined, "203.0.113.1"],
    ["203.0.113.1", "1.1.1.1", 0, "203.0.113.1"],
    ["10.0.0.1", "1.1.1.1", 1, "1.1.1.1"],
    ["10.0.0.1", "6.6.6.6, 1.1.1.1", 1, "1.1.1.1"],
    ["10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.9", 2, "1.1.1.1"],
    ["10.0.0.1", "1.1.1.1", 3, "1.1.1.1"],
    ["10.0.0.1", "unknown", 1, "10.0.0.1"],
    ["10.0.0.1", "[2001:db8::1]:443", 1, "2001:db8::1"],
    ["10.0.0.1", "1.1.1.1:5000", 1, "1.1.1.1"],
    ["::ffff:127.0.0.1", "6.6.6.6, 1.1.1.1", "loopback", "1.1.1.1"],
    ["127.0.0.1", "1.1.1.1, 127.0.0.1", "loopback", "1.1.1.1"],
    ["203.0.113.1", "1.1.1.1", "loopback", "203.0.113.1"],
    ["127.0.0.1", "not-an-address", "loopback", "127.0.0.1"],
    [undefined, undefined, undefined, "local"],
  ] as const)("of peer %s, forwarded %s, trusting %s is %s", (peer, forwarded, trust, expected) => {
    expect(clientIp(peer, forwarded, trust)).toBe(expected);
  });
});

it("warns of an address that others reach in the clear, and of no other", () => {
  expect(exposureWarning({ host: "0.0.0.0" })).toContain("PUBLIC_URL=https://");
  expect(
    exposureWarning({ host: "192.168.1.5", publicUrl: "http://desk.example.com", trustProxy: 0 }),
  ).toBeDefined();
  expect(exposureWarning({ host: "0.0.0.0", publicUrl: "https://desk.example.com" })).toBeUndefined();
  expect(exposureWarning({ host: "0.0.0.0", trustProxy: 1 })).toBeUndefined();
  for (const host of ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
    expect(exposureWarning({ host })).toBeUndefined();
});
