/** How often something may be done: `burst` times at once, then `perMinute`. */
export interface RateLimit {
  burst: number;
  perMinute: number;
}

const MAX_ADDRESSES = 10_000;
/**
 * Loopback is this machine, or a proxy not named in TRUST_PROXY behind which all customers look alike:
 * the limit of one customer would then be the limit of all.
 */
const LOOPBACK_FACTOR = 20;

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket per client address, or whatever else tells one from another, in memory: `take` answers 0, or the milliseconds to wait. */
export function addressLimit(limit: RateLimit, now: () => number): { take(ip: string): number } {
  const buckets = new Map<string, Bucket>();
  return {
    take(ip) {
      const factor = isLoopback(ip) ? LOOPBACK_FACTOR : 1;
      const burst = limit.burst * factor;
      const perMs = (limit.perMinute * factor) / 60_000;
      const at = now();
      const key = networkOf(ip);
      const last = buckets.get(key) ?? { tokens: burst, at };
      const tokens = Math.min(burst, last.tokens + Math.max(0, at - last.at) * perMs);
      buckets.delete(key);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
      forgetOldest(buckets);
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perMs);
    },
  };
}

function isLoopback(ip: string): boolean {
  return ip === "::1" || /^(::ffff:)?127\./.test(ip);
}

/** An IPv6 customer has a whole /64; an IPv4 one a single address. */
function networkOf(ip: string): string {
  if (!ip.includes(":") || ip.includes(".")) return ip;
  const [head = ""] = ip.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  return [...groups, "0", "0", "0", "0"].slice(0, 4).join(":");
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  if (buckets.size <= MAX_ADDRESSES) return;
  const oldest = buckets.keys().next();
  if (!oldest.done) buckets.delete(oldest.value);
}
