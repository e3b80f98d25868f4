import { Secret, TOTP } from "otpauth";
import { expect, it } from "vitest";
import { sharedKefu } from "./process.ts";

const BOSS = { email: "boss@example.com", password: "seven quiet herons" };
const kefu = sharedKefu(() => ({ env: { ADMIN_EMAIL: BOSS.email, ADMIN_PASSWORD: BOSS.password } }));

it("takes the first admin from the password alone to the second step, out, and in again by code and by recovery code", async () => {
  const call = (path: string, body: unknown, cookie = "") =>
    fetch(`${kefu().url}/api/desk/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify(body),
    });
  const cookieOf = (answer: Response) => (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const first = await call("login", BOSS);
  expect(await first.json()).toMatchObject({ totp: "missing" });
  const cookie = cookieOf(first);
  const person = { email: "mei@example.com" };
  expect((await call("agents", person, cookie)).status).toBe(403);
  const { secret } = await (await call("me/totp", { password: BOSS.password }, cookie)).json();
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const confirmed = await call("me/totp/confirm", { code: totp.generate() }, cookie);
  const { recoveryCodes } = await confirmed.json();
  expect((await call("agents", person, cookie)).status).toBe(200);
  await call("logout", {}, cookie);
  expect((await call("agents", person, cookie)).status).toBe(401);
  expect((await (await call("login", BOSS)).json()).error.code).toBe("totp_required");
  // The code of the step ahead counts too, so that the test need not wait for the next one.
  const next = totp.generate({ timestamp: Date.now() + 30_000 });
  expect((await call("login", { ...BOSS, code: next })).status).toBe(200);
  expect((await call("login", { ...BOSS, code: next })).status).toBe(401);
  const again = await call("login", { ...BOSS, code: recoveryCodes[0] });
  expect(await again.json()).toMatchObject({ totp: "on" });
});
