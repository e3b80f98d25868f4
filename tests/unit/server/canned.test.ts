import { describe, expect, it } from "vitest";
import { checkOutbound } from "../../../src/guard/outbound.ts";
import { CannedListShape } from "../../../src/server/shapes-canned.ts";
import { bench, errorOf } from "./bench.ts";

const OFFICIAL = { links: [], emails: [], phones: [], accounts: [] };
const HELLO = {
  shortcut: "Hello",
  name: "A greeting",
  texts: { zh: "您好 {{customer.name}}", en: "Hello {{ customer.name }}, this is {{agent.name}}." },
};

async function desk() {
  const all = await bench({ check: (text) => checkOutbound(text, OFFICIAL) });
  const { key } = await all.accounts.add({ email: "sue@example.com", role: "supervisor", key: true });
  const sue = all.caller(`Bearer ${key}`);
  const mei = await all.agent("mei@example.com", "Mei");
  const change = (method: "PUT" | "DELETE", id: string, body: unknown = {}) =>
    all.app.request(`/api/desk/canned/${id}`, {
      method,
      headers: { authorization: sue.authorization, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const list = async () => CannedListShape.parse(await (await mei.get("/api/desk/canned")).json());
  return { ...all, sue, mei, change, list };
}

describe("replies kept for use again", () => {
  it("are written by a supervisor, and read by all with the variables there are", async () => {
    const { sue, mei, change, list } = await desk();
    const made = await (await sue.act("/api/desk/canned", HELLO)).json();
    expect((await mei.act("/api/desk/canned", HELLO)).status).toBe(403);
    const { canned, variables } = await list();
    expect(canned).toEqual([made.canned]);
    expect(canned[0]).toMatchObject({ shortcut: "hello", texts: HELLO.texts });
    expect(variables).toContain("customer.name");
    const changed = await change("PUT", made.canned.id, { ...HELLO, texts: { en: "Hi!", zh: " " } });
    expect((await changed.json()).canned.texts).toEqual({ en: "Hi!" });
    expect((await change("DELETE", made.canned.id)).status).toBe(200);
    expect((await list()).canned).toEqual([]);
    expect((await change("DELETE", made.canned.id)).status).toBe(404);
    expect((await change("PUT", made.canned.id, HELLO)).status).toBe(404);
  });

  it("leave a line in the audit log, with which one it was", async () => {
    const { sue, store } = await desk();
    const { canned } = await (await sue.act("/api/desk/canned", HELLO)).json();
    expect(await store.audit.list({ limit: 1 })).toMatchObject([
      { action: "canned.add", target: canned.id, outcome: "done" },
    ]);
  });

  it("hold no variable that nothing fills, and no half of one", async () => {
    const { sue, list } = await desk();
    for (const en of ["Hi {{customer.nmae}}", "Hi {{customer.name}", "Hi }}"]) {
      const answer = await sue.act("/api/desk/canned", { ...HELLO, texts: { en } });
      const error = await errorOf(answer);
      expect([answer.status, error.code], en).toEqual([400, "input_invalid"]);
      expect(error.message).toMatch(/^texts\.en: .*\{\{customer\.name\}\}/);
    }
    expect((await list()).canned).toEqual([]);
  });

  it("never ask for a secret, and name what is not official only when somebody answers for it", async () => {
    const { sue } = await desk();
    const keep = (zh: string, acknowledge?: true) =>
      sue.act("/api/desk/canned", { ...HELLO, texts: { zh }, acknowledge });
    const secret = await keep("请把助记词发给我", true);
    expect([secret.status, (await errorOf(secret)).code]).toEqual([422, "reply_unsafe"]);
    const link = await keep("请看 https://elsewhere.example/help");
    expect((await link.json()).error.problems).toMatchObject([{ kind: "unknown-link" }]);
    expect((await keep("请看 https://elsewhere.example/help", true)).status).toBe(200);
  });

  it("say what is wrong with them", async () => {
    const { sue } = await desk();
    const wrong = async (change: object) =>
      (await errorOf(await sue.act("/api/desk/canned", { ...HELLO, ...change }))).message;
    expect(await wrong({ shortcut: "two words" })).toMatch(/^shortcut: send 1 to 32 letters/);
    expect(await wrong({ name: " " })).toMatch(/^name: is empty/);
    expect(await wrong({ texts: { zh: " ", en: "" } })).toMatch(/^texts: is empty/);
    expect(await wrong({ texts: { en: "x".repeat(4001) } })).toMatch(/^texts\.en: is longer/);
    await sue.act("/api/desk/canned", HELLO);
    expect(await wrong({ shortcut: "HELLO" })).toMatch(/^The shortcut hello belongs/);
  });
});
