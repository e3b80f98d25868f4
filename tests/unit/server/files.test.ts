import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bench, errorOf, post } from "./bench.ts";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const DAY_MS = 24 * 3_600_000;

async function desk() {
  const all = await bench();
  const mei = await all.agent("mei@example.com", "Mei");
  const id = await all.customer("c1");
  const upload = (name: string, bytes: Uint8Array<ArrayBuffer>, conversation = id) => {
    const body = new FormData();
    body.set("conversation", conversation);
    body.set("file", new File([bytes], name));
    return all.app.request("/api/desk/files", {
      method: "POST",
      headers: { authorization: mei.authorization },
      body,
    });
  };
  const uploaded = async (name: string, bytes = PNG) => (await (await upload(name, bytes)).json()).file;
  const reply = (body: object) => mei.act(`/api/desk/conversations/${id}/reply`, body);
  const newest = async () => (await (await mei.get(`/api/desk/conversations/${id}`)).json()).messages.at(-1);
  return { ...all, mei, id, upload, uploaded, reply, newest };
}

describe("a file of an agent", () => {
  it("is uploaded, goes out with a reply, and is shown as the picture it is", async () => {
    const { mei, uploaded, reply, newest, store } = await desk();
    const file = await uploaded("screen.png");
    expect(file).toMatchObject({ name: "screen.png", kind: "image", mime: "image/png", bytes: PNG.length });
    expect((await reply({ text: "", files: [file.id] })).status).toBe(200);
    const message = await newest();
    expect(message.files).toMatchObject([file]);
    const [row] = await store.outbound.unsent();
    const begun = await store.outbound.begin(row?.id ?? 0, 1);
    expect(begun).toMatchObject({ outcome: "send", delivery: { part: { files: [{ account: "desk" }] } } });
    const shown = await mei.get(`/api/desk/messages/${message.id}/files/0`);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": "inline; filename*=UTF-8''screen.png",
      "x-content-type-options": "nosniff",
    });
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG);
  });

  it("that is no picture is never opened by a browser, whatever its name", async () => {
    const { mei, uploaded, reply, newest } = await desk();
    const bytes = new TextEncoder().encode("<script>alert(1)</script>");
    const file = await uploaded("报告 (1).txt", bytes);
    await reply({ text: "here", files: [file.id] });
    const shown = await mei.get(`/api/desk/messages/${(await newest()).id}/files/0`);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent("报告")}%20%281%29.txt`,
    });
  });

  it("is refused when it runs, is no such picture, is empty or too large", async () => {
    const { upload } = await desk();
    const refused = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
      const answer = await upload(name, bytes);
      return [answer.status, (await errorOf(answer)).message.slice(0, 30)];
    };
    expect(await refused("setup.exe", PNG)).toEqual([400, "file: this kind cannot be sent"]);
    expect(await refused("page.html", PNG)).toEqual([400, "file: this kind cannot be sent"]);
    expect(await refused("screen.png", Uint8Array.from([60, 115]))).toEqual([
      400,
      "file: this kind cannot be sent",
    ]);
    expect(await refused("a.txt", new Uint8Array(0))).toEqual([400, "file: is empty."]);
    expect((await refused("a.txt", new Uint8Array(20 * 1024 * 1024 + 1)))[0]).toBe(413);
  });

  it("belongs to the conversation it was uploaded for, and to nobody without a key", async () => {
    const { app, uploaded, mei, customer, reply, newest, upload } = await desk();
    const file = await uploaded("screen.png");
    const other = await customer("c2");
    const wrong = await mei.act(`/api/desk/conversations/${other}/reply`, { text: "hi", files: [file.id] });
    expect([wrong.status, (await errorOf(wrong)).message.slice(0, 6)]).toEqual([400, "files:"]);
    expect((await upload("screen.png", PNG, "nothing")).status).toBe(404);
    await reply({ text: "hi", files: [file.id] });
    const path = `/api/desk/messages/${(await newest()).id}/files/0`;
    expect((await app.request(path)).status).toBe(401);
    expect((await mei.get(path.replace(/0$/, "1"))).status).toBe(404);
    expect((await app.request("/api/desk/files", { method: "POST", body: new FormData() })).status).toBe(401);
  });

  it("is forgotten after a day when no reply carried it", async () => {
    const { uploaded, reply, clock } = await desk();
    const [sent, unsent] = [await uploaded("sent.png"), await uploaded("unsent.png")];
    await reply({ text: "hi", files: [sent.id] });
    clock.at += DAY_MS + 1;
    await uploaded("next.png");
    expect((await reply({ text: "hi", files: [unsent.id] })).status).toBe(400);
    expect((await reply({ text: "hi", files: [sent.id] })).status).toBe(200);
  });

  it("leaves a line in the audit log, going out and being looked at", async () => {
    const { uploaded, reply, newest, mei, store, id } = await desk();
    const file = await uploaded("screen.png");
    expect(await store.audit.list({ limit: 1 })).toMatchObject([{ action: "files.add", target: id }]);
    await reply({ text: "hi", files: [file.id] });
    const message = await newest();
    await mei.get(`/api/desk/messages/${message.id}/files/0`);
    expect(await store.audit.list({ limit: 1 })).toMatchObject([
      { action: "files.read", target: message.id, outcome: "done" },
    ]);
  });
});

it("of somebody who is erased goes with them, to the last byte", async () => {
  const { uploaded, reply, newest, mei, local, id, kept } = await desk();
  const file = await uploaded("screen.png");
  await reply({ text: "hi", files: [file.id] });
  const path = `/api/desk/messages/${(await newest()).id}/files/0`;
  expect(readdirSync(kept)).toHaveLength(1);
  const { contacts } = await (await local.request(`/local/contacts?query=${id}`)).json();
  const erased = await local.request(`/local/contacts/${contacts[0].id}/erase`, post({}));
  expect(erased.status).toBe(200);
  expect(readdirSync(kept)).toEqual([]);
  expect((await mei.get(path)).status).toBe(404);
});
