import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Accounts, SignedIn } from "../desk/accounts.ts";
import { clientIp, type TrustProxy } from "./client-ip.ts";
import type { DeskEnv } from "./deps.ts";
import { email, given, password, personName } from "./fields.ts";
import { sessionCookie } from "./guards.ts";
import { AgentShape, answers, refusal, takes } from "./shapes.ts";

const me = answers("The signed-in agent; the session is in a cookie", z.object({ agent: AgentShape }));

const setup = createRoute({
  method: "post",
  path: "/api/desk/setup",
  tags: ["desk"],
  summary: "Create the first admin with the code from the server's terminal",
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
  request: { body: takes(z.strictObject({ email, password })) },
  responses: { 200: me, 401: refusal("Address or password not right"), 429: refusal("Too many tries") },
});

const logout = createRoute({
  method: "post",
  path: "/api/desk/logout",
  tags: ["desk"],
  summary: "End this session",
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
  const address = (c: Context<DeskEnv>) =>
    clientIp(c.env?.incoming?.socket.remoteAddress, c.req.header("x-forwarded-for"), deps.trustProxy);
  const welcome = (c: Context<DeskEnv>, { agent, token, expiresAt }: SignedIn) => {
    const { name, secure } = sessionCookie(deps.publicUrl);
    const maxAge = Math.floor((expiresAt - deps.now()) / 1000);
    setCookie(c, name, token, { httpOnly: true, secure, sameSite: "Lax", path: "/", maxAge });
    return c.json({ agent }, 200);
  };
  app.openapi(setup, async (c) => {
    return welcome(c, await deps.accounts.setup(c.req.valid("json"), address(c)));
  });
  app.openapi(login, async (c) => {
    const given = c.req.valid("json");
    return welcome(c, await deps.accounts.signIn(given.email, given.password, address(c)));
  });
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
