import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { bench, errorOf, PASSWORD, post } from "./bench.ts";

const BOSS = { email: "boss@example.com", password: PASSWORD };

/** An admin who set the desk up and put the second step in force. */
async function enrolled() {
  const all = await bench();
  const cookieOf = (answer: Response) => ({
    cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "",
  });
  const setup = await all.app.request("/api/desk/setup", post({ ...BOSS, code: all.accounts.setupCode() }));
  const headers = cookieOf(setup);
  const offered = await (
    await all.app.request("/api/desk/me/totp", post({ password: PASSWORD }, headers))
  ).json();
  const totp = new TOTP({ secret: Secret.fromBase32(offered.secret) });
  const codeAt = (offset = 0) => totp.generate({ timestamp: all.clock.at + offset * 1000 });
  const confirmed = await all.app.request("/api/desk/me/totp/confirm", post({ code: codeAt() }, headers));
  const { recoveryCodes } = (await confirmed.json()) as { recoveryCodes: string[] };
  const login = (code?: string) =>
    all.app.request("/api/desk/login", post({ ...BOSS, ...(code === undefined ? {} : { code }) }));
  return { ...all, setup, headers, offered, codeAt, recoveryCodes, login, cookieOf };
}

describe("the second step", () => {
  it("is set up by the first admin, and opens what admins alone may do", async () => {
    const { setup, offered, recoveryCodes, app, headers } = await enrolled();
    expect(await setup.json()).toMatchObject({ totp: "missing" });
    expect(offered.uri).toMatch(/^otpauth:\/\/totp\/.*boss%40example\.com\?.*secret=[A-Z2-7]{32}/);
    expect(new Set(recoveryCodes).size).toBe(10);
    const me = await app.request("/api/desk/me", { headers });
    expect(await me.json()).toMatchObject({ totp: "on", rights: expect.arrayContaining(["people.add"]) });
    expect((await app.request("/api/desk/audit", { headers })).status).toBe(200);
  });

  it("is asked for when signing in, and takes each code once and in its time", async () => {
    const { login, codeAt, clock } = await enrolled();
    const without = await login();
    expect([without.status, (await errorOf(without)).code]).toEqual([401, "totp_required"]);
    expect((await login(codeAt())).status).toBe(401); // The code that confirmed it is spent.
    clock.at += 30_000;
    const code = codeAt();
    expect((await login(code)).status).toBe(200);
    expect((await login(code)).status).toBe(401);
    clock.at += 60_000;
    expect((await login(codeAt(-60))).status).toBe(401);
    expect((await login(codeAt(30))).status).toBe(200);
  });

  it("takes a recovery code once, however it is typed", async () => {
    const { login, recoveryCodes } = await enrolled();
    const [first = ""] = recoveryCodes;
    expect((await login(` ${first.toUpperCase()} `)).status).toBe(200);
    expect((await login(first)).status).toBe(401);
  });

  it("cannot be guessed from many addresses: tries count for the person", async () => {
    const { accounts } = await enrolled();
    const codes: string[] = [];
    for (let n = 0; n < 8; n++) {
      const tried = accounts.signIn(BOSS.email, PASSWORD, `203.0.113.${n}`, "000000");
      codes.push(
        await tried.then(
          () => "in",
          (error) => error.code,
        ),
      );
    }
    expect(codes.slice(5)).toEqual(["rate_limited", "rate_limited", "rate_limited"]);
  });

  it("cannot be replaced or switched off with a session and a password alone", async () => {
    const { app, headers, clock, codeAt } = await enrolled();
    expect((await app.request("/api/desk/me/totp", post({ password: PASSWORD }, headers))).status).toBe(400);
    clock.at += 30_000;
    const drop = await app.request(
      "/api/desk/me/totp/drop",
      post({ password: PASSWORD, code: codeAt() }, headers),
    );
    expect(drop.status).toBe(409);
  });

  it("is ended by the operator for who lost everything; nothing else changes", async () => {
    const { local, login, app, headers } = await enrolled();
    await local.request("/local/agents/boss@example.com/reset", post({ totp: true }));
    expect((await app.request("/api/desk/me", { headers })).status).toBe(401);
    expect(await (await login()).json()).toMatchObject({ totp: "missing" });
  });

  it("never shows its secret again, and logs none", async () => {
    const { app, headers, offered, lines, recoveryCodes } = await enrolled();
    const seen = [lines.join(" ")];
    for (const path of ["me", "agents", "audit", "me/sessions"]) {
      seen.push(await (await app.request(`/api/desk/${path}`, { headers })).text());
    }
    for (const word of [offered.secret, recoveryCodes[0] ?? ""]) expect(seen.join(" ")).not.toContain(word);
  });
});

