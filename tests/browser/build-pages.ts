import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of the built pages. */
    pages: string;
  }
}

/** Builds the pages once, beside the checkout: what is tested is what is shipped, and `dist/` stays as it is. */
export default async function buildPages(project: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), "kefu-pages-"));
  await build({
    configFile: resolve(import.meta.dirname, "../../vite.config.ts"),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
  });
  project.provide("pages", outDir);
  return () => rm(outDir, { recursive: true, force: true });
}
