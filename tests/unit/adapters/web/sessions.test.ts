import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { openWeb } from "../../../../adapters/web/channel.ts";
import { settings } from "../../../../adapters/web/settings.ts";
import { webDesk } from "./desk.ts";

const SECRET = "an invented secret of the tenant's backend";

function jwt(
  claims: Record<string, unknown>,
  secret = SECRET,
  header: Record<string, unknown> = { alg: "HS256" },
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = `${part(header)}.${part(claims)}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

describe("a session", () => {
  it("opens without any account and is somebody else each time", async () => {
    const desk = await webDesk();
    const [a, b] = [await desk.session(), await desk.session({ locale: "zh-CN" })];
    expect(a.token).toMatch(/^kw_/);
    expect(a.conversationId).not.toBe(b.conversationId);
    await desk.post("/api/web/messages", { clientId: "1", text: "hi" }, b.token);
    expect(desk.ports.taken[0]?.actor.locale).toBe("zh-CN");
  });

  it("is still good after a restart of the program", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const again = openWeb(settings.parse({}), { log: { warn: () => {} }, now: () => desk.clock.at });
    await again.start(desk.ports);
    const route = again.routes?.find((r) => r.path === "/api/web/messages");
    const response = await route?.handle({
      method: "POST",
      path: "/api/web/messages",
      query: {},
      headers: { authorization: `Bearer ${token}` },
      body: new TextEncoder().encode('{"clientId":"1","text":"hi"}'),
      ip: "203.0.113.7",
    });
    expect(response?.status).toBe(202);
  });

  it("is refused when the token is missing, changed, made up or too old", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const [body = "", mac = ""] = token.slice(3).split(".");
    const forged = Buffer.from(Buffer.from(body, "base64url").toString().replace("v_", "w_")).toString(
      "base64url",
    );
    for (const bad of [
      undefined,
      "",
      "kw_",
      "kw_a.b",
      `kw_${forged}.${mac}`,
      `kw_${body}.${"A".repeat(43)}`,
      body,
    ]) {
      const reply = await desk.post("/api/web/messages", { clientId: "1", text: "hi" }, bad);
      expect(reply.status, String(bad)).toBe(401);
      expect(reply.body).toMatchObject({ error: { code: "unauthorized" } });
    }
    desk.clock.at += 366 * 86_400_000;
    expect((await desk.post("/api/web/messages", { clientId: "1", text: "hi" }, token)).status).toBe(401);
    expect(desk.ports.taken).toEqual([]);
  });

  it("says which field is wrong and how to mend it", async () => {
    const desk = await webDesk();
    const reply = await desk.post("/api/web/sessions", { locale: "中文" });
    expect(reply).toMatchObject({
      status: 400,
      body: { error: { code: "input_invalid", message: "locale: send a language tag like zh or en-GB." } },
    });
  });

  it("is limited per address, and says when to come back", async () => {
    const desk = await webDesk({}, { sessionLimit: { burst: 3, perMinute: 6 } });
    const open = (ip: string) => desk.post("/api/web/sessions", {}, undefined, { ip });
    for (let i = 0; i < 3; i += 1) expect((await open("198.51.100.1")).status).toBe(200);
    const refused = await open("198.51.100.1");
    expect(refused.status).toBe(429);
    expect(refused.headers["retry-after"]).toBe("10");
    expect((await open("198.51.100.2")).status).toBe(200);
    desk.clock.at += 10_000;
    expect((await open("198.51.100.1")).status).toBe(200);
  });

  it("counts the addresses of one IPv6 household together", async () => {
    const desk = await webDesk({}, { sessionLimit: { burst: 1, perMinute: 1 } });
    const open = (ip: string) => desk.post("/api/web/sessions", {}, undefined, { ip });
    expect((await open("2001:db8:1:2::1")).status).toBe(200);
    expect((await open("2001:db8:1:2:aaaa::9")).status).toBe(429);
    expect((await open("2001:db8:1:3::1")).status).toBe(200);
  });
});

describe("a signed identity", () => {
  const seconds = 1_700_000_000;

  it("is refused in clear words where none is configured", async () => {
    const desk = await webDesk();
    const reply = await desk.post("/api/web/sessions", { identity: jwt({ sub: "42", exp: seconds + 60 }) });
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error: { code: "input_invalid" } });
    expect(JSON.stringify(reply.body)).toContain("not configured");
  });

  it("makes the customer the same verified person in every browser", async () => {
    const desk = await webDesk({ WEB_IDENTITY_SECRET: SECRET });
    const identity = jwt({ sub: "42:ä", exp: seconds + 600, name: "Lin Xia" });
    const [a, b] = [await desk.session({ identity }), await desk.session({ identity })];
    expect(a.conversationId).toBe(b.conversationId);
    await desk.post("/api/web/messages", { clientId: "1", text: "hi" }, a.token);
    expect(desk.ports.taken[0]?.actor).toMatchObject({ name: "Lin Xia", verified: true });
    expect(desk.ports.taken[0]?.space.id).not.toContain(":");
  });

  it.each([
    [
      "signed by somebody else",
      jwt({ sub: "42", exp: seconds + 60 }, "not the secret, but as long as it is"),
    ],
    ["unsigned", jwt({ sub: "42", exp: seconds + 60 }, SECRET, { alg: "none" })],
    ["expired", jwt({ sub: "42", exp: seconds - 120 })],
    ["good for longer than 15 minutes", jwt({ sub: "42", exp: seconds + 3600 })],
    ["without an end", jwt({ sub: "42" })],
    ["without a subject", jwt({ exp: seconds + 60 })],
    ["not a JWT", "hello"],
  ])("is refused when %s", async (_why, identity) => {
    const desk = await webDesk({ WEB_IDENTITY_SECRET: SECRET });
    expect(await desk.post("/api/web/sessions", { identity })).toMatchObject({
      status: 400,
      body: { error: { code: "input_invalid" } },
    });
  });
});
