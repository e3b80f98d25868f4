import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../adapters/web/diagnose.ts";
import { settings } from "../../../../adapters/web/settings.ts";

const codes = (set: Record<string, string>, publicUrl?: string) =>
  diagnose(settings.parse(set), publicUrl).flatMap(({ level, code }) => (level === "ok" ? [] : [code]));

const shop = { WEB_ALLOWED_ORIGINS: "https://www.example.com" };

describe("the website's channel", () => {
  it("is sound as it comes, and with a site and a good secret", () => {
    expect(codes({})).toEqual([]);
    const secret = "K7p2mWq9Zx4Lt8Vb1Nc6Rd3Fg5Hj0Ys=";
    expect(codes({ ...shop, WEB_IDENTITY_SECRET: secret }, "https://help.example.com")).toEqual([]);
    expect(codes({ WEB_ALLOWED_ORIGINS: "http://localhost:5173" }, "http://127.0.0.1:3000")).toEqual([]);
  });

  it.each([
    ["sites without an address of ours", "web_public_url_missing", shop, undefined],
    ["an https site and an http address of ours", "web_mixed_content", shop, "http://help.example.com"],
    [
      "a site without https",
      "web_origin_insecure",
      { WEB_ALLOWED_ORIGINS: "http://www.example.com" },
      "https://help.example.com",
    ],
    ["a secret that is a pattern", "web_identity_secret_weak", { WEB_IDENTITY_SECRET: "abcd".repeat(10) }],
  ])("is warned about %s", (_, code, set, publicUrl?: string) => {
    expect(codes(set as Record<string, string>, publicUrl)).toEqual([code]);
  });
});
