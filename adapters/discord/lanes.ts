/** Work in order for each place, and side by side for different ones. A task handles its own failures. */
export interface Lanes {
  run(place: string, task: () => Promise<void>): void;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
}

export function lanes(): Lanes {
  const ends = new Map<string, Promise<void>>();
  return {
    run(place, task) {
      const end = (ends.get(place) ?? Promise.resolve()).then(task).finally(() => {
        if (ends.get(place) === end) ends.delete(place);
      });
      ends.set(place, end);
    },
    async idle() {
      while (ends.size > 0) await Promise.all(ends.values());
    },
  };
}
