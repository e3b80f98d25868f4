import { describe, expect, it } from "vitest";
import { bench, errorOf } from "./bench.ts";

async function scene() {
  const all = await bench();
  const admin = all.caller(
    `Bearer ${(await all.accounts.add({ email: "a@example.com", role: "admin", key: true })).key}`,
  );
  const mei = await all.agent("mei@example.com", "Mei");
  const ids = [await all.customer("c1", "I lost a walnut"), await all.customer("c2", "walnut again")];
  const contact = async (id: string) => (await (await mei.get(`/api/desk/contacts/${id}`)).json()).contact;
  return { ...all, admin, mei, ids, contact };
}

const remove = (all: Awaited<ReturnType<typeof scene>>, id: string) =>
  all.app.request(`/api/desk/contacts/${id}`, {
    method: "DELETE",
    headers: { authorization: all.admin.authorization },
  });

describe("the desk's contacts", () => {
  it("are found by name, and shown by any conversation of theirs with all that belongs to them", async () => {
    const all = await scene();
    const { contacts } = await (await all.mei.get("/api/desk/contacts?query=customer%20c1")).json();
    expect(contacts).toMatchObject([
      { name: "Customer c1", verified: false, identities: [{ account: "web" }] },
    ]);
    expect(await all.contact(all.ids[0] ?? "")).toMatchObject({
      id: contacts[0].id,
      conversations: [{ id: all.ids[0], lastText: "I lost a walnut" }],
    });
  });

  it("become one by an agent's word, told apart again by the same, and both are in the audit log", async () => {
    const all = await scene();
    const [one, two] = [await all.contact(all.ids[0] ?? ""), await all.contact(all.ids[1] ?? "")];
    const merged = await all.mei.act(`/api/desk/contacts/${one.id}/merge`, { other: two.id });
    expect((await merged.json()).contact.identities).toHaveLength(2);
    expect((await all.contact(all.ids[1] ?? "")).id).toBe(one.id);
    const again = await all.mei.act(`/api/desk/contacts/${one.id}/merge`, { other: two.id });
    expect([again.status, (await errorOf(again)).code]).toEqual([409, "conflict"]);
    expect((await all.mei.act(`/api/desk/contacts/${one.id}/unmerge`)).status).toBe(200);
    expect(await all.contact(all.ids[1] ?? "")).toEqual(two);
    const log = await all.store.audit.list({ limit: 9, action: "contacts.merge" });
    expect(log.map(({ target, outcome }) => [target, outcome])).toEqual([
      [one.id, "done"],
      [one.id, "conflict"],
      [one.id, "done"],
    ]);
  });

  it("are given whole to an admin, and to nobody else", async () => {
    const all = await scene();
    const path = `/api/desk/contacts/${all.ids[0]}/export`;
    const { record } = await (await all.admin.get(path)).json();
    expect(record.conversations[0].messages[0].text).toBe("I lost a walnut");
    expect((await all.mei.get(path)).status).toBe(403);
  });

  it("are erased for good; the log of who did it names nobody but the agent", async () => {
    const all = await scene();
    const { id } = await all.contact(all.ids[0] ?? "");
    const answer = await remove(all, id);
    expect((await answer.json()).erased).toMatchObject({ conversations: 1, messages: 1, accounts: ["web"] });
    expect((await remove(all, id)).status).toBe(404);
    const shown = await (await all.mei.get(`/api/desk/conversations/${all.ids[0]}`)).json();
    expect(JSON.stringify(shown)).not.toMatch(/walnut|Customer c1|s-c1/);
    const note = await all.mei.act(`/api/desk/conversations/${all.ids[0]}/note`, {
      text: "he was called Carl",
    });
    expect([note.status, (await errorOf(note)).code]).toEqual([409, "already_resolved"]);
    const log = await all.store.audit.list({ limit: 99 });
    expect(log.filter(({ action }) => action === "contacts.erase")).toMatchObject([
      { outcome: "not_found" },
      { outcome: "done", target: id },
    ]);
    expect(JSON.stringify(log)).not.toMatch(/Customer|s-c1|"c1"/);
  });

  it("leave nothing in the audit log when somebody asks by a platform's id", async () => {
    const all = await scene();
    expect((await all.mei.get("/api/desk/contacts/4815162342")).status).toBe(404);
    expect(JSON.stringify(await all.store.audit.list({ limit: 9 }))).not.toContain("4815162342");
  });

  it("are forgotten by the channels too, of what they remember, each for its own account", async () => {
    const told: unknown[] = [];
    const channel = (account: string) => ({
      account,
      forget: async (who: unknown) => void told.push([account, who]),
    });
    const all = await bench({ channels: () => [channel("web"), channel("discord:1")] as never });
    const id = await all.customer("c1", "hello");
    await all.local.request(`/local/contacts/${await all.store.contacts.find(id)}/erase`, { method: "POST" });
    expect(told).toEqual([
      ["web", { actorId: "c1", spaces: [{ id: "s-c1", kind: "dm" }], conversations: [id] }],
      ["discord:1", { spaces: [], conversations: [id] }],
    ]);
  });
});
