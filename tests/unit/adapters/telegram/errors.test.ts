import { TelegramError } from "telegraf";
import { describe, expect, it } from "vitest";
import { backoffMs, faultOf, isMarkupRefusal, sendResultOf } from "../../../../adapters/telegram/errors.ts";

function refused(error_code: number, description: string, parameters?: Record<string, number>) {
  return new TelegramError({ error_code, description, ...(parameters ? { parameters } : {}) });
}

/** As node-fetch throws it: the system's code, and its words behind "reason:". */
function fetchError(code: string, reason: string) {
  const message = `request to https://api.telegram.org/bot1:x/sendMessage failed, reason: ${reason}`;
  return Object.assign(new Error(message), { name: "FetchError", type: "system", code });
}

const aborted = Object.assign(new Error("The user aborted a request."), {
  name: "AbortError",
  type: "aborted",
});
const notJson = Object.assign(new Error("invalid json response body"), {
  name: "FetchError",
  type: "invalid-json",
});

const failed = (reason: string) => ({ outcome: "failed", reason });
const retry = (afterMs: number, scope: string) => ({ outcome: "retry", afterMs, scope });
const unknown = { outcome: "unknown" };

const table: [what: string, thrown: unknown, result: Record<string, unknown>][] = [
  ["429 with a time", refused(429, "Too Many Requests", { retry_after: 12 }), retry(12_000, "space")],
  ["429 without a time", refused(429, "Too Many Requests"), retry(5_000, "space")],
  ["blocked", refused(403, "Forbidden: bot was blocked by the user"), failed("blocked")],
  [
    "never started",
    refused(403, "Forbidden: bot can't initiate conversation with a user"),
    failed("blocked"),
  ],
  ["deactivated", refused(403, "Forbidden: user is deactivated"), failed("left")],
  ["kicked", refused(403, "Forbidden: bot was kicked from the supergroup chat"), failed("left")],
  ["not a member", refused(403, "Forbidden: bot is not a member of the channel chat"), failed("left")],
  ["another 403", refused(403, "Forbidden: bots can't send messages to bots"), failed("forbidden")],
  [
    "a group that moved",
    refused(400, "Bad Request: group chat was upgraded", { migrate_to_chat_id: -100 }),
    { ...failed("space_gone"), migratedTo: "-100" },
  ],
  ["no such chat", refused(400, "Bad Request: chat not found"), failed("space_gone")],
  ["no such topic", refused(400, "Bad Request: message thread not found"), failed("space_gone")],
  ["markup", refused(400, "Bad Request: can't parse entities: …"), failed("bad_format")],
  ["too long a text", refused(400, "Bad Request: message is too long"), failed("too_large")],
  ["too long a caption", refused(400, "Bad Request: message caption is too long"), failed("too_large")],
  ["too big a file", refused(413, "Request Entity Too Large"), failed("too_large")],
  ["no right to write", refused(400, "Bad Request: not enough rights to send text"), failed("forbidden")],
  ["bad button", refused(400, "Bad Request: BUTTON_DATA_INVALID"), failed("bad_format")],
  ["token revoked", refused(401, "Unauthorized"), failed("auth")],
  ["token unknown", refused(404, "Not Found"), failed("auth")],
  ["500", refused(500, "Internal Server Error"), unknown],
  ["502", refused(502, "Bad Gateway"), unknown],
  ["504", refused(504, "Gateway Timeout"), unknown],
  ["nobody listens", fetchError("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1"), retry(1_000, "call")],
  ["no such name", fetchError("ENOTFOUND", "getaddrinfo ENOTFOUND x"), retry(1_000, "call")],
  ["names fail for now", fetchError("EAI_AGAIN", "getaddrinfo EAI_AGAIN x"), retry(1_000, "call")],
  ["bad certificate", fetchError("CERT_HAS_EXPIRED", "certificate has expired"), retry(1_000, "call")],
  ["no connection in time", fetchError("ERR_CONNECT_TIMEOUT", "no connection"), retry(1_000, "call")],
  ["connecting timed out", fetchError("ETIMEDOUT", "connect ETIMEDOUT 1.2.3.4:443"), retry(1_000, "call")],
  ["reading timed out", fetchError("ETIMEDOUT", "read ETIMEDOUT"), unknown],
  ["reset under the request", fetchError("ECONNRESET", "socket hang up"), unknown],
  [
    "reset in the handshake",
    fetchError(
      "ECONNRESET",
      "Client network socket disconnected before secure TLS connection was established",
    ),
    retry(1_000, "call"),
  ],
  ["pipe broke", fetchError("EPIPE", "write EPIPE"), unknown],
  ["our time limit", aborted, unknown],
  ["an answer that is no JSON", notJson, unknown],
  ["anything else", new TypeError("x is not a function"), unknown],
  ["no error at all", "oops", unknown],
  ["nothing", undefined, unknown],
];

describe("how a send ended", () => {
  it.each(table)("%s", (_what, thrown, result) => {
    const told = sendResultOf(faultOf(thrown), { scope: "space", attempt: 1 });
    expect(told).toEqual({ ...result, detail: expect.any(String) });
  });

  it("takes a 429 for the whole account when told so", () => {
    const fault = faultOf(refused(429, "Too Many Requests", { retry_after: 1 }));
    expect(sendResultOf(fault, { scope: "account", attempt: 3 })).toMatchObject(retry(1_000, "account"));
  });

  it("waits longer each time for a platform that is not there", () => {
    expect([1, 2, 3, 4, 5, 6, 60].map(backoffMs)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
    expect(backoffMs(0)).toBe(1_000);
  });

  it("says what failed in words from which the secret was taken", () => {
    const fault = faultOf(fetchError("EPIPE", "write EPIPE"), (text) => text.replace("bot1:x", "[hidden]"));
    expect(fault.detail).toContain("[hidden]");
    expect(fault.detail).not.toContain("bot1:x");
  });

  it("tries plain words only where the markup was refused", () => {
    expect(isMarkupRefusal(faultOf(refused(400, "Bad Request: can't parse entities: …")))).toBe(true);
    expect(isMarkupRefusal(faultOf(refused(400, "Bad Request: chat not found")))).toBe(false);
    expect(isMarkupRefusal(faultOf(refused(502, "can't parse entities")))).toBe(false);
  });
});