describe("one's own access", () => {
  it("shows where one is signed in, and ends all else with a new password", async () => {
    const { app, headers, login, clock, codeAt, cookieOf } = await enrolled();
    clock.at += 30_000;
    const other = cookieOf(await login(codeAt()));
    const { sessions } = await (await app.request("/api/desk/me/sessions", { headers })).json();
    expect(sessions.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
    const change = { current: PASSWORD, password: "eleven loud geese" };
    expect((await app.request("/api/desk/me/password", post(change, headers))).status).toBe(200);
    expect((await app.request("/api/desk/me", { headers: other })).status).toBe(401);
    expect((await app.request("/api/desk/me", { headers })).status).toBe(200);
  });

  it("gives a program a key that may no more than was meant, until it is ended", async () => {
    const { app, headers } = await enrolled();
    const made = await app.request("/api/desk/me/keys", post({ name: "report", role: "viewer" }, headers));
    const { id, key } = await made.json();
    const me = () => app.request("/api/desk/me", { headers: { authorization: `Bearer ${key}` } });
    expect((await (await me()).json()).agent.role).toBe("viewer");
    const { keys } = await (await app.request("/api/desk/me/keys", { headers })).json();
    expect(keys).toMatchObject([{ id, name: "report", prefix: key.slice(0, 9), usedAt: expect.any(Number) }]);
    await app.request(`/api/desk/me/keys/${id}`, { method: "DELETE", headers });
    expect((await me()).status).toBe(401);
  });
});

describe("an invitation", () => {
  it("lets one person in once, with the role it was for", async () => {
    const { app, headers } = await enrolled();
    const made = await app.request(
      "/api/desk/invitations",
      post({ email: "Mei@example.com", role: "supervisor" }, headers),
    );
    const { code } = await made.json();
    const accept = () =>
      app.request("/api/desk/invitations/accept", post({ code, name: "Mei", password: PASSWORD }));
    const joined = await accept();
    expect(await joined.json()).toMatchObject({ agent: { email: "mei@example.com", role: "supervisor" } });
    expect(joined.headers.get("set-cookie")).toMatch(/^sid=/);
    expect((await accept()).status).toBe(401);
  });

  it("counts no more after 72 hours, when it is taken back, or when who invited has left", async () => {
    const { accounts, clock } = await enrolled();
    const boss = await accounts.byEmail(BOSS.email);
    const join = (code: string) => accounts.join({ code, password: PASSWORD }, "ip");
    const late = await accounts.invite({ email: "a@example.com", role: "agent" });
    clock.at += 72 * 3_600_000;
    await expect(join(late.code)).rejects.toMatchObject({ code: "unauthorized" });
    const back = await accounts.invite({ email: "b@example.com", role: "agent" });
    await accounts.revokeInvitation(back.invitation.id);
    await expect(join(back.code)).rejects.toMatchObject({ code: "unauthorized" });
    const left = await accounts.invite({ email: "c@example.com", role: "admin", byId: boss?.id });
    await accounts.setDisabled(BOSS.email, true);
    await expect(join(left.code)).rejects.toMatchObject({ code: "unauthorized" });
  });
});
