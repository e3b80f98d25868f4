import { request as httpRequest } from "node:http";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import type { Log } from "../log.ts";

interface DeskRequest {
  method: "GET" | "POST";
  path: string;
  /** E-mail address of the agent who acts. */
  as?: string;
  body?: unknown;
  /** Idempotency key of a desk command. */
  key?: string;
  /** Token of a visitor, for the web channel's routes. */
  bearer?: string;
}

/** The desk's API as commands reach it: through the running server's socket, or in this process when none runs. */
export interface DeskClient {
  /** Resolves to the JSON answer; throws an AppError with the answer's own message otherwise. */
  request<Answer>(request: DeskRequest): Promise<Answer>;
  /** Opens a stream of text chunks (server-sent events); only where a server runs. */
  stream(path: string, headers: Record<string, string>, signal: AbortSignal): AsyncIterable<string>;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: string;
}

/** Connects to the server that holds the data folder; undefined when none runs. */
export async function connectToServer(config: Pick<Config, "dataFolder">): Promise<DeskClient | undefined> {
  const socket = join(config.dataFolder, "kefu.sock");
  return (await answers(socket)) ? overSocket(socket) : undefined;
}

/** Connects to the server that holds the data folder, or opens the store itself. */
export async function openDeskClient(config: Config, log: Log): Promise<DeskClient> {
  const server = await connectToServer(config);
  if (server !== undefined) return server;
  const { openLocalDesk } = await import("../local-desk.ts");
  const local = await openLocalDesk(config, log);
  return {
    async request(request) {
      const response = await local.request(request.path, {
        method: request.method,
        headers: headersOf(request),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      return read(request, { status: response.status, body: await response.text() });
    },
    stream() {
      throw new AppError("server_unreachable", "No server is running here. Start one with `npm start`.");
    },
    close: () => local.close(),
  };
}

function overSocket(socketPath: string): DeskClient {
  return {
    async request(request) {
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      return read(
        request,
        await exchange(socketPath, request.method, request.path, headersOf(request), body),
      );
    },
    stream: (path, headers, signal) => chunks(socketPath, path, headers, signal),
    close: async () => {},
  };
}

function headersOf(request: DeskRequest): Record<string, string> {
  // A header cannot carry it, and an address of ours is plain ASCII.
  if (request.as !== undefined && !/^[\x20-\x7e]*$/.test(request.as)) {
    throw new AppError(
      "unauthorized",
      `No agent has the address ${request.as}. See who there is: kefu agents list`,
    );
  }
  return {
    ...(request.body === undefined ? {} : { "content-type": "application/json" }),
    ...(request.as === undefined ? {} : { "x-kefu-as": request.as }),
    ...(request.key === undefined ? {} : { "idempotency-key": request.key }),
    ...(request.bearer === undefined ? {} : { authorization: `Bearer ${request.bearer}` }),
  };
}

function read<T>(request: DeskRequest, answer: Answer): T {
  const parsed = JSON.parse(answer.body === "" ? "{}" : answer.body) as T & {
    error?: { code: ErrorCode; message: string };
  };
  if (answer.status < 400) return parsed;
  throw new AppError(
    parsed.error?.code ?? "internal",
    parsed.error?.message ?? `${request.method} ${request.path} was answered with ${answer.status}.`,
  );
}

function exchange(
  socketPath: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const call = httpRequest({ socketPath, method, path, headers: { ...headers, ...length } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 500, body: Buffer.concat(parts).toString("utf8") }),
      );
      response.on("error", reject);
    });
    call.on("error", (cause) =>
      reject(
        new AppError("server_unreachable", "The server stopped answering. Try the command again.", {
          cause,
          retryable: true,
        }),
      ),
    );
    call.end(body);
  });
}

async function* chunks(
  socketPath: string,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): AsyncIterable<string> {
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    httpRequest({ socketPath, path, headers, signal }, resolve).on("error", reject).end();
  });
  response.setEncoding("utf8");
  for await (const chunk of response) yield chunk as string;
}

/** True when a server answers on the socket; a socket left by a killed one does not. */
async function answers(socket: string): Promise<boolean> {
  try {
    return (await exchange(socket, "GET", "/local/health", {}, undefined)).status === 200;
  } catch {
    return false;
  }
}
