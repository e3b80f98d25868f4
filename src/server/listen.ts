import { lstatSync, unlinkSync } from "node:fs";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { AppError, reasonOf } from "../errors.ts";
import type { Served } from "./deps.ts";

export interface Listening {
  /** Where it can be reached: an http address, or the socket's path. */
  url: string;
  /** Takes no more connections, ends the streams, and lets what is under way finish within `graceMs`. Never rejects. */
  close(graceMs?: number): Promise<void>;
}

const GRACE_MS = 10_000;
const IDLE_CHECK_MS = 50;
/** How long a client may take to send its headers, and its whole request: streams send nothing after that. */
const LIMITS = { headersTimeout: 15_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };
/** The longest path a unix socket can have on all systems we run on. */
const MAX_SOCKET_PATH = 103;

/** Serves on a port; 0 takes any that is free. @throws AppError config_invalid that says which setting to change */
export async function listen(served: Served, where: { port: number; host: string }): Promise<Listening> {
  const server = serverFor(served);
  await opened(server, () => server.listen(where.port, where.host), where);
  const { port } = server.address() as AddressInfo;
  const reachable = where.host === "0.0.0.0" || where.host === "::" ? "127.0.0.1" : where.host;
  const host = reachable.includes(":") ? `[${reachable}]` : reachable;
  return { url: `http://${host}:${port}`, close: closer(server, served) };
}

/**
 * Serves on a unix socket that only this user may open. What a dead process left there is removed.
 * @throws AppError data_folder_in_use when somebody answers there, config_invalid when the path cannot be used
 */
export async function listenSocket(served: Served, path: string): Promise<Listening> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new AppError(
      "config_invalid",
      `The path of the socket is too long for the system: ${path}. Set DATA_DIR to a shorter path.`,
    );
  }
  await removeStale(path);
  const server = serverFor(served);
  await opened(
    server,
    () => {
      // The mode must be right from the first moment, not a moment later.
      const mask = process.umask(0o177);
      try {
        server.listen(path);
      } finally {
        process.umask(mask);
      }
    },
    { path },
  );
  return { url: path, close: closer(server, served) };
}

function serverFor(served: Served): Server {
  const server = createAdaptorServer({
    fetch: (request, bindings) => served.fetch(request, bindings),
    serverOptions: LIMITS,
    overrideGlobalObjects: false,
  });
  // Without a TLS or HTTP/2 factory the adaptor makes a plain server.
  return server as Server;
}

/** Resolves when the server listens. */
async function opened(
  server: Server,
  start: () => void,
  where: { port: number; host: string } | { path: string },
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.once("listening", () => {
        server.off("error", reject);
        resolve();
      });
      start();
    });
  } catch (error) {
    throw new AppError("config_invalid", refusalOf(error, where), { cause: error });
  }
}

function refusalOf(error: unknown, where: { port: number; host: string } | { path: string }): string {
  const code = codeOf(error);
  if ("path" in where) return `Cannot open the socket ${where.path} (${reasonOf(error)}). Check DATA_DIR.`;
  const { port, host } = where;
  if (code === "EADDRINUSE") {
    return `Port ${port} is in use by another program. Stop it, or set PORT to another number.`;
  }
  if (code === "EACCES") return `Port ${port} is for the system alone. Set PORT to a number from 1024 on.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `This machine has no address ${host}. Set HOST to one it has, like 127.0.0.1 or 0.0.0.0.`;
  }
  return `Cannot listen on ${host}:${port} (${reasonOf(error)}). Check HOST and PORT.`;
}

function closer(server: Server, served: Served): (graceMs?: number) => Promise<void> {
  let closing: Promise<void> | undefined;
  return (graceMs = GRACE_MS) => {
    closing ??= new Promise<void>((resolve) => {
      const late = setTimeout(() => server.closeAllConnections(), graceMs);
      // A connection falls idle when its last answer is out: it must not be kept alive for a next request.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
      server.close(() => {
        clearTimeout(late);
        clearInterval(idle);
        resolve();
      });
      served.endStreams();
    });
    return closing;
  };
}

/** Removes a socket nobody answers at. */
async function removeStale(path: string): Promise<void> {
  if (!isSocket(path)) return;
  const socket = connect(path);
  const answered = await new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
  });
  socket.destroy();
  if (answered) {
    throw new AppError("data_folder_in_use", `A server answers at ${path} already. Stop it first.`);
  }
  unlinkSync(path);
}

function isSocket(path: string): boolean {
  try {
    return lstatSync(path).isSocket();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
