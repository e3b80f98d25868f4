import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** A worker's file beside `base`: compiled, or the source when we run from source. */
export function workerFile(base: string, name: string): URL {
  return new URL(`./${name}.${base.endsWith(".ts") ? "ts" : "js"}`, base);
}

export function startWorker(file: URL, workerData: unknown): Worker {
  return new Worker(file.pathname.endsWith(".ts") ? throughTsx(file) : file, { workerData });
}

/** Node 20 reads no TypeScript: a worker from source (tests, `npm run dev`) first registers tsx in its own thread. */
function throughTsx(file: URL): URL {
  // Not `resolve("tsx/esm/api")`: that names the CommonJS half, which fails where tsx runs already.
  const tsxFolder = pathToFileURL(createRequire(import.meta.url).resolve("tsx/package.json"));
  const tsx = new URL("./dist/esm/api/index.mjs", tsxFolder).href;
  const code = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(file.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
