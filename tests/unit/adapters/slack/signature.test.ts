import { describe, expect, it } from "vitest";
import { signatureOf, verifySignature } from "../../../../adapters/slack/signature.ts";

/** Slack's own example, from its page on verifying requests. */
const vendor = {
  secret: "8f742231b10e8888abcd99yyyzzz85a5",
  timestamp: "1531420618",
  body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
  signature: "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
};
const now = Number(vendor.timestamp) * 1_000;

function request(change: { timestamp?: string; signature?: string; body?: string } = {}) {
  const { timestamp = vendor.timestamp, signature = vendor.signature, body = vendor.body } = change;
  return {
    headers: { "x-slack-request-timestamp": timestamp, "x-slack-signature": signature },
    body: new TextEncoder().encode(body),
  };
}

describe("Slack's signature", () => {
  it("is what Slack's own example says", () => {
    expect(signatureOf(vendor.secret, vendor.timestamp, vendor.body)).toBe(vendor.signature);
    expect(verifySignature(vendor.secret, request(), now)).toBe("ok");
  });

  it("fails for another secret, another body, or the same body written anew", () => {
    expect(verifySignature("another-secret-of-ours", request(), now)).toBe("forged");
    expect(verifySignature(vendor.secret, request({ body: `${vendor.body}x` }), now)).toBe("forged");
    const body = '{"a":1, "b":"\\u6d4b"}';
    const signature = signatureOf(vendor.secret, vendor.timestamp, body);
    expect(verifySignature(vendor.secret, request({ body, signature }), now)).toBe("ok");
    const rewritten = JSON.stringify(JSON.parse(body));
    expect(verifySignature(vendor.secret, request({ body: rewritten, signature }), now)).toBe("forged");
  });

  it("holds for five minutes, both ways", () => {
    for (const away of [-300_000, 300_000]) {
      expect(verifySignature(vendor.secret, request(), now + away)).toBe("ok");
    }
    for (const away of [-301_000, 301_000, 600_000]) {
      expect(verifySignature(vendor.secret, request(), now + away)).toBe("stale");
    }
  });

  it("is refused when anything is missing, our secret first of all", () => {
    expect(verifySignature(undefined, request(), now)).toBe("no secret");
    expect(verifySignature("", request(), now)).toBe("no secret");
    expect(verifySignature(vendor.secret, request({ signature: "" }), now)).toBe("unsigned");
    expect(verifySignature(vendor.secret, request({ timestamp: "" }), now)).toBe("unsigned");
    expect(verifySignature(vendor.secret, { headers: {}, body: request().body }, now)).toBe("unsigned");
    for (const timestamp of ["now", "1e9", "-1531420618", "1531420618, 1531420618"]) {
      expect(verifySignature(vendor.secret, request({ timestamp }), now)).toBe("unsigned");
    }
  });

  it("is compared whole: a beginning, an ending or another version is no signature", () => {
    for (const signature of [
      "v0=",
      vendor.signature.slice(0, -1),
      `${vendor.signature}0`,
      vendor.signature.slice(3),
    ]) {
      expect(verifySignature(vendor.secret, request({ signature }), now)).toBe("forged");
    }
    expect(verifySignature(vendor.secret, request({ signature: vendor.signature.toUpperCase() }), now)).toBe(
      "forged",
    );
  });
});
