import type { MiddlewareHandler } from "hono";
import type { Channel } from "../channel/contract.ts";
import type { ChannelRoute, RawRequest } from "../channel/http.ts";
import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { refuse } from "./answers.ts";
import { clientIp, type TrustProxy } from "./client-ip.ts";
import type { DeskEnv } from "./deps.ts";
import { cutShort } from "./input.ts";
import type { Streams } from "./streams.ts";

/** Hands requests on to the channel whose route they hit, raw: the adapter verifies bytes. Others pass by. */
export function channelRoutes(deps: {
  channels(): readonly Channel[];
  streams: Streams;
  trustProxy?: TrustProxy | undefined;
  log: Log;
}): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    const route = findRoute(deps.channels(), c.req.method, c.req.path);
    if (route === undefined) return next();
    const ip = clientIp(
      c.env?.incoming?.socket.remoteAddress,
      c.req.header("x-forwarded-for"),
      deps.trustProxy,
    );
    const bytes = await bodyOf(c.req.raw);
    try {
      const answer = await route.handle(rawRequest(c.req.raw, bytes, c.req.path, ip));
      const { status, headers = {}, body, stream } = answer;
      if (stream !== undefined) {
        return deps.streams.open((out, closed) => stream(out.push, closed), { status, headers });
      }
      const content = typeof body === "object" ? Uint8Array.from(body) : body;
      return new Response(content ?? null, { status, headers });
    } catch (error) {
      deps.log.error({ path: route.path, reason: reasonOf(error) }, "a channel's route failed");
      return refuse(c, 500, { code: "internal", message: "Something broke on our side. Try again." });
    }
  };
}

/** The first exact route, else the longest `/*` that covers the path. */
function findRoute(channels: readonly Channel[], method: string, path: string): ChannelRoute | undefined {
  const routes = channels
    .flatMap((channel) => channel.routes ?? [])
    .filter((route) => route.method === method);
  const exact = routes.find((route) => route.path === path);
  if (exact !== undefined) return exact;
  return routes
    .filter((route) => route.path.endsWith("/*") && path.startsWith(route.path.slice(0, -1)))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

async function bodyOf(request: Request): Promise<Uint8Array> {
  try {
    return new Uint8Array(await request.arrayBuffer());
  } catch {
    throw cutShort();
  }
}

function rawRequest(request: Request, body: Uint8Array, path: string, ip: string): RawRequest {
  return {
    method: request.method,
    path,
    query: Object.fromEntries(new URL(request.url).searchParams),
    headers: Object.fromEntries(request.headers),
    body,
    ip,
  };
}
