import { describe, expect, it } from "vitest";
import { webDesk } from "./desk.ts";

const PATH = "/api/web/messages";

describe("a message from the website", () => {
  it("is stored once however often it is sent, and gets the same answer each time", async () => {
    const desk = await webDesk();
    const { token, spaceId } = await desk.session();
    const send = () => desk.post(PATH, { clientId: "a-1", text: "where is my transfer?" }, token);
    const replies = [await send(), await send(), await send()];
    expect(replies.map((reply) => [reply.status, reply.body])).toEqual(
      Array(3).fill([202, { messageId: "msg1" }]),
    );
    expect(desk.ports.taken).toHaveLength(1);
    expect(desk.ports.taken[0]).toMatchObject({
      kind: "message",
      key: `m:${spaceId}:a-1`,
      msgId: "a-1",
      text: "where is my transfer?",
      space: { id: spaceId, kind: "dm" },
      addressed: "dm",
      at: desk.clock.at,
    });
  });

  it("of two customers is two messages, though both count from one", async () => {
    const desk = await webDesk();
    for (const { token } of [await desk.session(), await desk.session()]) {
      await desk.post(PATH, { clientId: "1", text: "hi" }, token);
    }
    expect(desk.ports.taken).toHaveLength(2);
  });

  it("may be a pressed choice", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const reply = await desk.post(PATH, { clientId: "p-1", choice: "abc123" }, token);
    expect(reply).toMatchObject({ status: 202, body: { messageId: "msg1" } });
    expect(desk.ports.taken[0]).toMatchObject({ kind: "press", token: "abc123" });
  });

  it("may be as long as a pasted log", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const text = "字".repeat(300_000);
    expect((await desk.post(PATH, { clientId: "long", text }, token)).status).toBe(202);
    expect(desk.ports.taken[0]).toMatchObject({ text });
    expect((await desk.post(PATH, { clientId: "longer", text: "x".repeat(1_100_000) }, token)).status).toBe(
      413,
    );
  });

  it("loses what no database can keep, and nothing else", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    await desk.post(PATH, '{"clientId":"1","text":"a\\u0000b \\ud800 😀"}', token);
    expect(desk.ports.taken[0]).toMatchObject({ text: "ab \uFFFD 😀" });
  });

  it.each([
    [{ text: "hi" }, "clientId: is missing; send 1 to 128 visible ASCII characters"],
    [{ clientId: "", text: "hi" }, "clientId: send 1 to 128"],
    [{ clientId: "1" }, "text: send one of text, choice and fileId"],
    [{ clientId: "1", text: "hi", choice: "a" }, "text: send one of text, choice and fileId"],
    [{ clientId: "1", text: " \n " }, "text: is empty"],
    [{ clientId: "1", text: 5 }, "text: send a string."],
    [{ clientId: "1", choice: "x".repeat(23) }, "choice: send the token of a choice"],
    [{ clientId: "1", choice: "a", fileId: "f" }, "text: send one of text, choice and fileId"],
    [{ clientId: "1", fileId: "../f" }, "fileId: send the fileId that POST /api/web/files answered."],
    [{ clientId: "1", fileId: "f" }, "fileId: this file is not here any more. Upload it again."],
    [{ clientId: "1", file: "f" }, "file: unknown field. This call takes clientId, text, choice, fileId."],
    ["[1]", "The body is not a JSON object."],
    ["{", "The body is not JSON."],
  ])("that is %j is refused with one clear sentence", async (body, sentence) => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const reply = await desk.post(PATH, body, token);
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({
      error: { code: "input_invalid", message: expect.stringContaining(sentence) },
    });
    expect(desk.ports.taken).toEqual([]);
  });

  it("is not acknowledged when it could not be stored", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    desk.ports.broken = true;
    const reply = await desk.post(PATH, { clientId: "1", text: "hi" }, token);
    expect(reply).toMatchObject({ status: 503, body: { error: { code: "store_failed" } } });
    expect(reply.headers["retry-after"]).toBe("2");
    expect(JSON.stringify(reply.body)).not.toContain("disk full");
    expect(desk.warnings.join()).toContain("disk full");
    desk.ports.broken = false;
    expect((await desk.post(PATH, { clientId: "1", text: "hi" }, token)).status).toBe(202);
    expect(desk.ports.taken).toHaveLength(1);
  });

  it("is turned away while the program stops, after the one under way is stored", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const underway = desk.post(PATH, { clientId: "1", text: "hi" }, token);
    await desk.channel.stop();
    expect((await underway).status).toBe(202);
    expect((await desk.post(PATH, { clientId: "2", text: "hi" }, token)).status).toBe(503);
  });
});

describe("a rating", () => {
  it("is a score from 1 to 5 with words if one likes", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    expect((await desk.post("/api/web/rating", { score: 4, comment: "quick" }, token)).status).toBe(202);
    expect(desk.ports.taken[0]).toMatchObject({ kind: "rating", score: 4, comment: "quick" });
    for (const score of [0, 6, 2.5, "5", undefined]) {
      const reply = await desk.post("/api/web/rating", { score }, token);
      expect(reply.status).toBe(400);
      expect(JSON.stringify(reply.body)).toContain("score: ");
    }
    expect((await desk.post("/api/web/rating", { score: 4 })).status).toBe(401);
  });
});

describe("other sites", () => {
  const shop = "https://shop.example";

  it("may call only when they are named", async () => {
    const desk = await webDesk({ WEB_ALLOWED_ORIGINS: `${shop}/, http://localhost:5173` });
    const from = (origin: string) => desk.post("/api/web/sessions", {}, undefined, { headers: { origin } });
    expect((await from(shop)).headers["access-control-allow-origin"]).toBe(shop);
    for (const origin of ["https://evil.example", "https://shop.example.evil.example", "null"]) {
      expect((await from(origin)).headers["access-control-allow-origin"]).toBeUndefined();
    }
    expect((await from(shop)).headers.vary).toBe("Origin");
  });

  it("are told before they call", async () => {
    const desk = await webDesk({ WEB_ALLOWED_ORIGINS: shop });
    const named = await desk.ask("OPTIONS", PATH, { headers: { origin: shop } });
    expect(named.status).toBe(204);
    expect(named.headers?.["access-control-allow-headers"]).toContain("authorization");
    const other = await desk.ask("OPTIONS", PATH, { headers: { origin: "https://evil.example" } });
    expect(other.status).toBe(403);
    expect(other.headers?.["access-control-allow-origin"]).toBeUndefined();
  });

  it("can read a refusal too", async () => {
    const desk = await webDesk({ WEB_ALLOWED_ORIGINS: shop });
    const reply = await desk.post(PATH, {}, undefined, { headers: { origin: shop } });
    expect(reply.status).toBe(401);
    expect(reply.headers["access-control-allow-origin"]).toBe(shop);
  });

  it("must be written as origins", async () => {
    for (const bad of ["*", "shop.example", "https://shop.example/path", "ftp://shop.example"]) {
      await expect(webDesk({ WEB_ALLOWED_ORIGINS: bad })).rejects.toThrow("is not an origin");
    }
  });
});
