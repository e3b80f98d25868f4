import { AppError } from "../../../src/errors.ts";
import type { Store } from "../../../src/store/store.ts";

export interface FailingStore extends Store {
  /** The next `times` calls of this method fail before anything is done, as on a full disk. */
  fail(method: Method, times: number, error?: Error): void;
  /** Waits inside the next call of a method, before it reaches the store; returns what lets it go on. */
  hold(method: Method): { reached: Promise<void>; release(): void };
}

type Method = "accept" | "handle" | "begin" | "settle" | "next" | "dueTimers";

export const DISK_FULL = new AppError("store_failed", "The disk is full: nothing was stored.", {
  retryable: true,
});

/** The real store with faults injected at the port. */
export function failingStore(store: Store): FailingStore {
  const failures = new Map<Method, { times: number; error: Error }>();
  const holds = new Map<Method, { arrived(): void; gate: Promise<void> }>();

  function wrap<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          const failure = failures.get(name as Method);
          if (failure !== undefined && failure.times > 0) {
            failure.times -= 1;
            throw failure.error;
          }
          const hold = holds.get(name as Method);
          if (hold !== undefined) {
            holds.delete(name as Method);
            hold.arrived();
            await hold.gate;
          }
          return method.apply(target, args);
        };
      },
    });
  }

  return {
    ...store,
    inbound: wrap(store.inbound),
    outbound: wrap(store.outbound),
    fail(method, times, error = DISK_FULL) {
      failures.set(method, { times, error });
    },
    hold(method) {
      let arrived = () => {};
      let release = () => {};
      const reached = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      holds.set(method, { arrived, gate });
      return { reached, release };
    },
  };
}
