import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log } from "../../../src/matching/exact.ts";
import { featuresOf, stemOf } from "../../../src/matching/features.ts";
import { localeOf, MATCHED_CODE_POINTS, normalise } from "../../../src/matching/normalise.ts";
import { withoutPoliteness } from "../../../src/matching/politeness.ts";
import { editDistance, spellerOf, vocabularyOf } from "../../../src/matching/spelling.ts";

describe("normalising", () => {
  it("drops accents, apostrophes and characters that nobody sees", () => {
    expect(normalise("Can’t log​in — Café")).toBe("cant login — cafe");
    expect(normalise("can｀t ｌｏｇ in")).toBe("cant log in");
  });

  it("is the same when it is done twice, character by character", () => {
    const unstable: string[] = [];
    for (let code = 0; code < 0x30000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const once = normalise(String.fromCodePoint(code));
      if (normalise(once) !== once) unstable.push(code.toString(16));
    }
    expect(unstable).toEqual([]);
  });

  it("never grows beyond what is matched, whatever comes in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 900 }), (text) => {
        const result = normalise(text);
        expect([...result].length).toBeLessThanOrEqual(MATCHED_CODE_POINTS);
        expect(normalise(result)).toBe(result);
      }),
    );
  });

  it("tells the language of a mixed message by what carries it", () => {
    expect(localeOf(normalise("USDT 转到 BSC 没到账"))).toBe("zh");
    expect(localeOf(normalise("I sent it to 币安 and nothing came"))).toBe("en");
  });
});

describe("politeness", () => {
  it.each([
    ["你好，请问怎么改密码", "怎么改密码"],
    ["hi team, where is my money? thanks in advance!", "where is my money"],
    ["请问怎么改密码，谢谢，急急急", "怎么改密码"],
    ["客服电话多少", "客服电话多少"],
    ["在吗在吗", "在吗在吗"],
    ["hello", "hello"],
    ["history of my account", "history of my account"],
  ])("leaves of %j the question %j", (text, question) => {
    expect(withoutPoliteness(text)).toBe(question);
  });
});

describe("spelling", () => {
  const repair = spellerOf(vocabularyOf(["password", "password", "passport", "wallet", "transfer", "seed"]));

  it("repairs one slip, and two in a long word", () => {
    expect(repair("walet")).toEqual(["wallet"]);
    expect(repair("wlalet")).toEqual(["wallet"]);
    expect(repair("transferrr")).toEqual(["transfer"]);
    expect(repair("passwrd")).toEqual(["password"]);
    expect(repair("walte")).toEqual(["wallet"]);
  });

  it("puts back a space that was missed, or hit beside", () => {
    expect(repair("mywallet")).toEqual(["my", "wallet"]);
    expect(repair("mybwallet")).toEqual(["my", "wallet"]);
  });

  it("takes a short word that begins otherwise for a name", () => {
    expect(repair("qalwet")).toEqual(["qalwet"]);
  });

  it("thinks of the key beside before a far one", () => {
    const choose = spellerOf(vocabularyOf(["bank", "rank"]));
    expect(choose("eank")).toEqual(["rank"]);
    expect(choose("vank")).toEqual(["bank"]);
  });

  it("leaves alone what is right, what is everyday English, what is short and what has digits", () => {
    for (const word of ["password", "feed", "need", "sed1", "se", "qqqqqqq"])
      expect(repair(word)).toEqual([word]);
  });

  it("counts a swap of neighbours as one edit", () => {
    expect(editDistance("wlalet", "wallet", 2)).toBe(1);
    expect(editDistance("abc", "xyz", 1)).toBe(2);
  });
});

describe("features", () => {
  it("bring the forms of a word together", () => {
    expect(new Set(["transfer", "transfers", "transferred", "transferring"].map(stemOf))).toHaveProperty(
      "size",
      1,
    );
  });

  it("stay few for the longest word", () => {
    expect(featuresOf("a".repeat(300)).keys.length).toBeLessThan(60);
  });
});

describe("exact arithmetic", () => {
  it("agrees with the machine's own to 14 digits", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (x) => {
        expect(Math.abs(log(x) - Math.log(x))).toBeLessThan(1e-14 * Math.max(1, Math.abs(Math.log(x))));
      }),
    );
  });
});
