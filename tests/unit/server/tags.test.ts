import { describe, expect, it } from "vitest";
import { bench, errorOf } from "./bench.ts";

async function desk() {
  const all = await bench();
  const mei = await all.agent("mei@example.com", "Mei");
  const { key } = await all.accounts.add({ email: "vic@example.com", role: "viewer", key: true });
  const call = (method: "PUT" | "DELETE", id: string, tag: string, authorization = mei.authorization) =>
    all.app.request(`/api/desk/conversations/${id}/tags/${encodeURIComponent(tag)}`, {
      method,
      headers: { authorization },
    });
  return { ...all, mei, call, viewer: `Bearer ${key}` };
}

describe("tags", () => {
  it("are written one way, however they are typed, and shown with the case and its row", async () => {
    const { customer, mei, call } = await desk();
    const id = await customer("ana");
    expect(await (await call("PUT", id, " ＲＥＦＵＮＤ   late ")).json()).toEqual({
      id,
      tags: ["refund late"],
    });
    const { conversation } = await (await mei.get(`/api/desk/conversations/${id}`)).json();
    const answer = await (await call("PUT", conversation.reference, "退款")).json();
    expect(answer).toEqual({ id, tags: ["refund late", "退款"] });
    expect((await (await mei.get(`/api/desk/conversations/${id}`)).json()).tags).toEqual(answer.tags);
    const { conversations } = await (await mei.get("/api/desk/conversations?view=all")).json();
    expect(conversations[0].tags).toEqual(answer.tags);
    expect((await (await call("DELETE", id, "Refund Late")).json()).tags).toEqual(["退款"]);
    expect((await (await mei.get("/api/desk/tags")).json()).tags).toEqual([
      { tag: "退款", conversations: 1, open: 1 },
    ]);
  });

  it("narrow a list, while the counts of the views stay whole", async () => {
    const { customer, mei, call } = await desk();
    const [ana] = [await customer("ana"), await customer("bo")];
    await call("PUT", ana, "refund");
    const read = async (query: string) =>
      (await mei.get(`/api/desk/conversations?view=all&tag=${query}`)).json();
    const found = await read("Refund");
    expect(found.conversations.map((row: { id: string }) => row.id)).toEqual([ana]);
    expect([found.total, found.counts.all]).toEqual([1, 2]);
    expect((await read("nobody")).conversations).toEqual([]);
    expect((await (await mei.get("/api/desk/conversations?view=all")).json()).total).toBe(2);
  });

  it("are for agents to set; a viewer only reads them; each change leaves a line in the audit log", async () => {
    const { customer, store, call, viewer, caller } = await desk();
    const id = await customer("ana");
    expect((await call("PUT", id, "refund", viewer)).status).toBe(403);
    expect((await call("PUT", id, "refund")).status).toBe(200);
    expect((await caller(viewer).get("/api/desk/tags")).status).toBe(200);
    expect(await store.audit.list({ limit: 2 })).toMatchObject([
      { action: "conversations.tag", target: id, outcome: "done" },
      { action: "conversations.tag", target: id, outcome: "forbidden" },
    ]);
  });

  it("say what is wrong with them", async () => {
    const { customer, call } = await desk();
    const id = await customer("ana");
    for (const tag of ["   ", "a/b", "x".repeat(33), "<b>"]) {
      const answer = await call("PUT", id, tag);
      expect([answer.status, (await errorOf(answer)).message], tag).toEqual([
        400,
        "tag: send 1 to 32 letters, digits, spaces, dashes or underscores.",
      ]);
    }
    expect((await call("PUT", id, "hunter2hunter2")).status).toBe(400);
    expect((await call("PUT", "K-NOBODY", "refund")).status).toBe(404);
  });
});
