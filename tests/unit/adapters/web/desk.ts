import { openWeb, type WebContext } from "../../../../adapters/web/channel.ts";
import { settings } from "../../../../adapters/web/settings.ts";
import type { RawRequest, RawResponse } from "../../../../src/channel/http.ts";
import { memoryPorts } from "./memory-ports.ts";

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** The web channel over ports in memory, asked as a server would ask it. */
export async function webDesk(env: Record<string, string> = {}, extra: Partial<WebContext> = {}) {
  const clock = { at: 1_700_000_000_000 };
  const now = (): number => clock.at;
  const warnings: string[] = [];
  const beats: (() => void)[] = [];
  const ports = memoryPorts(now);
  const context: WebContext = {
    log: { warn: (fields, message) => void warnings.push(`${message} ${JSON.stringify(fields)}`) },
    now,
    every: (_ms, tick) => {
      beats.push(tick);
      return () => void beats.splice(beats.indexOf(tick), 1);
    },
    ...extra,
  };
  // Read twice, as the registry does: once with all variables, once by the channel.
  const channel = openWeb(settings.parse(settings.parse(env)), context);
  await channel.start(ports);

  const ask = async (
    method: string,
    path: string,
    request: Partial<RawRequest> = {},
  ): Promise<RawResponse> => {
    const route = channel.routes?.find(
      (r) =>
        r.method === method &&
        (r.path === path || (r.path.endsWith("/*") && path.startsWith(r.path.slice(0, -1)))),
    );
    if (route === undefined) throw new Error(`no route ${method} ${path}`);
    return await route.handle({
      method,
      path,
      query: {},
      headers: {},
      body: new Uint8Array(),
      ip: "203.0.113.7",
      ...request,
    });
  };
  const read = (response: RawResponse): Reply => ({
    status: response.status,
    headers: response.headers ?? {},
    body: typeof response.body === "string" && response.body !== "" ? JSON.parse(response.body) : {},
  });
  const bytes = (body: unknown): Uint8Array =>
    new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));

  return {
    channel,
    ports,
    clock,
    warnings,
    ask,
    beat: () => beats.forEach((tick) => void tick()),
    beats,
    async post(
      path: string,
      body: unknown,
      token?: string,
      request: Partial<RawRequest> = {},
    ): Promise<Reply> {
      const headers = {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...request.headers,
      };
      return read(await ask("POST", path, { ...request, headers, body: bytes(body) }));
    },
    async session(body: unknown = {}): Promise<{ token: string; conversationId: string; spaceId: string }> {
      const reply = read(await ask("POST", "/api/web/sessions", { body: bytes(body) }));
      const { token, conversationId } = reply.body;
      if (typeof token !== "string" || typeof conversationId !== "string")
        throw new Error(JSON.stringify(reply));
      return { token, conversationId, spaceId: conversationId.slice(2) };
    },
    /** Opens the stream; `text` is all that came, `close` is the customer closing the tab. */
    async listen(request: Partial<RawRequest>) {
      const response = await ask("GET", "/api/web/events", request);
      const tab = new AbortController();
      const got = { text: "", ended: false };
      const push = (chunk: string): void => {
        got.text += chunk;
      };
      const over = Promise.resolve(response.stream?.(push, tab.signal)).then(() => {
        got.ended = true;
      });
      await settle();
      return { response, got, over, close: () => tab.abort(), events: () => eventsOf(got.text) };
    },
  };
}

/** Lets everything that waits on promises alone run to its end. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

function eventsOf(text: string): { event: string; id?: string; data: Record<string, unknown> }[] {
  return text
    .split("\n\n")
    .filter((block) => block.includes("data: "))
    .map((block) => {
      const field = (name: string): string | undefined =>
        block
          .split("\n")
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const id = field("id");
      return {
        event: field("event") ?? "",
        ...(id === undefined ? {} : { id }),
        data: JSON.parse(field("data") ?? "{}"),
      };
    });
}
