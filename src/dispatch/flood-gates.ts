import type { InboundEvent } from "../channel/contract.ts";
import { admit, type FloodBucket, type FloodLimits } from "../guard/flood.ts";
import type { Admitted } from "../store/store.ts";

/** Customers remembered at once; the longest silent are forgotten first. */
const REMEMBERED = 50_000;
/** What a customer can send many of. A rating, a deletion or a block is a fact, however many there are. */
const COUNTED: readonly InboundEvent["kind"][] = [
  "message",
  "unsupported",
  "command",
  "press",
  "form",
  "edit",
];

/** One batch at the gate. Exactly one of `kept` and `dropped` is called when the store has spoken. */
export interface FloodBatch {
  verdict(event: InboundEvent): Admitted["flood"];
  kept(): void;
  /** Nothing was stored: the same messages will come again and must not count twice. */
  dropped(): void;
}

interface Gate {
  /** As of the last batch that was stored. */
  kept: FloodBucket | undefined;
  latest: FloodBucket;
}

/** The flood buckets of all customers. */
export function createFloodGates(limitsOf: (account: string) => FloodLimits | undefined): {
  enter(account: string, now: number): FloodBatch;
} {
  const gates = new Map<string, Gate>();

  function pass(key: string, now: number, limits: FloodLimits | undefined): Admitted["flood"] {
    const gate = gates.get(key);
    const { bucket, verdict } = admit(gate?.latest, now, limits);
    gates.delete(key);
    gates.set(key, { kept: gate?.kept, latest: bucket });
    const oldest = gates.keys().next();
    if (gates.size > REMEMBERED && !oldest.done) gates.delete(oldest.value);
    return verdict;
  }

  return {
    enter(account, now) {
      const touched = new Set<string>();
      return {
        verdict(event) {
          if (!COUNTED.includes(event.kind)) return "ok";
          const key = `${account}\n${event.actor.id}`;
          touched.add(key);
          return pass(key, now, limitsOf(account));
        },
        kept() {
          for (const key of touched) {
            const gate = gates.get(key);
            if (gate !== undefined) gate.kept = gate.latest;
          }
        },
        dropped() {
          for (const key of touched) {
            const gate = gates.get(key);
            if (gate?.kept === undefined) gates.delete(key);
            else gate.latest = gate.kept;
          }
        },
      };
    },
  };
}
