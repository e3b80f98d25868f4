import { describe, expect, it } from "vitest";
import { ROLES } from "../../../src/desk/roles.ts";
import type { Role } from "../../../src/store/store.ts";
import { bench, errorOf, PASSWORD, post } from "./bench.ts";

/** From which role on each route may be called. A route that is not here fails the test. */
const FROM: Record<string, Role> = {
  "POST /api/desk/logout": "viewer",
  "GET /api/desk/me": "viewer",
  "GET /api/desk/me/sessions": "viewer",
  "DELETE /api/desk/me/sessions": "viewer",
  "DELETE /api/desk/me/sessions/{id}": "viewer",
  "POST /api/desk/me/password": "viewer",
  "GET /api/desk/me/keys": "viewer",
  "POST /api/desk/me/keys": "viewer",
  "DELETE /api/desk/me/keys/{id}": "viewer",
  "POST /api/desk/me/totp": "viewer",
  "POST /api/desk/me/totp/confirm": "viewer",
  "POST /api/desk/me/totp/recovery-codes": "viewer",
  "POST /api/desk/me/totp/drop": "viewer",
  "POST /api/desk/agents/link": "agent",
  "DELETE /api/desk/agents/link": "agent",
  "GET /api/desk/conversations": "viewer",
  "GET /api/desk/conversations/{id}": "viewer",
  "GET /api/desk/feed": "viewer",
  "GET /api/desk/search": "viewer",
  "GET /api/desk/channels": "viewer",
  "GET /api/desk/agents": "viewer",
  "POST /api/desk/conversations/{id}/claim": "agent",
  "POST /api/desk/conversations/{id}/release": "agent",
  "POST /api/desk/conversations/{id}/transfer": "agent",
  "POST /api/desk/conversations/{id}/reply": "agent",
  "PUT /api/desk/conversations/{id}/tags/{tag}": "agent",
  "DELETE /api/desk/conversations/{id}/tags/{tag}": "agent",
  "GET /api/desk/tags": "viewer",
  "POST /api/desk/conversations/{id}/note": "agent",
  "POST /api/desk/conversations/{id}/resolve": "agent",
  "POST /api/desk/conversations/{id}/return": "agent",
  "POST /api/desk/conversations/{id}/snooze": "agent",
  "POST /api/desk/messages/{id}/resend": "agent",
  "POST /api/desk/files": "agent",
  "GET /api/desk/messages/{id}/files/{place}": "viewer",
  "GET /api/desk/entries": "viewer",
  "GET /api/desk/canned": "viewer",
  "POST /api/desk/canned": "supervisor",
  "PUT /api/desk/canned/{id}": "supervisor",
  "DELETE /api/desk/canned/{id}": "supervisor",
  "POST /api/desk/conversations/{id}/presence": "viewer",
  "GET /api/desk/availability": "viewer",
  "PUT /api/desk/availability": "agent",
  "PATCH /api/desk/agents/{id}": "supervisor",
  "GET /api/desk/alerts": "viewer",
  "GET /api/desk/alerts/{id}/steps": "viewer",
  "POST /api/desk/alerts/{id}/acknowledge": "agent",
  "GET /api/desk/contacts": "viewer",
  "GET /api/desk/contacts/{contact}": "viewer",
  "POST /api/desk/contacts/{contact}/merge": "agent",
  "POST /api/desk/contacts/{contact}/unmerge": "agent",
  "GET /api/desk/contacts/{contact}/export": "admin",
  "DELETE /api/desk/contacts/{contact}": "admin",
  "GET /api/desk/webhooks/deliveries": "admin",
  "POST /api/desk/webhooks/deliveries/{id}/retry": "admin",
  "PATCH /api/desk/messages/{id}": "agent",
  "DELETE /api/desk/messages/{id}": "agent",
  "GET /api/desk/audit": "supervisor",
  "GET /api/desk/reports/summary": "supervisor",
  "GET /api/desk/reports/summary.csv": "supervisor",
  "GET /api/desk/reports/volume": "supervisor",
  "GET /api/desk/reports/volume.csv": "supervisor",
  "GET /api/desk/reports/times": "supervisor",
  "GET /api/desk/reports/times.csv": "supervisor",
  "GET /api/desk/reports/deflection": "supervisor",
  "GET /api/desk/reports/deflection.csv": "supervisor",
  "GET /api/desk/reports/satisfaction": "supervisor",
  "GET /api/desk/reports/satisfaction.csv": "supervisor",
  "POST /api/desk/agents": "admin",
  "POST /api/desk/agents/{id}/role": "admin",
  "POST /api/desk/agents/{id}/disable": "admin",
  "POST /api/desk/agents/{id}/enable": "admin",
  "POST /api/desk/agents/{id}/reset": "admin",
  "GET /api/desk/agents/{id}/sessions": "admin",
  "DELETE /api/desk/agents/{id}/sessions": "admin",
  "GET /api/desk/invitations": "admin",
  "POST /api/desk/invitations": "admin",
  "DELETE /api/desk/invitations/{id}": "admin",
};

