import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Accounts, SignedIn } from "../desk/accounts.ts";
import { named } from "./audit.ts";
import { addressOf, type TrustProxy } from "./client-ip.ts";
import type { DeskEnv } from "./deps.ts";
import { code, email, given, password, personName } from "./fields.ts";
import { needs, sessionCookie } from "./guards.ts";
import { meOf } from "./me.ts";
import { answers, MeShape, refusal, takes } from "./shapes.ts";

const me = answers("The signed-in agent; the session is in a cookie", MeShape);

const setup = createRoute({
  method: "post",
  path: "/api/desk/setup",
  tags: ["desk"],
  summary: "Create the first admin with the code from the server's terminal",
  middleware: [named("setup")],
  request: {
    body: takes(
      z.strictObject({
        code: z.string({ error: given("send the code from the server's terminal") }).max(100),
        email,
        name: personName,
        password,
      }),
    ),
  },
  responses: {
    200: me,
    401: refusal("Wrong code"),
    409: refusal("Somebody exists already"),
    429: refusal("Too many tries"),
  },
});

const login = createRoute({
  method: "post",
  path: "/api/desk/login",
  tags: ["desk"],
  summary: "Sign in",
  description:
    "`totp_required`: the password is right; send it again with `code`, of the app or for recovery.",
  middleware: [named("login")],
  request: { body: takes(z.strictObject({ email, password, code: code.optional() })) },
  responses: { 200: me, 401: refusal("Address, password or code not right"), 429: refusal("Too many tries") },
});

const join = createRoute({
  method: "post",
  path: "/api/desk/invitations/accept",
  tags: ["desk"],
  summary: "Join by an invitation, and sign in",
  middleware: [named("invitations.accept")],
  request: {
    body: takes(
      z.strictObject({
        code: z.string({ error: given("send the invitation's code") }).max(100),
        name: personName,
        password,
      }),
    ),
  },
  responses: { 200: me, 401: refusal("No open invitation"), 429: refusal("Too many tries") },
});

const logout = createRoute({
  method: "post",
  path: "/api/desk/logout",
  tags: ["desk"],
  summary: "End this session",
  ...needs("own.logout"),
  responses: { 200: answers("Signed out", z.object({})), 401: refusal("Not signed in") },
});

interface SessionDeps {
  accounts: Accounts;
  publicUrl?: string | undefined;
  trustProxy?: TrustProxy | undefined;
  now(): number;
}

/** The doors that stand open to those who are not signed in yet. */
export function signInRoutes(app: OpenAPIHono<DeskEnv>, deps: SessionDeps): void {
  const from = (c: Context<DeskEnv>) => ({
    address: addressOf(c, deps.trustProxy),
    client: c.req.header("user-agent"),
  });
  const welcome = (c: Context<DeskEnv>, { agent, token, expiresAt }: SignedIn) => {
    const { name, secure } = sessionCookie(deps.publicUrl);
    const maxAge = Math.floor((expiresAt - deps.now()) / 1000);
    setCookie(c, name, token, { httpOnly: true, secure, sameSite: "Lax", path: "/", maxAge });
    c.set("agent", agent);
    c.set("target", agent.id);
    return c.json(meOf(agent, { ...agent, via: "session" }), 200);
  };
  app.openapi(setup, async (c) => {
    return welcome(c, await deps.accounts.setup(c.req.valid("json"), from(c)));
  });
  app.openapi(login, async (c) => {
    const given = c.req.valid("json");
    // A refused try is written down with whose account it was for, where there is one.
    const meant = await deps.accounts.byEmail(given.email);
    if (meant !== undefined) c.set("target", meant.id);
    return welcome(c, await deps.accounts.signIn(given.email, given.password, from(c), given.code));
  });
  app.openapi(join, async (c) => welcome(c, await deps.accounts.join(c.req.valid("json"), from(c))));
}

/** Signing out; behind the guard, so that it is told apart from a session that ended by itself. */
export function signOutRoute(app: OpenAPIHono<DeskEnv>, deps: SessionDeps): void {
  const { name, secure } = sessionCookie(deps.publicUrl);
  app.openapi(logout, async (c) => {
    const token = getCookie(c, name);
    if (token !== undefined) await deps.accounts.signOut(token);
    deleteCookie(c, name, { path: "/", secure });
    return c.json({}, 200);
  });
}
