import { describe, expect, it } from "vitest";
import { bench, errorOf, PASSWORD, post } from "./bench.ts";

const LIN = { email: "lin@example.com", password: PASSWORD };

async function signedIn(over: Parameters<typeof bench>[0] = {}) {
  const all = await bench(over);
  await all.accounts.add(LIN);
  const answer = await all.app.request("/api/desk/login", post(LIN));
  const cookie = answer.headers.get("set-cookie") ?? "";
  return { ...all, answer, cookie, session: cookie.split(";")[0] ?? "" };
}

describe("setting up", () => {
  it("works once, with the code, and signs in", async () => {
    const { app, accounts } = await bench();
    const first = { ...LIN, code: accounts.setupCode() };
    const refused = await app.request("/api/desk/setup", post({ ...first, code: "nope" }));
    expect(refused.status).toBe(401);
    const done = await app.request("/api/desk/setup", post(first));
    expect(done.status).toBe(200);
    expect((await done.json()).agent).toMatchObject({ email: "lin@example.com", role: "admin" });
    expect(done.headers.get("set-cookie")).toMatch(/^sid=/);
    const again = await app.request("/api/desk/setup", post({ ...first, email: "eve@example.com" }));
    expect([again.status, (await errorOf(again)).code]).toEqual([409, "conflict"]);
  });
});

describe("the session cookie", () => {
  it("is bound to HTTPS and this host where we are known by HTTPS", async () => {
    const { cookie, answer } = await signedIn({ publicUrl: "https://desk.example.com" });
    expect(cookie).toMatch(/^__Host-sid=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(await answer.json()).toMatchObject({ agent: { email: "lin@example.com" }, totp: "missing" });
  });

  it("has a plain name without Secure on this machine's own address", async () => {
    const { cookie } = await signedIn();
    expect(cookie).toMatch(/^sid=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it("opens the desk until it signs out, and not under the other name", async () => {
    const { app, session } = await signedIn();
    const me = () => app.request("/api/desk/me", { headers: { cookie: session } });
    expect((await me()).status).toBe(200);
    const other = await app.request("/api/desk/me", { headers: { cookie: `__Host-${session}` } });
    expect(other.status).toBe(401);
    const out = await app.request("/api/desk/logout", { method: "POST", headers: { cookie: session } });
    expect(out.status).toBe(200);
    expect((await me()).status).toBe(401);
  });

  it("is of no use to another site's page", async () => {
    const { app, session } = await signedIn({ publicUrl: "https://desk.example.com" });
    const foreign = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "https://desk.example.com" },
    ];
    for (const headers of foreign) {
      const answer = await app.request("/api/desk/logout", post({}, { cookie: session, ...headers }));
      expect([answer.status, (await errorOf(answer)).code]).toEqual([403, "forbidden"]);
    }
    const feed = await app.request("/api/desk/feed", {
      headers: { cookie: session, "sec-fetch-site": "cross-site" },
    });
    expect(feed.status).toBe(403);
    const ours = { cookie: session, origin: "https://desk.example.com", "sec-fetch-site": "same-origin" };
    expect((await app.request("/api/desk/logout", post({}, ours))).status).toBe(200);
  });

  it("lets a page through that was opened at this very host", async () => {
    const { app, session } = await signedIn();
    const headers = { cookie: session, host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" };
    expect((await app.request("/api/desk/logout", post({}, headers))).status).toBe(200);
  });
});

describe("signing in", () => {
  it("is locked for a while after five wrong tries, and says how long", async () => {
    const { app, clock } = await signedIn();
    const wrong = () => app.request("/api/desk/login", post({ ...LIN, password: "wrong wrong wrong" }));
    for (let n = 0; n < 5; n++) expect((await wrong()).status).toBe(401);
    const locked = await app.request("/api/desk/login", post(LIN));
    expect([locked.status, locked.headers.get("retry-after")]).toEqual([429, "2"]);
    clock.at += 2_000;
    expect((await app.request("/api/desk/login", post(LIN))).status).toBe(200);
  });

  it("counts per client behind a trusted proxy, and believes nobody else's word", async () => {
    const tryFrom = async (over: Parameters<typeof bench>[0], forwarded: (n: number) => string) => {
      const { app } = await signedIn(over);
      const statuses: number[] = [];
      for (let n = 0; n < 6; n++) {
        const init = post({ ...LIN, password: "wrong wrong wrong" }, { "x-forwarded-for": forwarded(n) });
        const peer = { incoming: { socket: { remoteAddress: "127.0.0.1" } } };
        statuses.push((await app.request("/api/desk/login", init, peer)).status);
      }
      return statuses;
    };
    const spoofed = await tryFrom({}, (n) => `203.0.113.${n}`);
    expect(spoofed).toEqual([401, 401, 401, 401, 401, 429]);
    const proxied = await tryFrom({ trustProxy: 1 }, (n) => `6.6.6.6, 203.0.113.${n}`);
    expect(proxied).toEqual([401, 401, 401, 401, 401, 401]);
  });

  it("never says or logs a password or its hash", async () => {
    const { app, lines } = await signedIn();
    const wrong = await app.request("/api/desk/login", post({ ...LIN, password: "my other secret words" }));
    const all = `${await wrong.text()} ${lines.join(" ")}`;
    for (const word of ["secret words", PASSWORD, "plain:"]) expect(all).not.toContain(word);
  });
});