const DOORS = ["POST /api/desk/setup", "POST /api/desk/login", "POST /api/desk/invitations/accept"];

interface Operation {
  name: string;
  method: string;
  path: string;
  action: string | undefined;
}

async function operations(app: Awaited<ReturnType<typeof bench>>["app"]): Promise<Operation[]> {
  const { paths } = await (await app.request("/api/openapi.json")).json();
  return Object.entries(paths as Record<string, Record<string, { "x-action"?: string }>>)
    .filter(([path]) => path.startsWith("/api/desk/"))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        action: operation["x-action"],
      })),
    )
    .filter(({ name }) => !DOORS.includes(name));
}

/** Somebody signed in by password, with the role, who has not set up a second step. */
async function signedIn(all: Awaited<ReturnType<typeof bench>>, role: Role, n = 0) {
  const email = `${role}${n}@example.com`;
  const { agent } = await all.accounts.add({ email, role, password: PASSWORD });
  const { token } = await all.accounts.signIn(email, PASSWORD, "ip");
  return { agent, headers: { cookie: `sid=${token}` } };
}

function call(
  all: Awaited<ReturnType<typeof bench>>,
  one: Operation,
  headers: Record<string, string>,
  id: string,
) {
  const init = one.method === "GET" ? { headers } : post({}, { ...headers, "idempotency-key": "k" });
  return all.app.request(one.path.replace("{id}", id), { ...init, method: one.method });
}

