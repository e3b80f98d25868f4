import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Accounts } from "../desk/accounts.ts";
import type { Self } from "../desk/own-access.ts";
import { AppError } from "../errors.ts";
import { addressOf, type TrustProxy } from "./client-ip.ts";
import type { DeskEnv } from "./deps.ts";
import { code, given, password } from "./fields.ts";
import { needs, userOf } from "./guards.ts";
import { answers, KeyShape, RoleShape, refusal, SessionShape, takes } from "./shapes.ts";

const PATH = "/api/desk/me";
const base = { tags: ["desk"], path: PATH };
const id = z.object({ id: z.string().min(1).max(64, { error: "is no id" }) });
const nothing = answers("Done", z.object({}));
const ended = answers("How many ended", z.object({ ended: z.number().int() }));
const recovery = answers(
  "Ten recovery codes, each good once, told this once",
  z.object({ recoveryCodes: z.array(z.string()) }),
);
const refusals = { 401: refusal("Not signed in"), 403: refusal("Not with a key") };
const proof = z.strictObject({ password, code });

const sessions = createRoute({
  ...base,
  method: "get",
  path: `${PATH}/sessions`,
  summary: "Where you are signed in",
  ...needs("own.sessions"),
  responses: { 200: answers("Sessions", z.object({ sessions: z.array(SessionShape) })), ...refusals },
});
const endSession = createRoute({
  ...base,
  method: "delete",
  path: `${PATH}/sessions/{id}`,
  summary: "End one of your sessions",
  ...needs("own.sessions.end"),
  request: { params: id },
  responses: { 200: nothing, 404: refusal("No such session"), ...refusals },
});
const endOthers = createRoute({
  ...base,
  method: "delete",
  path: `${PATH}/sessions`,
  summary: "End all your sessions but this one",
  ...needs("own.sessions.end"),
  responses: { 200: ended, ...refusals },
});
const changePassword = createRoute({
  ...base,
  method: "post",
  path: `${PATH}/password`,
  summary: "Set a new password; your other sessions end",
  ...needs("own.password"),
  request: { body: takes(z.strictObject({ current: password, password })) },
  responses: { 200: nothing, ...refusals },
});
const keys = createRoute({
  ...base,
  method: "get",
  path: `${PATH}/keys`,
  summary: "Your keys for programs",
  ...needs("own.keys"),
  responses: { 200: answers("Keys", z.object({ keys: z.array(KeyShape) })), ...refusals },
});
const addKey = createRoute({
  ...base,
  method: "post",
  path: `${PATH}/keys`,
  summary: "Make a key for a program; it is told this once",
  ...needs("own.keys.add"),
  request: {
    body: takes(
      z.strictObject({
        name: z
          .string({ error: given("send what it is for") })
          .trim()
          .min(1)
          .max(64),
        role: RoleShape.default("agent").openapi({ description: "What it may do at most" }),
      }),
    ),
  },
  responses: { 200: answers("The key", z.object({ id: z.string(), key: z.string() })), ...refusals },
});
const endKey = createRoute({
  ...base,
  method: "delete",
  path: `${PATH}/keys/{id}`,
  summary: "End one of your keys",
  ...needs("own.keys.end"),
  request: { params: id },
  responses: { 200: nothing, 404: refusal("No such key"), ...refusals },
});
const offer = createRoute({
  ...base,
  method: "post",
  path: `${PATH}/totp`,
  summary:
    "Ask for a secret for your authenticator app; it is told this once, and counts when it is confirmed",
  ...needs("own.totp"),
  request: { body: takes(z.strictObject({ password, code: code.optional() })) },
  responses: {
    200: answers("Base32, and as an otpauth address", z.object({ secret: z.string(), uri: z.string() })),
    ...refusals,
  },
});
const confirm = createRoute({
  ...base,
  method: "post",
  path: `${PATH}/totp/confirm`,
  summary: "Put the second step in force by its first code; your other sessions end",
  ...needs("own.totp"),
  request: { body: takes(z.strictObject({ code })) },
  responses: { 200: recovery, 409: refusal("Nothing to confirm"), ...refusals },
});
const renew = createRoute({
  ...base,
  method: "post",
  path: `${PATH}/totp/recovery-codes`,
  summary: "New recovery codes; the old ones end",
  ...needs("own.totp"),
  request: { body: takes(proof) },
  responses: { 200: recovery, 409: refusal("No second step"), ...refusals },
});
const drop = createRoute({
  ...base,
  method: "post",
  path: `${PATH}/totp/drop`,
  summary: "Switch the second step off; admins cannot",
  ...needs("own.totp"),
  request: { body: takes(proof) },
  responses: { 200: nothing, 409: refusal("Admins need it"), ...refusals },
});

/** What the signed-in do about their own way in. */
export function ownRoutes(
  app: OpenAPIHono<DeskEnv>,
  { accounts, trustProxy }: { accounts: Accounts; trustProxy?: TrustProxy | undefined },
): void {
  const self = (c: Context<DeskEnv>): Self => {
    const token = c.get("token");
    if (token === undefined) throw new AppError("forbidden", "Sign in with your password for this.");
    return { agent: c.get("agent"), token, address: addressOf(c, trustProxy) };
  };
  app.openapi(sessions, async (c) => {
    const { agent, token } = self(c);
    return c.json({ sessions: await accounts.sessions(agent.id, token) }, 200);
  });
  app.openapi(endSession, async (c) => {
    await accounts.endOneSession(c.get("agent").id, c.req.valid("param").id);
    return c.json({}, 200);
  });
  app.openapi(endOthers, async (c) => {
    const { agent, token } = self(c);
    return c.json({ ended: await accounts.endSessions(agent.id, token) }, 200);
  });
  app.openapi(changePassword, async (c) => {
    await accounts.changePassword(self(c), c.req.valid("json"));
    return c.json({}, 200);
  });
  app.openapi(keys, async (c) => c.json({ keys: await accounts.keys(c.get("agent").id) }, 200));
  app.openapi(addKey, async (c) => c.json(await accounts.addKey(userOf(c), c.req.valid("json")), 200));
  app.openapi(endKey, async (c) => {
    await accounts.endKey(c.get("agent").id, c.req.valid("param").id);
    return c.json({}, 200);
  });
  app.openapi(offer, async (c) => c.json(await accounts.offerSecondStep(self(c), c.req.valid("json")), 200));
  app.openapi(confirm, async (c) =>
    c.json({ recoveryCodes: await accounts.confirmSecondStep(self(c), c.req.valid("json").code) }, 200),
  );
  app.openapi(renew, async (c) =>
    c.json({ recoveryCodes: await accounts.renewRecoveryCodes(self(c), c.req.valid("json")) }, 200),
  );
  app.openapi(drop, async (c) => {
    await accounts.dropSecondStep(self(c), c.req.valid("json"));
    return c.json({}, 200);
  });
}
