import { describe, expect, it } from "vitest";
import { openAccounts } from "../../../src/desk/accounts.ts";
import { bench, PASSWORD, plainPasswords } from "../server/bench.ts";

const LIN = { email: "Lin@Example.com", password: PASSWORD };

describe("the first admin", () => {
  it("is made once, with the code from the terminal, and the code is void from then on", async () => {
    const { accounts } = await bench();
    const code = accounts.setupCode() ?? "";
    expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
    await expect(accounts.setup({ ...LIN, code: "wrong-wrong" }, "ip")).rejects.toMatchObject({
      code: "unauthorized",
    });
    const { agent } = await accounts.setup(
      { ...LIN, code: ` ${code.toUpperCase().replace("-", "")} ` },
      "ip",
    );
    expect(agent).toMatchObject({ email: "lin@example.com", name: "lin", role: "admin" });
    expect(accounts.setupCode()).toBeUndefined();
    await expect(accounts.setup({ ...LIN, code }, "ip")).rejects.toMatchObject({ code: "conflict" });
  });

  it("cannot be made by guessing codes", async () => {
    const { accounts } = await bench();
    for (let n = 0; n < 5; n++) {
      await expect(accounts.setup({ ...LIN, code: `guess${n}` }, "ip")).rejects.toMatchObject({
        code: "unauthorized",
      });
    }
    const code = accounts.setupCode() ?? "";
    await expect(accounts.setup({ ...LIN, code }, "ip")).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("keeps the code when the password was refused", async () => {
    const { accounts } = await bench();
    const code = accounts.setupCode() ?? "";
    const poor = accounts.setup({ code, email: "lin@example.com", password: "short" }, "ip");
    await expect(poor).rejects.toMatchObject({ code: "input_invalid" });
    expect(accounts.setupCode()).toBe(code);
  });

  it("voids the code when somebody came by another way", async () => {
    const { accounts } = await bench();
    const code = accounts.setupCode() ?? "";
    await accounts.add({ email: "first@example.com" });
    await expect(accounts.setup({ ...LIN, code }, "ip")).rejects.toMatchObject({ code: "conflict" });
    expect(accounts.setupCode()).toBeUndefined();
  });

  it("comes from the settings only where nobody exists", async () => {
    const { accounts } = await bench();
    expect(await accounts.ensureFirst("boss@example.com", PASSWORD)).toMatchObject({ role: "admin" });
    expect(accounts.setupCode()).toBeUndefined();
    expect(await accounts.ensureFirst("other@example.com", PASSWORD)).toBeUndefined();
    expect((await accounts.agents()).map(({ email }) => email)).toEqual(["boss@example.com"]);
  });
});

describe("signing in", () => {
  it("says the same of an unknown address, a wrong password, a program's account and a disabled one", async () => {
    const { accounts } = await bench();
    await accounts.add({ email: "lin@example.com", password: PASSWORD });
    await accounts.add({ email: "robot@example.com", key: true });
    await accounts.add({ email: "gone@example.com", password: PASSWORD });
    await accounts.setDisabled("gone@example.com", true);
    const words = new Set<string>();
    for (const [email, password] of [
      ["nobody@example.com", PASSWORD],
      ["lin@example.com", "wrong wrong wrong"],
      ["robot@example.com", PASSWORD],
      ["gone@example.com", PASSWORD],
    ] as const) {
      await accounts
        .signIn(email, password, "ip")
        .catch((error) => words.add(`${error.code} ${error.message}`));
    }
    expect([...words]).toEqual(["unauthorized The e-mail address or the password is not right."]);
  });

  it("hashes for an unknown address too, so that time tells nothing", async () => {
    const { store, clock, deps } = await bench();
    const verified: string[] = [];
    const accounts = await openAccounts({
      people: store.people,
      now: () => clock.at,
      log: deps.log,
      passwords: { ...plainPasswords, verify: async (stored) => verified.push(stored) < 0 },
    });
    await accounts.signIn("nobody@example.com", PASSWORD, "ip").catch(() => {});
    expect(verified).toEqual([expect.stringContaining("plain:")]);
  });

  it("holds up even the right password after five wrong ones, until the wait is over", async () => {
    const { accounts, clock } = await bench();
    await accounts.add({ email: "lin@example.com", password: PASSWORD });
    for (let n = 0; n < 5; n++)
      await accounts.signIn("lin@example.com", "no no no no no", "ip").catch(() => {});
    await expect(accounts.signIn("lin@example.com", PASSWORD, "ip")).rejects.toMatchObject({
      code: "rate_limited",
    });
    clock.at += 2_000;
    expect((await accounts.signIn("LIN@example.com ", PASSWORD, "ip")).agent.email).toBe("lin@example.com");
  });

  it("waits no longer for a clock that was set back", async () => {
    const { accounts, clock } = await bench();
    await accounts.add({ email: "lin@example.com", password: PASSWORD });
    for (let n = 0; n < 25; n++) {
      await expect(accounts.signIn("lin@example.com", "wrong wrong wrong", "ip")).rejects.toThrow();
    }
    clock.at -= 24 * 3_600_000;
    const tried = accounts.signIn("lin@example.com", PASSWORD, "ip");
    await expect(tried).rejects.toMatchObject({ code: "rate_limited", waitMs: 2000 });
    clock.at += 2000;
    expect((await accounts.signIn("lin@example.com", PASSWORD, "ip")).agent.email).toBe("lin@example.com");
  });

  it("counts tries that come at once, before any of them is judged", async () => {
    const { accounts } = await bench();
    const many = Array.from({ length: 12 }, () => accounts.signIn("lin@example.com", "no no no no no", "ip"));
    const codes = (await Promise.allSettled(many)).map((one) => one.status === "rejected" && one.reason.code);
    expect(codes.filter((code) => code === "unauthorized")).toHaveLength(5);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(7);
  });

  it("renews a hash of older costs", async () => {
    const { store, clock, deps } = await bench();
    const passwords = { ...plainPasswords, outdated: (stored: string) => stored.startsWith("plain:") };
    const accounts = await openAccounts({
      people: store.people,
      now: () => clock.at,
      log: deps.log,
      passwords,
    });
    await accounts.add({ email: "lin@example.com", password: PASSWORD });
    passwords.hash = async (password) => `new:${password}`;
    const { token } = await accounts.signIn("lin@example.com", PASSWORD, "ip");
    expect((await store.people.byEmail("lin@example.com"))?.passwordHash).toBe(`new:${PASSWORD}`);
    expect(await accounts.bySession(token)).toBeDefined();
  });
});

describe("a session", () => {
  const signedIn = async () => {
    const all = await bench();
    await all.accounts.add({ email: "lin@example.com", password: PASSWORD });
    const { token } = await all.accounts.signIn("lin@example.com", PASSWORD, "ip");
    const alive = async () => (await all.accounts.bySession(token)) !== undefined;
    return { ...all, token, alive };
  };
  const HOUR = 3_600_000;

  it("ends after eight hours without use, and after seven days in any case", async () => {
    const idle = await signedIn();
    idle.clock.at += 8 * HOUR + 1;
    expect(await idle.alive()).toBe(false);
    const busy = await signedIn();
    for (let hours = 7; hours < 7 * 24; hours += 7) {
      busy.clock.at += 7 * HOUR;
      expect(await busy.alive(), `${hours} h`).toBe(true);
    }
    busy.clock.at += 7 * HOUR;
    expect(await busy.alive()).toBe(false);
  });

  it("ends with signing out, with a reset, and when the agent is disabled", async () => {
    const out = await signedIn();
    await out.accounts.signOut(out.token);
    expect(await out.alive()).toBe(false);
    const reset = await signedIn();
    await reset.accounts.reset("lin@example.com", {});
    expect(await reset.alive()).toBe(false);
    const disabled = await signedIn();
    await disabled.accounts.setDisabled("lin@example.com", true);
    expect(await disabled.alive()).toBe(false);
  });
});

describe("the operator", () => {
  it("gets a key once, and it opens the door until a reset", async () => {
    const { accounts } = await bench();
    const { key = "", password } = await accounts.add({ email: "robot@example.com", key: true });
    expect(key).toMatch(/^kf_[\w-]{43}$/);
    expect(password).toBeUndefined();
    expect(await accounts.byKey(key)).toMatchObject({ email: "robot@example.com" });
    const fresh = await accounts.reset("robot@example.com", { key: true });
    expect(await accounts.byKey(key)).toBeUndefined();
    expect(await accounts.byKey(fresh.key ?? "")).toBeDefined();
  });

  it("is given a password that works where none was named", async () => {
    const { accounts } = await bench();
    const { password = "" } = await accounts.add({ email: "lin@example.com" });
    expect((await accounts.signIn("lin@example.com", password, "ip")).agent.email).toBe("lin@example.com");
    const again = await accounts.reset("lin@example.com", {});
    await expect(accounts.signIn("lin@example.com", password, "ip")).rejects.toMatchObject({
      code: "unauthorized",
    });
    expect((await accounts.signIn("lin@example.com", again.password ?? "", "ip")).agent.name).toBe("lin");
  });

  it("makes the very first person an admin, later ones agents, and no address twice", async () => {
    const { accounts } = await bench();
    expect((await accounts.add({ email: "a@example.com" })).agent.role).toBe("admin");
    expect((await accounts.add({ email: "b@example.com" })).agent.role).toBe("agent");
    await expect(accounts.add({ email: "B@example.com" })).rejects.toMatchObject({ code: "conflict" });
    await expect(accounts.reset("who@example.com", {})).rejects.toMatchObject({ code: "not_found" });
  });

  it("does not enable a disabled agent by a reset", async () => {
    const { accounts } = await bench();
    await accounts.add({ email: "lin@example.com" });
    await accounts.setDisabled("lin@example.com", true);
    const { password = "" } = await accounts.reset("lin@example.com", {});
    await expect(accounts.signIn("lin@example.com", password, "ip")).rejects.toMatchObject({
      code: "unauthorized",
    });
  });
});
