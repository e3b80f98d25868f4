import { resolve } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

/** The browser code. Nothing is inlined: the pages run under a policy without `unsafe-inline` and `data:` scripts. */
export default defineConfig({
  root: resolve(import.meta.dirname, "src/pages"),
  plugins: [preact({ devToolsEnabled: false })],
  build: {
    outDir: resolve(import.meta.dirname, "dist/pages"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: {
      input: ["index.html", "inbox/index.html"].map((page) =>
        resolve(import.meta.dirname, "src/pages", page),
      ),
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:3000" } },
});
