import { REST, type RESTOptions } from "discord.js";
import { type Fault, Flooded, faultOf, floodOf, isTokenRefusal, Unasked } from "./errors.ts";
import { refusalCount } from "./refusals.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Route = `/${string}`;

/** Discord's REST API under one token. One call is one request: never repeated here, never held back silently. */
export interface DiscordApi {
  /** Resolves to Discord's answer; rejects with what `faultOf` reads. `auth: false` where a token in the path is the key. */
  call(method: Method, route: Route, options?: CallOptions): Promise<unknown>;
  faultOf(error: unknown): Fault;
  /** The token was accepted (again): calls are made once more. */
  trust(): void;
  /** True while the token counts as refused and no call is made. */
  distrusts(): boolean;
  redact(text: string): string;
  close(): void;
}

interface CallOptions {
  body?: unknown;
  query?: Record<string, string>;
  auth?: false;
  files?: readonly { name: string; data: Uint8Array; contentType?: string }[];
  signal?: AbortSignal;
}

const timeoutMs = 14_000;

const refusedToken: Fault = {
  kind: "refused",
  status: 401,
  code: 0,
  detail: "Discord refused the token before; no call was made.",
  tooLong: false,
};

export function discordApi(token: string, root: string, now: () => number): DiscordApi {
  const redact = (text: string) => text.replaceAll(token, "[token]");
  const refusals = refusalCount(now);
  const rest = new REST({ ...restOptions(root), rejectOnRateLimit: () => true }).setToken(token);
  let trusted = true;

  return {
    async call(method, route, { body, query, auth, files, signal } = {}) {
      if (!trusted && auth !== false) throw new Unasked(refusedToken);
      const pause = refusals.pause();
      if (pause > 0) {
        const detail = "too many refused calls; resting so that Discord does not ban this address";
        throw new Unasked({ kind: "limited", afterMs: pause, scope: "account", detail });
      }
      // A signal of its own: the client never takes its listener off a long-lived one.
      const limit = new AbortController();
      const abort = () => limit.abort();
      signal?.addEventListener("abort", abort, { once: true });
      if (signal?.aborted) abort();
      try {
        return await rest.request({
          method: method as never,
          fullRoute: route,
          ...(body === undefined ? {} : { body }),
          ...(query === undefined ? {} : { query: new URLSearchParams(query) }),
          ...(auth === undefined ? {} : { auth }),
          ...(files === undefined || files.length === 0 ? {} : { files: [...files] }),
          signal: limit.signal,
        });
      } catch (error) {
        const fault = faultOf(error, redact);
        const refused = fault.kind === "refused" && (fault.status === 401 || fault.status === 403);
        if (refused || error instanceof Flooded) refusals.note();
        if (auth !== false && isTokenRefusal(fault)) trusted = false;
        throw error;
      } finally {
        signal?.removeEventListener("abort", abort);
      }
    },
    faultOf: (error) => faultOf(error, redact),
    trust() {
      trusted = true;
      rest.setToken(token);
    },
    distrusts: () => !trusted,
    redact,
    close() {
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    },
  };
}

/** For every client of the SDK: one try, and a 429 is thrown with what its body says instead of waited out. */
export function restOptions(root: string): Partial<RESTOptions> {
  return { api: root, retries: 0, timeout: timeoutMs, offset: 0, makeRequest };
}

type Answer = Awaited<ReturnType<RESTOptions["makeRequest"]>>;

/** Node's own fetch, which repeats nothing. */
const makeRequest: RESTOptions["makeRequest"] = async (url, init) => {
  const response = await fetch(url, init as unknown as RequestInit);
  if (response.status !== 429) return response as unknown as Answer;
  const body = await response.json().catch(() => undefined);
  if (!isNumbered(body)) throw floodOf(response.headers, body);
  // A limit of the thing itself, not of the pace: a refusal like others, which the client would wait out.
  const headers = { "content-type": "application/json" };
  return new Response(JSON.stringify(body), { status: 400, headers }) as unknown as Answer;
};

function isNumbered(body: unknown): boolean {
  const code = typeof body === "object" && body !== null ? Reflect.get(body, "code") : undefined;
  return typeof code === "number" && code > 0 && Reflect.get(body as object, "retry_after") === undefined;
}
