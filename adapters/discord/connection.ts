import type { ChannelHealth } from "../../src/channel/contract.ts";
import { backoffMs } from "./errors.ts";
import { type Gateway, type GatewayParts, openGateway } from "./gateway.ts";

export interface ConnectionParts extends Omit<GatewayParts, "connected"> {
  setHealth(health: ChannelHealth): void;
  /** Aborting ends the connection for good. */
  signal: AbortSignal;
}

export interface Connection {
  /** Resolves once the first try worked or failed. */
  readonly tried: Promise<void>;
  /** Resolves when it is over: stopped, or refused until a person acts. */
  readonly done: Promise<void>;
  /** Makes a new connection, for instance because a call found the token refused. */
  renew(detail: string): void;
}

/** Keeps one connection to Discord's gateway: made again with growing waits, given up only when Discord says why. */
export function keepConnected(parts: ConnectionParts): Connection {
  const { signal, setHealth, delay, log } = parts;
  let gateway: Gateway | undefined;
  let tell: () => void = () => undefined;
  const tried = new Promise<void>((resolve) => {
    tell = resolve;
  });

  async function run(): Promise<void> {
    let failures = 0;
    const connected = (now: boolean) => {
      if (now) failures = 0;
      setHealth(now ? { state: "up" } : { state: "degraded", detail: "Reconnecting to Discord." });
      tell();
    };
    const stopped = aborted(signal);
    while (!signal.aborted) {
      gateway = openGateway({ ...parts, connected });
      const end = await Promise.race([gateway.ended, stopped]);
      await gateway.close();
      if (end === undefined) return;
      setHealth({ state: "down", detail: end.detail });
      log.warn({ reason: end.detail, attempt: failures + 1 }, "discord connection over");
      tell();
      if (end.kind === "refused") return;
      failures += 1;
      await delay(Math.max(backoffMs(failures), end.afterMs ?? 0), signal);
    }
  }

  const done = run().finally(() => tell());
  return { tried, done, renew: (detail) => gateway?.give({ kind: "lost", detail }) };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
