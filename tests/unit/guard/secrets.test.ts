import { hex } from "@scure/base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marker } from "../../../src/guard/marker.ts";
import { redact } from "../../../src/guard/secrets.ts";
import { bytes, phrase } from "./samples.ts";

const key = hex.encode(bytes(32, 5));

describe("every text", () => {
  it("is the same after a second pass", () => {
    const pieces = fc.constantFrom(
      ...phrase(5),
      "密码",
      "password",
      "is",
      "是",
      ":",
      " ",
      " ",
      "\n",
      "验证码",
      "code",
      "123456",
      "4242424242424242",
      "card",
      "私钥",
      "hash",
      key,
      key.slice(0, 32),
      "abc12345",
      "⟦password⟧",
      "⟦bank-card⟧",
      '"',
      "{",
      "}",
      "\u200B",
      "的",
      "科 互 纬 碱",
      "symKey=",
      "wc:",
      ",",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.constantFrom(" ", ""), (parts, glue) => {
        const once = redact(parts.join(glue));
        expect(redact(once.text)).toEqual({ text: once.text, found: [], ambiguous: [] });
      }),
      { numRuns: 500 },
    );
  });

  it("may be anything at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const once = redact(text);
        expect(redact(once.text).text).toBe(once.text);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps what stands around a secret, to the letter", () => {
    expect(redact(`Ａ\u200B, ${phrase(2).join(" ")}。完`).text).toBe(
      `Ａ\u200B, ${marker("seed-phrase")}。完`,
    );
  });

  it("counts what it removed and keeps none of it", () => {
    expect(redact("密码:qwer!2024 验证码是 555111").found).toEqual([
      { kind: "one-time-code", count: 1 },
      { kind: "password", count: 1 },
    ]);
  });
});

it("a key written in even groups is masked, a list of short pieces of any length is not", () => {
  const key = "8f".repeat(32);
  const groups = key.match(/.{8}/g)?.join(" ") ?? "";
  expect(redact(groups).ambiguous).toEqual(["hash-or-key"]);
  expect(redact(key.match(/.{2}/g)?.join(" ") ?? "").ambiguous).toEqual(["hash-or-key"]);
  const uneven = `${key.slice(0, 5)} ${key.slice(5, 12)} ${key.slice(12)}`;
  expect(redact(uneven).ambiguous).toEqual([]);
});
