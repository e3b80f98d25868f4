import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Actor, Space } from "../../src/channel/contract.ts";

/** Who holds a token. `id` has no colon, so that event keys built from it cannot be confused. */
export interface Visitor {
  id: string;
  locale?: string;
  name?: string;
  verified: boolean;
  issuedAt: number;
}

/** A year: as long as texts are kept. A signed identity is trusted for a day, then asked for again. */
const LIFETIME_MS = { anonymous: 365 * 86_400_000, verified: 86_400_000 } as const;
/** Clocks of several instances may differ by this much. */
const SKEW_MS = 60_000;

const Payload = z.strictObject({
  v: z.string().min(1),
  l: z.string().optional(),
  n: z.string().optional(),
  i: z.literal(1).optional(),
  t: z.number().int(),
});

/** A new visitor that nobody can guess. */
export function anonymousVisitor(at: number, locale: string | undefined): Visitor {
  const id = `v_${randomBytes(16).toString("base64url")}`;
  return { id, verified: false, issuedAt: at, ...(locale === undefined ? {} : { locale }) };
}

/** The token a visitor proves themselves with: `kw_<payload>.<HMAC-SHA256>`, both base64url. */
export function signVisitor(visitor: Visitor, key: Uint8Array): string {
  const payload: z.input<typeof Payload> = { v: visitor.id, t: visitor.issuedAt };
  if (visitor.locale !== undefined) payload.l = visitor.locale;
  if (visitor.name !== undefined) payload.n = visitor.name;
  if (visitor.verified) payload.i = 1;
  const body = Buffer.from(JSON.stringify(payload)).toString("base64url");
  return `kw_${body}.${macOf(body, key).toString("base64url")}`;
}

/** The visitor a token was signed for; undefined when it is not ours, was changed, or is too old. */
export function readVisitor(token: string, key: Uint8Array, now: number): Visitor | undefined {
  const match = /^kw_([\w-]{1,4096})\.([\w-]{43})$/.exec(token);
  const [, body, mac] = match ?? [];
  if (body === undefined || mac === undefined) return undefined;
  if (!timingSafeEqual(Buffer.from(mac, "base64url"), macOf(body, key))) return undefined;
  const payload = Payload.safeParse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  if (!payload.success) return undefined;
  const { v, l, n, i, t } = payload.data;
  const verified = i === 1;
  if (t > now + SKEW_MS || now - t > LIFETIME_MS[verified ? "verified" : "anonymous"]) return undefined;
  return {
    id: v,
    verified,
    issuedAt: t,
    ...(l === undefined ? {} : { locale: l }),
    ...(n === undefined ? {} : { name: n }),
  };
}

/** The one private conversation space of a visitor. */
export function spaceOf(visitor: Visitor): Space {
  return { id: visitor.id, kind: "dm" };
}

export function actorOf(visitor: Visitor): Actor {
  return {
    id: visitor.id,
    ...(visitor.name === undefined ? {} : { name: visitor.name }),
    ...(visitor.locale === undefined ? {} : { locale: visitor.locale }),
    ...(visitor.verified ? { verified: true } : {}),
  };
}

// The prefix keeps this signature apart from anything else the same key may ever sign.
function macOf(body: string, key: Uint8Array): Buffer {
  return createHmac("sha256", key).update(`visitor.${body}`).digest();
}
