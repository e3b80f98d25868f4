import type { System } from "./system.ts";

/**
 * All systems by the name that `--only` takes, in the order of the table. Each is loaded in the process that measures
 * it and nowhere else.
 */
export const SYSTEMS = {
  kefu: { title: "kefu", open: async () => (await import("./systems/kefu.ts")).kefu() },
  "nlp.js": { title: "nlp.js 4.27", open: async () => (await import("./systems/nlp-js.ts")).nlpJs() },
  fts5: { title: "SQLite FTS5", open: async () => (await import("./systems/fts5.ts")).fts5() },
  minisearch: {
    title: "MiniSearch 7.2",
    open: async () => (await import("./systems/minisearch.ts")).minisearch(),
  },
  fuse: { title: "Fuse.js 7.5", open: async () => (await import("./systems/fuse.ts")).fuse() },
} satisfies Record<string, { title: string; open(): Promise<System> }>;

export type SystemName = keyof typeof SYSTEMS;
