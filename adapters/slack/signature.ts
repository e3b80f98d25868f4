import { createHmac, timingSafeEqual } from "node:crypto";

/** How old a request may be, and how far ahead of our clock: Slack's own figure against replays. */
const MOST_SECONDS = 5 * 60;

export type Verdict = "ok" | "no secret" | "unsigned" | "stale" | "forged";

/**
 * Whether Slack signed these bytes (its version v0): HMAC-SHA256 over `v0:{timestamp}:{raw body}`, compared in
 * constant time. Anything missing is a refusal, the secret first of all. `now` is epoch milliseconds.
 */
export function verifySignature(
  secret: string | undefined,
  request: { headers: Record<string, string>; body: Uint8Array },
  now: number,
): Verdict {
  if (secret === undefined || secret === "") return "no secret";
  const timestamp = request.headers["x-slack-request-timestamp"] ?? "";
  const given = request.headers["x-slack-signature"] ?? "";
  if (!/^\d{1,12}$/.test(timestamp) || given === "") return "unsigned";
  if (Math.abs(now / 1_000 - Number(timestamp)) > MOST_SECONDS) return "stale";
  const expected = Buffer.from(signatureOf(secret, timestamp, request.body));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? "ok" : "forged";
}

/** The signature Slack would send with these bytes. */
export function signatureOf(secret: string, timestamp: string, body: Uint8Array | string): string {
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest("hex");
  return `v0=${digest}`;
}
