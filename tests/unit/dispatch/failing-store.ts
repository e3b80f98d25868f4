import { AppError } from "../../../src/errors.ts";
import type { AcceptRequest, Store } from "../../../src/store/store.ts";

export interface FailingStore extends Store {
  /** The next `times` calls of this method fail and leave nothing behind, as on a full disk. */
  fail(method: Method, times: number, error?: Error): void;
  /** Holds the next call of a method before it reaches the store, or its result after; returns what lets it go on. */
  hold(method: Method, when?: "before" | "after"): { reached: Promise<void>; release(): void };
}

type Method = "accept" | "handle" | "begin" | "settle" | "next" | "dueTimers";

const DISK_FULL = new AppError("store_failed", "The disk is full: nothing was stored.", {
  retryable: true,
});

/** The real store with faults injected at the port. */
export function failingStore(store: Store): FailingStore {
  const failures = new Map<Method, { times: number; error: Error }>();
  const holds = new Map<Method, { when: "before" | "after"; arrived(): void; gate: Promise<void> }>();

  function wrap<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          const failure = failures.get(name as Method);
          if (failure !== undefined && failure.times > 0) {
            failure.times -= 1;
            if (name === "accept")
              return method.apply(target, [full(args[0] as AcceptRequest, failure.error)]);
            throw failure.error;
          }
          const hold = holds.get(name as Method);
          if (hold === undefined) return method.apply(target, args);
          holds.delete(name as Method);
          const result = hold.when === "after" ? await method.apply(target, args) : undefined;
          hold.arrived();
          await hold.gate;
          return hold.when === "after" ? result : method.apply(target, args);
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
    hold(method, when = "before") {
      let arrived = () => {};
      let release = () => {};
      const reached = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      holds.set(method, { when, arrived, gate });
      return { reached, release };
    },
  };
}

/** A batch that fails in its commit, so after the guard has read it. */
function full(request: AcceptRequest, error: Error): AcceptRequest {
  return {
    ...request,
    admit(event, context) {
      request.admit(event, context);
      throw error;
    },
  };
}
