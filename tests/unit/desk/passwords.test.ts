import { describe, expect, it } from "vitest";
import { argonPasswords, assertGoodPassword } from "../../../src/desk/passwords.ts";
import { plainPasswords } from "../server/bench.ts";

const refusal = (password: string) => {
  try {
    assertGoodPassword(password, "lin@example.com");
    return "";
  } catch (error) {
    return String(error);
  }
};

describe("choosing a password", () => {
  it("takes any twelve characters that are not well known, in any script", () => {
    for (const good of ["seven quiet herons", "十二个汉字组成的一句密码呀", "aB3$kLm9Qx2!"])
      expect(refusal(good)).toBe("");
  });

  it("refuses what is short, too long to hash, or guessed first", () => {
    expect(refusal("elevenchars")).toContain("shorter than 12 characters");
    expect(refusal("字".repeat(43))).toContain("longer than 128 bytes");
    const known = [
      "passwordpassword",
      "Password1234!",
      "123456789012",
      "111111111111",
      "abcabcabcabc",
      "qwertyuiopasdf",
    ];
    for (const poor of [...known, "lin@example.com"])
      expect(refusal(poor), poor).toContain("first that are guessed");
  });
});

describe("argon2id", () => {
  const passwords = argonPasswords();

  it("stores the costs OWASP names, and knows an older hash", async () => {
    const stored = await passwords.hash("seven quiet herons");
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    expect(passwords.outdated(stored)).toBe(false);
    expect(passwords.outdated(stored.replace("m=47104", "m=19456"))).toBe(true);
  });

  it("takes the right password alone, however the keyboard composed it", async () => {
    const stored = await passwords.hash("caf\u00e9 au lait please");
    expect(await passwords.verify(stored, "cafe\u0301 au lait please")).toBe(true);
    expect(await passwords.verify(stored, "cafe au lait please")).toBe(false);
  });

  it("says no to a password beyond the limit and to a stored value that is no hash", async () => {
    const long = "x".repeat(129);
    expect(await passwords.verify(await passwords.hash(long), long)).toBe(false);
    expect(await passwords.verify("garbage", "seven quiet herons")).toBe(false);
    expect(await plainPasswords.verify("plain:a", "a")).toBe(true);
  });

  it("turns people away instead of queueing without end", async () => {
    const crowd = await Promise.allSettled(
      Array.from({ length: 60 }, () => passwords.verify("garbage", "x")),
    );
    const refused = crowd.filter((one) => one.status === "rejected");
    expect(refused.length).toBe(8);
    expect(String((refused[0] as PromiseRejectedResult).reason)).toContain("Try again");
    expect(await passwords.verify("garbage", "x")).toBe(false);
  });
});
