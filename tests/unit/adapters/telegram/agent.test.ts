import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { botApi, redactToken } from "../../../../adapters/telegram/api.ts";
import { faultOf } from "../../../../adapters/telegram/errors.ts";

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

describe("a connection that never comes up", () => {
  it("counts as nothing sent, because nothing was", async () => {
    // Accepts the connection and never speaks TLS.
    server = createServer((socket) => socket.on("error", () => undefined));
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const api = botApi("700100:FAKE", `https://127.0.0.1:${port}`, { connectMs: 20 });
    const fault = await api.call("sendMessage", {}).catch((error: unknown) => faultOf(error, api.redact));
    api.close();
    expect(fault).toMatchObject({ kind: "unsent" });
    expect(JSON.stringify(fault)).not.toContain("FAKE");
  });
});

describe("hiding the token", () => {
  it("takes it out of an address and out of any other words", () => {
    const text = "invalid json at http://x/bot7:AB-c/sendMessage reason, token 7:AB-c";
    expect(redactToken(text, "7:AB-c")).toBe(
      "invalid json at http://x/bot[token]/sendMessage reason, token [token]",
    );
  });
});
