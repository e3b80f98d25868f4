import { useEffect, useReducer, useRef } from "preact/hooks";

/** A value that tells when it changes. */
export interface Store<S> {
  get(): S;
  set(patch: Partial<S>): void;
  subscribe(listener: () => void): () => void;
}

export function storeOf<S extends object>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Draws again when what `select` gives is another value. */
export function useStore<S, T>(store: Store<S>, select: (state: S) => T): T {
  const [, again] = useReducer((n: number) => n + 1, 0);
  const value = select(store.get());
  const latest = useRef({ select, value });
  latest.current = { select, value };
  useEffect(() => {
    const look = (): void => {
      if (!Object.is(latest.current.select(store.get()), latest.current.value)) again(undefined);
    };
    // What changed between drawing and subscribing.
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
}
