import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { describe, expect, it } from "vitest";
import {
  backoffMs,
  Flooded,
  faultOf,
  floodOf,
  isTokenRefusal,
  sendResultOf,
  Unasked,
} from "../../../../adapters/discord/errors.ts";

/** As the client throws what Discord answered. */
function refused(status: number, code: number, message: string, errors?: object) {
  const body = { code, message, ...(errors ? { errors } : {}) };
  return new DiscordAPIError(body as never, code, status, "POST", "https://discord.com/api/v10/x", {
    body: undefined,
    files: undefined,
  });
}

/** As fetch throws it: the system's code stands in the cause. */
function fetchFailed(code: string) {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

const tooLong = {
  content: {
    _errors: [{ code: "BASE_TYPE_MAX_LENGTH", message: "Must be 2000 or fewer in length." }],
  },
};
const badButton = { components: { _errors: [{ code: "COMPONENT_CUSTOM_ID_DUPLICATED", message: "…" }] } };
const paced = new RateLimitError({
  global: false,
  hash: "h",
  limit: 5,
  majorParameter: "1",
  method: "POST",
  retryAfter: 900,
  route: "/channels/:id/messages",
  scope: "user",
  sublimitTimeout: 0,
  timeToReset: 900,
  url: "https://discord.com/x",
});

const failed = (reason: string) => ({ outcome: "failed", reason });
const retry = (afterMs: number, scope: string) => ({ outcome: "retry", afterMs, scope });
const unknown = { outcome: "unknown" };

const table: [what: string, thrown: unknown, result: Record<string, unknown>][] = [
  ["direct messages closed", refused(403, 50007, "Cannot send messages to this user"), failed("blocked")],
  ["no server in common", refused(403, 50278, "Cannot message: no mutual guilds"), failed("left")],
  [
    "messages opened too fast",
    refused(403, 40003, "You are opening direct messages too fast"),
    retry(60_000, "call"),
  ],
  [
    "a channel's write limit",
    refused(400, 20028, "The channel you are writing has hit the write rate limit"),
    retry(5_000, "space"),
  ],
  ["no such channel", refused(404, 10003, "Unknown Channel"), failed("space_gone")],
  ["no such message", refused(404, 10008, "Unknown Message"), failed("window_closed")],
  ["an interaction that is over", refused(404, 10062, "Unknown interaction"), failed("window_closed")],
  ["a reply that is over", refused(404, 10015, "Unknown Webhook"), failed("window_closed")],
  ["no access", refused(403, 50001, "Missing Access"), failed("forbidden")],
  ["no permission", refused(403, 50013, "Missing Permissions"), failed("forbidden")],
  ["too large a request", refused(400, 40005, "Request entity too large"), failed("too_large")],
  ["too long a text", refused(400, 50035, "Invalid Form Body", tooLong), failed("too_large")],
  ["another fault of form", refused(400, 50035, "Invalid Form Body", badButton), failed("bad_format")],
  ["an archived thread", refused(400, 50083, "Thread is archived"), failed("window_closed")],
  ["too many threads", refused(400, 160006, "Maximum number of active threads reached"), failed("quota")],
  [
    "too many edits",
    refused(429, 30046, "Maximum number of edits to messages older than 1 hour"),
    failed("quota"),
  ],
  ["token refused", refused(401, 0, "401: Unauthorized"), failed("auth")],
  ["another 403", refused(403, 0, "Forbidden"), failed("forbidden")],
  ["another 404", refused(404, 0, "404: Not Found"), failed("space_gone")],
  ["413", refused(413, 0, "Payload Too Large"), failed("too_large")],
  ["400", refused(400, 50006, "Cannot send an empty message"), failed("bad_format")],
  ["429 for a place", new Flooded(1_337, "space"), retry(1_337, "space")],
  ["429 for everything", new Flooded(2_000, "account"), retry(2_000, "account")],
  ["our own pace", paced, retry(900, "space")],
  ["500", new HTTPError(500, "Internal Server Error", "POST", "https://discord.com/x", {} as never), unknown],
  ["503 with a body", refused(503, 130000, "API resource is currently overloaded"), unknown],
  ["nobody listens", fetchFailed("ECONNREFUSED"), retry(1_000, "call")],
  ["no such name", fetchFailed("ENOTFOUND"), retry(1_000, "call")],
  ["no connection in time", fetchFailed("UND_ERR_CONNECT_TIMEOUT"), retry(1_000, "call")],
  ["bad certificate", fetchFailed("CERT_HAS_EXPIRED"), retry(1_000, "call")],
  ["reset under the request", fetchFailed("ECONNRESET"), unknown],
  ["the other side closed", fetchFailed("UND_ERR_SOCKET"), unknown],
  ["our time limit", new DOMException("This operation was aborted", "AbortError"), unknown],
  ["anything else", new TypeError("x is not a function"), unknown],
  ["no error at all", "oops", unknown],
  ["nothing", undefined, unknown],
];

describe("how a send ended", () => {
  it.each(table)("%s", (_what, thrown, result) => {
    expect(sendResultOf(faultOf(thrown), 1)).toEqual({ ...result, detail: expect.any(String) });
  });

  it("waits longer each time for a platform that is not there", () => {
    expect([0, 1, 2, 3, 6, 7, 60].map(backoffMs)).toEqual([
      1_000, 1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  it("keeps what was not asked at all apart from what was", () => {
    const fault = {
      kind: "refused" as const,
      status: 401,
      code: 0,
      detail: "refused before",
      tooLong: false,
    };
    expect(isTokenRefusal(faultOf(new Unasked(fault)))).toBe(true);
    expect(isTokenRefusal(faultOf(refused(403, 50013, "Missing Permissions")))).toBe(false);
  });

  it("says what failed in words from which the secret was taken", () => {
    const fault = faultOf(new Error("bad header Bot abc.def"), (text) => text.replace("abc.def", "[token]"));
    expect(fault.detail).toBe("bad header Bot [token]");
  });
});

describe("reading a 429", () => {
  const headers = (entries: Record<string, string> = {}) => new Headers(entries);

  it("takes the time and the reach from the body", () => {
    expect(floodOf(headers(), { retry_after: 0.65, global: false })).toMatchObject({
      afterMs: 650,
      scope: "space",
    });
    expect(floodOf(headers(), { retry_after: 3, global: true })).toMatchObject({
      afterMs: 3_000,
      scope: "account",
    });
  });

  it("takes them from the headers where the body has none, and a page without JSON for everything", () => {
    expect(floodOf(headers({ "retry-after": "7", "x-ratelimit-scope": "shared" }), {})).toMatchObject({
      afterMs: 7_000,
      scope: "space",
    });
    expect(floodOf(headers({ "retry-after": "3600" }), undefined)).toMatchObject({
      afterMs: 3_600_000,
      scope: "account",
    });
    expect(floodOf(headers(), {})).toMatchObject({ afterMs: 5_000 });
  });
});