describe("the table of rights", () => {
  it("has a row for every route, and every route names what it needs", async () => {
    const { app } = await bench();
    const all = await operations(app);
    expect(all.map(({ name }) => name).sort()).toEqual(Object.keys(FROM).sort());
    expect(all.filter(({ action }) => action === undefined)).toEqual([]);
  });

  it.each(ROLES)("lets a %s through where the table says so, and nowhere else", async (role) => {
    const all = await bench();
    await all.accounts.add({ email: "first@example.com" });
    let n = 0;
    for (const one of await operations(all.app)) {
      n += 1;
      // A key is exempt from the second step; what needs a session is called with one.
      const own = ["/me", "logout", "/agents/link"].some((part) => one.name.includes(part));
      const { key = "" } = await all.accounts.add({ email: `p${role}${n}@example.com`, role, key: true });
      const headers = own ? (await signedIn(all, role, n)).headers : { authorization: `Bearer ${key}` };
      const answer = await call(all, one, headers, "nothing");
      const may = ROLES.indexOf(role) >= ROLES.indexOf(FROM[one.name] ?? "admin");
      await answer.body?.cancel();
      expect(answer.status === 403, one.name).toBe(!may);
    }
  });

  it("lets no program change its owner's locks", async () => {
    const all = await bench();
    const { key = "" } = await all.accounts.add({ email: "robot@example.com", role: "admin", key: true });
    const own = (await operations(all.app)).filter(({ path }) => /desk\/(me\/|agents\/link)/.test(path));
    for (const one of own) {
      const answer = await call(all, one, { authorization: `Bearer ${key}` }, "nothing");
      expect([answer.status, (await errorOf(answer)).code], one.name).toEqual([403, "forbidden"]);
    }
  });

  it("lets an admin without the second step work as an agent, and asks for it beyond that", async () => {
    const all = await bench();
    const { headers } = await signedIn(all, "admin");
    const id = await all.customer("c1");
    const claim = await all.app.request(
      `/api/desk/conversations/${id}/claim`,
      post({}, { ...headers, "idempotency-key": "1" }),
    );
    expect(claim.status).toBe(200);
    for (const one of await operations(all.app)) {
      if (!["admin", "supervisor"].includes(FROM[one.name] ?? "")) continue;
      const answer = await call(all, one, headers, "nothing");
      expect([answer.status, (await errorOf(answer)).code], one.name).toEqual([403, "totp_missing"]);
    }
    const key = await all.app.request("/api/desk/me/keys", post({ name: "x", role: "admin" }, headers));
    expect(key.status).toBe(403);
  });
});

describe("the audit log", () => {
  it("has a line for every call that changes something, however it ended", async () => {
    const all = await bench();
    const { agent } = await all.accounts.add({
      email: "boss@example.com",
      role: "admin",
      password: PASSWORD,
    });
    for (const one of await operations(all.app)) {
      // A sign of life changes nothing, and comes every few seconds.
      if (one.method === "GET" || one.action === "presence.say") continue;
      const { token } = await all.accounts.signIn("boss@example.com", PASSWORD, "ip");
      await call(all, one, { cookie: `sid=${token}` }, "nothing");
      const [newest] = await all.store.audit.list({ limit: 1 });
      expect(newest, one.name).toMatchObject({ agentId: agent.id, via: "session", action: one.action });
      all.clock.at += 60_000;
    }
  });

  it("has a line for a conversation that was opened, by its id alone, and none for a list", async () => {
    const all = await bench();
    const mei = await all.agent("mei@example.com", "Mei");
    const id = await all.customer("c1", "my secret sorrow");
    await mei.get("/api/desk/conversations?view=all");
    expect(await all.store.audit.list({ limit: 9 })).toEqual([]);
    await mei.get(`/api/desk/conversations/${id}`);
    const entries = await all.store.audit.list({ limit: 9 });
    expect(entries).toMatchObject([
      { via: "key", action: "conversations.read", target: id, outcome: "done" },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/sorrow|Customer|mei@/);
  });

  it("says whose door was tried in vain, and what the operator did", async () => {
    const all = await bench();
    const { agent } = await all.accounts.add({ email: "lin@example.com", password: PASSWORD });
    await all.app.request(
      "/api/desk/login",
      post({ email: "lin@example.com", password: "wrong wrong wrong" }),
    );
    await all.local.request("/local/agents/lin@example.com/role", post({ role: "viewer" }));
    expect(await all.store.audit.list({ limit: 9 })).toMatchObject([
      { via: "operator", action: "people.role", target: agent.id, outcome: "done" },
      { via: "door", action: "login", target: agent.id, outcome: "unauthorized" },
    ]);
  });

  it("refuses a reading that cannot be written down", async () => {
    const all = await bench();
    const mei = await all.agent("mei@example.com", "Mei");
    const id = await all.customer("c1", "hello");
    all.store.audit.add = () => Promise.reject(new Error("disk full"));
    expect((await mei.get(`/api/desk/conversations/${id}`)).status).toBe(500);
    expect((await mei.act(`/api/desk/conversations/${id}/claim`)).status).toBe(200);
  });
});
