import type { Dispatch, DispatchHealth } from "../dispatch/dispatch.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { Calling } from "./deps.ts";

export interface Readiness {
  status: "ok" | "degraded" | "unavailable";
  phase: DispatchHealth["phase"];
  store: { state: "up" | "down"; detail?: string };
  channels: DispatchHealth["channels"];
  rooms: NonNullable<DispatchHealth["rooms"]>;
  matcher: DispatchHealth["matcher"];
  knowledge: DispatchHealth["knowledge"];
  embeddings: NonNullable<DispatchHealth["embeddings"]>;
  /** The alert ladder, mail and webhooks. */
  calling: Calling;
}

const OFF = { state: "off" as const };

/** A probe writes a row: asking more often than this gets the last outcome, so that nobody wears the disk by asking. */
const PROBE_EVERY_MS = 1_000;

/**
 * How each part is. "unavailable" only when nothing can be taken in (the store cannot write, or we start or stop);
 * a channel that is down, knowledge that is stale, or an embedder that fails, is "degraded": restarting us would not mend it.
 */
export function readiness(deps: {
  store: Pick<Store, "probe">;
  dispatch: Pick<Dispatch, "health">;
  now(): number;
  log: Log;
  calling?: ((now: number) => Promise<Calling>) | undefined;
}): () => Promise<Readiness> {
  let last: { at: number; probe: Promise<Readiness["store"]> } | undefined;

  async function probe(at: number): Promise<Readiness["store"]> {
    try {
      await deps.store.probe(at);
      return { state: "up" };
    } catch (error) {
      deps.log.error({ reason: reasonOf(error) }, "the store cannot write");
      return { state: "down", detail: "The store cannot write. Look at the disk and the log." };
    }
  }

  /** A store that fails is told of by the probe. */
  async function callingAt(at: number): Promise<Calling> {
    return (await deps.calling?.(at).catch(() => undefined)) ?? {};
  }

  return async () => {
    const at = deps.now();
    if (last === undefined || at - last.at >= PROBE_EVERY_MS || at < last.at) last = { at, probe: probe(at) };
    const [store, calling] = await Promise.all([last.probe, callingAt(at)]);
    const { phase, channels, rooms = {}, matcher, knowledge, embeddings = OFF } = deps.dispatch.health();
    const unavailable = store.state === "down" || phase !== "running";
    const degraded =
      Object.values({ ...channels, ...rooms }).some(({ state }) => state !== "up" && state !== "starting") ||
      matcher.state === "failed" ||
      knowledge.state === "stale" ||
      embeddings.state === "degraded" ||
      Object.values(calling).some(({ state }) => state === "degraded");
    const status = unavailable ? "unavailable" : degraded ? "degraded" : "ok";
    return { status, phase, store, channels, rooms, matcher, knowledge, embeddings, calling };
  };
}
