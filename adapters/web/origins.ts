import type { ChannelRoute, RawRequest, RawResponse } from "../../src/channel/http.ts";
import { AppError } from "../../src/errors.ts";
import { errorAnswer } from "./answers.ts";

/** A day: the list of sites changes with a restart, hardly ever. */
const PREFLIGHT_SECONDS = 86_400;

/**
 * Cross-origin rules of the channel: the named sites may read our answers, no other may.
 * Pages of our own origin need no header and are untouched.
 */
export function crossOrigin(origins: readonly string[]): {
  allow(request: RawRequest, response: RawResponse): RawResponse;
  preflight: ChannelRoute;
} {
  const allowed = (request: RawRequest): string | undefined =>
    origins.find((origin) => origin === request.headers.origin);
  return {
    allow(request, response) {
      const origin = allowed(request);
      const headers: Record<string, string> = { ...response.headers, vary: "Origin" };
      if (origin !== undefined) {
        headers["access-control-allow-origin"] = origin;
        headers["access-control-expose-headers"] = "retry-after";
      }
      return { ...response, headers };
    },
    preflight: {
      method: "OPTIONS",
      path: "/api/web/*",
      async handle(request) {
        const origin = allowed(request);
        if (origin === undefined) {
          return errorAnswer(
            new AppError("forbidden", "This site may not call us. Name it in WEB_ALLOWED_ORIGINS."),
          );
        }
        return {
          status: 204,
          headers: {
            "access-control-allow-origin": origin,
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "authorization, content-type, last-event-id",
            "access-control-max-age": String(PREFLIGHT_SECONDS),
            vary: "Origin",
          },
        };
      },
    },
  };
}
