import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { MiddlewareHandler } from "hono";

interface Page {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  cache: string;
}

/**
 * Serves the built pages: `index.html` at its folder's address with the tenant's name in it, and what it needs.
 * All is read once, at start, and looked up by its exact address: no path of a request ever reaches the disk.
 */
export function pages(folder: string, tenantName: string): { handle: MiddlewareHandler; count: number } {
  const known = readPages(folder, tenantName);
  return {
    count: known.size,
    async handle(c, next) {
      const page = c.req.method === "GET" || c.req.method === "HEAD" ? pageAt(known, c.req.path) : undefined;
      if (page === undefined) return next();
      return c.body(page.body, 200, { "content-type": page.type, "cache-control": page.cache });
    },
  };
}

/** The inbox draws every address below its own itself; files stay files, so that a missing one is not a page. */
function pageAt(known: Map<string, Page>, path: string): Page | undefined {
  return known.get(path) ?? (/^\/inbox(?:\/[^.]*)?$/.test(path) ? known.get("/inbox/") : undefined);
}

function readPages(folder: string, tenantName: string): Map<string, Page> {
  const found = new Map<string, Page>();
  for (const file of filesOf(folder)) {
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    const type = TYPES[extname(file)];
    if (type === undefined) continue;
    const isIndex = path.endsWith("/index.html");
    const body = isIndex ? withTenant(readFileSync(file, "utf8"), tenantName) : readFileSync(file);
    found.set(isIndex ? path.slice(0, -"index.html".length) : path, {
      body: new Uint8Array(body),
      type,
      // The build puts a hash of the content into the names under /assets.
      cache: path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    });
  }
  return found;
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function withTenant(html: string, tenantName: string): Buffer {
  return Buffer.from(html.replaceAll("%TENANT%", () => escapeHtml(tenantName)));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".mp3": "audio/mpeg",
};
