import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { openWeb } from "../../adapters/web/channel.ts";
import { settings } from "../../adapters/web/settings.ts";
import type { RawResponse } from "../../src/channel/http.ts";
import { type MemoryPorts, memoryPorts } from "../unit/adapters/web/memory-ports.ts";

/** The policy the real server sends with its pages. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

export interface StandIn {
  url: string;
  ports: MemoryPorts;
  /** While true, API calls are cut off as by a broken network. */
  cut: boolean;
  /** Space of the customer who wrote last. */
  customer(): string;
  typing(): void;
  close(): Promise<void>;
}

/** A small server with the real web channel over ports in memory, and the built pages as they ship. */
export async function standIn(pages: string): Promise<StandIn> {
  const ports = memoryPorts(Date.now);
  const channel = openWeb(settings.parse({}), { log: { warn: () => {} }, now: Date.now });
  await channel.start(ports);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (!url.pathname.startsWith("/api/")) return void servePage(pages, url.pathname, response);
    if (standing.cut) return void request.socket.destroy();
    void serveApi(request, url, response);
  });

  async function serveApi(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const covers = (path: string): boolean =>
      path === url.pathname || (path.endsWith("/*") && url.pathname.startsWith(path.slice(0, -1)));
    const route = channel.routes?.find((one) => one.method === request.method && covers(one.path));
    if (route === undefined) return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const query = Object.fromEntries(url.searchParams);
    const body = Buffer.concat(chunks);
    const raw = { method: route.method, path: url.pathname, query, headers, body, ip: "127.0.0.1" };
    await answer(await route.handle(raw), response);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const standing: StandIn = {
    url: `http://127.0.0.1:${port}/`,
    ports,
    cut: false,
    customer: () => ports.taken.at(-1)?.space.id ?? "",
    typing: () => void channel.typing?.({ id: standing.customer(), kind: "dm" }, AbortSignal.timeout(1000)),
    async close() {
      await channel.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return standing;
}

async function answer(raw: RawResponse, response: ServerResponse): Promise<void> {
  response.writeHead(raw.status, raw.headers);
  if (raw.stream === undefined) return void response.end(raw.body);
  const closed = new AbortController();
  response.on("close", () => closed.abort());
  await raw.stream((chunk) => response.write(chunk), closed.signal);
  response.end();
}

async function servePage(pages: string, path: string, response: ServerResponse): Promise<void> {
  const file = join(pages, normalize(path === "/" ? "/index.html" : path));
  try {
    const content = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, {
      "content-type": type,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    });
    response.end(
      type.startsWith("text/html") ? content.toString().replaceAll("%TENANT%", "Lantern Wallet") : content,
    );
  } catch {
    response.writeHead(404).end();
  }
}
