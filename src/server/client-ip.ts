import { BlockList, isIP } from "node:net";
import type { Context } from "hono";
import type { DeskEnv } from "./deps.ts";

/** Whose `X-Forwarded-For` is believed: so many proxies in a row, or any that connects from this machine. */
export type TrustProxy = number | "loopback";

/**
 * The client's address. Only entries that a trusted proxy wrote count: with N hops the Nth from the right, with
 * "loopback" the first from the right that is not this machine. What is no address falls back to the peer's.
 */
export function clientIp(
  peer: string | undefined,
  forwarded: string | undefined,
  trust: TrustProxy | undefined,
): string {
  const self = plain(peer ?? "") ?? LOCAL;
  if (trust === undefined || trust === 0 || forwarded === undefined) return self;
  const chain = [...forwarded.split(",").map((part) => plain(part)), self];
  if (trust === "loopback") {
    const outer = chain.findLast((address) => address === undefined || !isLoopback(address));
    return isLoopback(self) ? (outer ?? self) : self;
  }
  return chain[Math.max(0, chain.length - 1 - trust)] ?? self;
}

/** The address a call comes from. */
export function addressOf(c: Context<DeskEnv>, trust: TrustProxy | undefined): string {
  return clientIp(c.env?.incoming?.socket.remoteAddress, c.req.header("x-forwarded-for"), trust);
}

export function isLoopback(address: string): boolean {
  const kind = isIP(address);
  if (kind === 0) return address === LOCAL || address === "localhost";
  return LOOPBACK.check(address, kind === 6 ? "ipv6" : "ipv4");
}

/** The address alone: no port, no brackets, an IPv4 address in IPv6 dress as IPv4. */
function plain(text: string): string | undefined {
  const trimmed = text.trim();
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
  const address = bare.replace(/^::ffff:(?=\d+(?:\.\d+){3}$)/i, "");
  return isIP(address) === 0 ? undefined : address;
}

/** A unix socket and a call in process have no address. */
const LOCAL = "local";

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");
