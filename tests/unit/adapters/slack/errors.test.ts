import { webApi } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import {
  backoffMs,
  faultOf,
  isBlockRefusal,
  isTokenRefusal,
  sendResultOf,
} from "../../../../adapters/slack/errors.ts";

/** What web-api throws for a body Slack sent with HTTP 200. */
function refused(error: string, more: Record<string, unknown> = {}) {
  return new webApi.WebAPIPlatformError({ ok: false, error, response_metadata: {}, ...more });
}

function http(status: number) {
  return new webApi.WebAPIHTTPError(status, "", {}, "<html>");
}

function network(code: string, words = "fetch failed") {
  const cause = Object.assign(new Error(`${code} 127.0.0.1:1`), { code });
  return new webApi.WebAPIRequestError(new TypeError(words, { cause }));
}

function resultOf(error: unknown) {
  return sendResultOf(faultOf(error), { scope: "space", attempt: 1 });
}

describe("what becomes of a send that Slack refused", () => {
  it.each([
    ["channel_not_found", "space_gone"],
    ["is_archived", "space_gone"],
    ["not_in_channel", "left"],
    ["user_not_found", "left"],
    ["user_disabled", "left"],
    ["cannot_dm_bot", "blocked"],
    ["msg_too_long", "too_large"],
    ["msg_blocks_too_long", "too_large"],
    ["message_limit_exceeded", "quota"],
    ["invalid_blocks", "bad_format"],
    ["invalid_blocks_format", "bad_format"],
    ["no_text", "bad_format"],
    ["invalid_arguments", "bad_format"],
    ["token_revoked", "auth"],
    ["token_expired", "auth"],
    ["account_inactive", "auth"],
    ["invalid_auth", "auth"],
    ["not_authed", "auth"],
    ["missing_scope", "forbidden"],
    ["restricted_action", "forbidden"],
    ["restricted_action_thread_locked", "forbidden"],
    ["cannot_reply_to_message", "forbidden"],
    ["a_word_slack_may_add_one_day", "bad_format"],
  ])("%s: it failed, as %s", (error, reason) => {
    expect(resultOf(refused(error))).toMatchObject({ outcome: "failed", reason });
  });

  it.each(["fatal_error", "internal_error", "service_unavailable", "request_timeout"])(
    "%s: nobody can tell whether it was posted",
    (error) => expect(resultOf(refused(error)).outcome).toBe("unknown"),
  );

  it("waits as long as Slack asks, however Slack says it", () => {
    expect(resultOf(new webApi.WebAPIRateLimitedError(7))).toMatchObject({
      outcome: "retry",
      afterMs: 7_000,
      scope: "space",
    });
    const told = refused("ratelimited", { response_metadata: { retryAfter: 3 } });
    expect(resultOf(told)).toMatchObject({ outcome: "retry", afterMs: 3_000 });
    expect(resultOf(refused("ratelimited"))).toMatchObject({ outcome: "retry", afterMs: 5_000 });
  });

  it.each([500, 502, 503, 504, 408])("HTTP %i: nobody can tell", (status) => {
    expect(resultOf(http(status)).outcome).toBe("unknown");
  });

  it("takes an answer that is none of Slack's for no answer", () => {
    expect(resultOf(refused("<html>Bad gateway</html>")).outcome).toBe("unknown");
    expect(resultOf(new webApi.WebAPIPlatformError({ ok: false, error: "" })).outcome).toBe("unknown");
  });

  it("tries again what something before Slack refused", () => {
    expect(resultOf(http(403))).toMatchObject({ outcome: "retry", scope: "call" });
    expect(resultOf(http(407))).toMatchObject({ outcome: "retry" });
  });

  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "CERT_HAS_EXPIRED"])(
    "%s: it never left, so it is sent again",
    (code) => expect(resultOf(network(code))).toMatchObject({ outcome: "retry", scope: "call" }),
  );

  it.each(["ECONNRESET", "UND_ERR_SOCKET", "EPIPE", "UND_ERR_HEADERS_TIMEOUT"])(
    "%s: it may have been posted",
    (code) => expect(resultOf(network(code)).outcome).toBe("unknown"),
  );

  it("knows a connection that failed at every address of a name, and one that failed at some", () => {
    const tried = (codes: string[]) =>
      new TypeError("fetch failed", {
        cause: new AggregateError(codes.map((code) => Object.assign(new Error(code), { code }))),
      });
    expect(faultOf(tried(["ECONNREFUSED", "ENETUNREACH"])).kind).toBe("unsent");
    expect(faultOf(tried(["ECONNREFUSED", "ECONNRESET"])).kind).toBe("lost");
  });

  it("takes anything else for an unknown outcome, whatever was thrown", () => {
    for (const thrown of [
      undefined,
      null,
      "text",
      7,
      {},
      new Error("?"),
      new DOMException("late", "TimeoutError"),
    ]) {
      expect(faultOf(thrown).kind).toBe("lost");
    }
  });

  it("shows no secret", () => {
    const fault = faultOf(new Error("xoxb-1-2-three"), (text) =>
      text.replaceAll("xoxb-1-2-three", "[token]"),
    );
    expect(fault.detail).toBe("[token]");
  });
});

describe("what a fault calls for", () => {
  it("plain words, when Slack cannot take the blocks", () => {
    for (const error of ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"]) {
      expect(isBlockRefusal(faultOf(refused(error)))).toBe(true);
    }
    expect(isBlockRefusal(faultOf(refused("channel_not_found")))).toBe(false);
    expect(isBlockRefusal(faultOf(http(500)))).toBe(false);
  });

  it("a person, when the token is refused", () => {
    expect(isTokenRefusal(faultOf(refused("invalid_auth")))).toBe(true);
    expect(isTokenRefusal(faultOf(refused("missing_scope")))).toBe(false);
    expect(isTokenRefusal(faultOf(http(401)))).toBe(false);
  });

  it("patience, growing to half a minute", () => {
    expect([1, 2, 3, 5, 6, 60].map(backoffMs)).toEqual([1_000, 2_000, 4_000, 16_000, 30_000, 30_000]);
  });
});
