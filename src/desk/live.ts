/** What is true for seconds: told to whoever listens, never stored, never told again. */
export interface LiveEvent {
  kind: "presence" | "availability";
  /** What it is about: a newer event of the same kind and subject takes the place of one that was not told yet. */
  about: string;
  data: Record<string, unknown>;
}

export interface Live {
  tell(event: LiveEvent): void;
  listen(listener: (event: LiveEvent) => void): () => void;
}

/** Carries passing things from whoever notices them to open feeds. */
export function openLive(): Live {
  const listeners = new Set<(event: LiveEvent) => void>();
  return {
    tell(event) {
      for (const listener of listeners) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
