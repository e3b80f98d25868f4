import { describe, expect, it } from "vitest";
import { settle, webDesk } from "./desk.ts";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 7]);
const HTML = new TextEncoder().encode("<script>alert(1)</script>");

type Desk = Awaited<ReturnType<typeof webDesk>>;

/** A file in a form, as a browser sends it. */
async function form(name: string, bytes: Uint8Array, field = "file") {
  const body = new FormData();
  body.set(field, new File([Uint8Array.from(bytes)], name));
  const request = new Request("http://x", { method: "POST", body });
  return {
    headers: { "content-type": request.headers.get("content-type") ?? "" },
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

async function upload(desk: Desk, token: string, name: string, bytes: Uint8Array) {
  const { headers, body } = await form(name, bytes);
  const asked = { headers: { ...headers, authorization: `Bearer ${token}` }, body };
  const answer = await desk.ask("POST", "/api/web/files", asked);
  return { status: answer.status, headers: answer.headers ?? {}, body: JSON.parse(String(answer.body)) };
}

const look = (desk: Desk, path: string, token: string) => desk.ask("GET", path, { path, query: { token } });

describe("a file a customer sends", () => {
  it("is uploaded, then carried by one message, with words or without", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const taken = await upload(desk, token, "screen.png", PNG);
    expect(taken).toMatchObject({ status: 200, body: { name: "screen.png", kind: "image", bytes: 9 } });
    const { fileId } = taken.body;
    const body = { clientId: "1", fileId, text: "this is what I see" };
    const first = await desk.post("/api/web/messages", body, token);
    expect(first.status).toBe(202);
    expect((await desk.post("/api/web/messages", body, token)).body).toEqual(first.body);
    expect((await desk.post("/api/web/messages", { clientId: "2", fileId }, token)).status).toBe(202);
    const file = { id: fileId, kind: "image", name: "screen.png" };
    expect(desk.ports.taken).toMatchObject([
      { kind: "message", text: "this is what I see", files: [file] },
      { kind: "message", text: "", files: [file] },
    ]);
    const fetched = await desk.channel.fetch?.({ id: fileId, kind: "image" }, AbortSignal.timeout(1000));
    expect(fetched?.bytes).toEqual(PNG);
  });

  it("is nobody else's: not to send, and not to look at", async () => {
    const desk = await webDesk();
    const [lin, sam] = [await desk.session(), await desk.session()];
    const { fileId } = (await upload(desk, lin.token, "a.png", PNG)).body;
    const sent = await desk.post("/api/web/messages", { clientId: "1", fileId }, sam.token);
    expect([sent.status, sent.body]).toMatchObject([400, { error: { code: "input_invalid" } }]);
    expect((await look(desk, `/api/web/files/${fileId}`, sam.token)).status).toBe(404);
    expect((await look(desk, `/api/web/files/${fileId}`, lin.token)).status).toBe(200);
    expect((await look(desk, `/api/web/files/${fileId}`, "")).status).toBe(401);
  });

  it("is refused where the form is none, has none, or is too large", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const headers = { authorization: `Bearer ${token}` };
    const plain = await desk.ask("POST", "/api/web/files", { headers, body: PNG });
    const wrong = await form("a.png", PNG, "picture");
    const missing = await desk.ask("POST", "/api/web/files", {
      ...wrong,
      headers: { ...wrong.headers, ...headers },
    });
    expect([plain.status, missing.status]).toEqual([400, 400]);
    expect((await upload(desk, token, "a.png", new Uint8Array(11 * 1024 * 1024))).status).toBe(413);
    expect((await upload(desk, "no-token", "a.png", PNG)).status).toBe(401);
  });

  it("waits when too many come at once, however many sessions they come from", async () => {
    const limit = { address: { burst: 3, perMinute: 1 }, visitor: { burst: 2, perMinute: 1 } };
    const desk = await webDesk({}, { uploadLimit: limit });
    const [lin, sam] = [await desk.session(), await desk.session()];
    const statuses: number[] = [];
    for (const token of [lin.token, lin.token, lin.token, sam.token, sam.token]) {
      statuses.push((await upload(desk, token, "a.png", PNG)).status);
    }
    expect(statuses).toEqual([200, 200, 429, 200, 429]);
    desk.clock.at += 61_000;
    expect((await upload(desk, lin.token, "a.png", PNG)).status).toBe(200);
  });

  it("is not taken when it could not be stored", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    desk.ports.broken = true;
    expect(await upload(desk, token, "a.png", PNG)).toMatchObject({
      status: 503,
      body: { error: { code: "store_failed" } },
    });
  });
});

describe("a file in the customer's stream", () => {
  it("comes with an address that only this customer can read, and only while it is shown", async () => {
    const desk = await webDesk();
    const [lin, sam] = [await desk.session(), await desk.session()];
    const stream = await desk.listen({ query: { token: lin.token } });
    const file = {
      id: "F0SECRETHANDLE",
      account: "slack:T1",
      kind: "image" as const,
      name: "a.png",
      bytes: 9,
    };
    const item = desk.ports.say(lin.spaceId, { author: "agent", text: "see", files: [file] });
    await settle();
    const message = stream.events().find(({ event }) => event === "message");
    const url = `/api/web/files/${item.seq}-0`;
    expect(message?.data.files).toEqual([{ kind: "image", name: "a.png", bytes: 9, url }]);
    expect(stream.got.text).not.toContain("F0SECRETHANDLE");
    const shown = await look(desk, url, lin.token);
    expect([shown.status, new TextDecoder().decode(shown.body as Uint8Array)]).toEqual([
      200,
      "F0SECRETHANDLE",
    ]);
    expect((await look(desk, url, sam.token)).status).toBe(404);
    expect((await look(desk, `/api/web/files/${item.seq}-1`, lin.token)).status).toBe(404);
    item.files.pop();
    expect((await look(desk, url, lin.token)).status).toBe(404);
    stream.close();
  });

  it("is shown when it is a picture by its first bytes, and else saved: nothing of it runs", async () => {
    const desk = await webDesk();
    const { token } = await desk.session();
    const picture = (await upload(desk, token, "a.png", PNG)).body.fileId;
    const page = (await upload(desk, token, "b'\u202egnp.png", HTML)).body.fileId;
    const [one, other] = [
      await look(desk, `/api/web/files/${picture}`, token),
      await look(desk, `/api/web/files/${page}`, token),
    ];
    expect(one.headers).toMatchObject({
      "content-type": "image/png",
      "content-disposition": "inline; filename*=UTF-8''a.png",
      "x-content-type-options": "nosniff",
    });
    expect(other.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": "attachment; filename*=UTF-8''b%27%20gnp.png",
    });
  });
});
