import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../src/errors.ts";
import type { Visitor } from "./visitor.ts";

/** A signed identity is a hand-over, not a session: it may be valid for 15 minutes at most. */
const MAX_LIFETIME_MS = 15 * 60_000;
const SKEW_MS = 60_000;

const Header = z.object({ alg: z.literal("HS256") });
const Claims = z.object({
  sub: z.string().min(1).max(200),
  exp: z.number(),
  nbf: z.number().optional(),
  name: z.string().max(200).optional(),
});

/**
 * The customer that the tenant's backend vouches for: a JWT signed with HS256 and the shared secret,
 * with `sub` and `exp` at most 15 minutes ahead; `name` is shown to agents. The same `sub` is the same
 * customer in every browser.
 * @throws AppError input_invalid, saying what to mend, for any token that does not hold.
 */
export function readIdentity(jwt: string, secret: string | undefined, now: number): Omit<Visitor, "locale"> {
  if (secret === undefined) {
    throw refused("signed identities are not configured here. Leave it out, or set WEB_IDENTITY_SECRET");
  }
  const [header = "", payload = "", signature = "", ...rest] = jwt.split(".");
  if (rest.length > 0 || !Header.safeParse(json(header)).success)
    throw refused("send a JWT signed with HS256");
  const expected = createHmac("sha256", secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw refused("the signature does not match. Sign with the value of WEB_IDENTITY_SECRET");
  }
  const claims = Claims.safeParse(json(payload));
  if (!claims.success) throw refused("the JWT needs `sub` (text, up to 200 characters) and `exp` (seconds)");
  const { sub, exp, nbf, name } = claims.data;
  if (exp * 1000 <= now - SKEW_MS || (nbf !== undefined && nbf * 1000 > now + SKEW_MS)) {
    throw refused("it has expired or is not valid yet. Sign a new one for every page view");
  }
  if (exp * 1000 > now + MAX_LIFETIME_MS + SKEW_MS) throw refused("`exp` may be at most 15 minutes ahead");
  // Encoded, so that an id never holds a colon; the prefix keeps it apart from anonymous visitors.
  const id = `user_${encodeURIComponent(sub.replace(/\p{Surrogate}/gu, "\uFFFD"))}`;
  return { id, verified: true, issuedAt: now, ...(name === undefined ? {} : { name }) };
}

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

function refused(why: string): AppError {
  return new AppError("input_invalid", `identity: ${why}.`);
}
