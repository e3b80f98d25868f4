import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Conversation } from "../conversation/state.ts";
import type { Accounts } from "../desk/accounts.ts";
import { type DeskAction, type DeskUser, whyNot } from "../desk/roles.ts";
import { AppError } from "../errors.ts";
import type { Agent } from "../store/store.ts";
import type { DeskEnv } from "./deps.ts";
import { isHttps } from "./exposure.ts";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The headers every answer of ours carries, whatever it is. */
export const safeHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set("content-security-policy", CSP);
  c.res.headers.set("x-content-type-options", "nosniff");
  c.res.headers.set("referrer-policy", "no-referrer");
  c.res.headers.set("cross-origin-opener-policy", "same-origin");
};

/** `__Host-` binds the cookie to HTTPS and this host; browsers refuse it on plain HTTP, where only loopback is meant. */
export function sessionCookie(publicUrl: string | undefined): { name: string; secure: boolean } {
  return isHttps(publicUrl) ? { name: "__Host-sid", secure: true } : { name: "sid", secure: false };
}

/**
 * Refuses what another site's page sends with our cookie: every call but GET, and the feed. Calls with a key carry no
 * cookie and are not asked; a program that sends neither header is no browser.
 */
export function sameOrigin(publicUrl: string | undefined): MiddlewareHandler<DeskEnv> {
  const ours = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  return async (c, next) => {
    if (c.req.method === "GET" && !c.req.path.endsWith("/feed")) return next();
    if (c.req.header("authorization") !== undefined) return next();
    const site = c.req.header("sec-fetch-site");
    const origin = c.req.header("origin");
    const foreign =
      (site !== undefined && site !== "same-origin" && site !== "none") ||
      (origin !== undefined && origin !== ours && !isAt(origin, c.req.header("host")));
    if (foreign) throw new AppError("forbidden", "Calls from other sites are refused. Open the desk itself.");
    return next();
  };
}

/** Lets only agents at work in, by key or by cookie. A key that is wrong is not helped by a cookie. */
export function signedIn(accounts: Accounts, cookie: string): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    const header = c.req.header("authorization");
    const session = getCookie(c, cookie);
    const key = /^Bearer +(kf_[\w-]{43})$/i.exec(header ?? "")?.[1];
    const who = async () => {
      if (header !== undefined) return key === undefined ? undefined : accounts.byKey(key);
      return session === undefined ? undefined : accounts.bySession(session);
    };
    const agent = await who();
    if (!isAtWork(agent)) {
      throw new AppError("unauthorized", "Sign in first, or send Authorization: Bearer with a program key.");
    }
    c.set("agent", agent);
    c.set("via", header === undefined ? "session" : "key");
    if (header === undefined && session !== undefined) c.set("token", session);
    c.set("stillIn", async () => isAtWork(await who()));
    return next();
  };
}

export function isAtWork(agent: Agent | undefined): agent is Agent {
  return agent !== undefined && agent.disabledAt === undefined;
}

/**
 * What a route needs: the guard before it, and its name in the document (`x-action`). Every route of the desk names one;
 * the audit log takes it from here.
 */
export function needs(action: DeskAction) {
  return { middleware: [may(action)], "x-action": action };
}

/** Lets only those through who may do this. */
function may(action: DeskAction): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    c.set("action", action);
    const id = c.req.param("id");
    if (id !== undefined && /^[\w.-]{1,64}$/.test(id)) c.set("target", id);
    assertMay(c, action);
    return next();
  };
}

/** @throws AppError forbidden, totp_missing */
export function assertMay(
  c: Context<DeskEnv>,
  action: DeskAction,
  conversation?: Pick<Conversation, "owner">,
): void {
  const reason = whyNot(userOf(c), action, conversation);
  if (reason === undefined) return;
  if (reason === "totp") {
    throw new AppError(
      "totp_missing",
      "Admins need the second step for this. Set it up: your account, or POST /api/desk/me/totp.",
    );
  }
  throw new AppError(
    "forbidden",
    reason === "way" ? "Sign in with your password for this; a key may not." : "Your role may not do this.",
  );
}

/** Who is signed in, as the table of rights asks. */
export function userOf(c: Context<DeskEnv>): DeskUser {
  const { id, role, totp } = c.get("agent");
  return { id, role, via: c.get("via"), ...(totp ? { totp } : {}) };
}

/** "null" and what is no address are at no host. */
function isAt(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
