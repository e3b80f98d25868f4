import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, "../.."),
  test: {
    include: ["tests/browser/**/*.test.ts"],
    globalSetup: ["tests/browser/build-pages.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One browser at a time: two cores.
    maxWorkers: 1,
  },
});
