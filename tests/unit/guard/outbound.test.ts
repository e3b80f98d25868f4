import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { describe, expect, it } from "vitest";
import { checkOutbound, type ProblemKind } from "../../../src/guard/outbound.ts";
import type { Official } from "../../../src/knowledge/entry.ts";
import { BAD_EN, BAD_ZH, GOOD_EN, GOOD_ZH } from "./outbound-lines.ts";

const nothing: Official = { links: [], accounts: [], phones: [], emails: [] };
const ours: Official = {
  links: ["https://wallet.test-tenant.io", "https://docs.test-tenant.io/help"],
  accounts: ["Telegram: @tenant_help", "https://x.com/tenant"],
  phones: ["+86 400-820-1234"],
  emails: ["help@test-tenant.io"],
};
const problems = (text: string, official = ours): ProblemKind[] => {
  const result = checkOutbound(text, official);
  return result.ok ? [] : result.problems.map((problem) => problem.kind);
};

describe("what no reply may ask for", () => {
  it.each([...BAD_ZH, ...BAD_EN])("stops: %s", (text) =>
    expect(problems(text, nothing)).toContain("asks-for-secret"),
  );
  it.each([...GOOD_ZH, ...GOOD_EN])("lets pass: %s", (text) => expect(problems(text, nothing)).toEqual([]));

  it("finds the one bad sentence among good ones", () => {
    const result = checkOutbound(
      `${GOOD_EN.slice(0, 6).join(" ")} Now send me your seed phrase. ${GOOD_ZH[0]}`,
      nothing,
    );
    expect(result).toEqual({
      ok: false,
      problems: [{ kind: "asks-for-secret", excerpt: "Now send me your seed phrase." }],
    });
  });

  it("reads a list under a warning as warnings", () => {
    expect(problems("Never do this:\n- share your seed phrase\n- send a code to a stranger\n")).toEqual([]);
    expect(problems("Please send us:\n- the hash\nand share your seed phrase")).toContain("asks-for-secret");
  });
});

describe("secrets in a reply", () => {
  const phrase = entropyToMnemonic(new Uint8Array(16).fill(77), wordlist);

  it("are stopped, and not repeated in the excerpt", () => {
    const result = checkOutbound(`You wrote: ${phrase}`, nothing);
    expect(result.ok ? [] : result.problems.map((problem) => problem.kind)).toEqual(["contains-secret"]);
    for (const word of new Set(phrase.split(" ")))
      expect(JSON.stringify(result).split(/\W+/)).not.toContain(word);
  });

  it("stay out of the excerpt of another problem", () => {
    expect(
      JSON.stringify(checkOutbound(`Please send me your seed phrase again, not ${phrase}`, nothing)),
    ).not.toContain(phrase.slice(0, 20));
  });

  it("are not seen in a transaction hash", () => expect(problems(`0x${"ab12".repeat(16)}`)).toEqual([]));
});

describe("contacts in a reply", () => {
  it.each<[string, ProblemKind]>([
    ["See https://etherscan.io/tx/1", "unknown-link"],
    ["打开 www.fake-wallet.com 查看", "unknown-link"],
    ["go to tpwa11et.io now", "unknown-link"],
    ["访问fake-wallet.com/claim领取", "unknown-link"],
    ["fake-wallet[.]com", "unknown-link"],
    ["https://wallet.test-tenant.io@evil.com/", "unknown-link"],
    ["https://wallet.test-tenant.io.evil.com/", "unknown-link"],
    ["https://evil.wallet.test-tenant.io/", "unknown-link"],
    ["https://wаllet.test-tenant.io/", "unknown-link"],
    ["https://docs.test-tenant.io/helpers", "unknown-link"],
    ["[our site](https://evil.com)", "unknown-link"],
    ["https://tenant-support.example/verify", "unknown-link"],
    ["tenant-support.example", "unknown-link"],
    ["help@tenant-support.example", "unknown-email"],
    ["javascript:alert(1)", "unknown-link"],
    ["tg://resolve?domain=fake", "unknown-link"],
    ["https://t.me/fake_help", "unknown-link"],
    ["加入 t.me/fake_help", "unknown-link"],
    ["write to help@evil.com", "unknown-email"],
    ["help[at]evil.com", "unknown-email"],
    ["contact @fake_help", "unknown-account"],
    ["请加微信:tpkefu888", "unknown-account"],
    ["QQ 123456789", "unknown-account"],
    ["call +1 (415) 555-0100", "unknown-phone"],
    ["拨打 400-123-4567", "unknown-phone"],
    ["我的手机 13812345678", "unknown-phone"],
    ["客服电话:010-12345678", "unknown-phone"],
  ])("stops %s", (text, kind) => expect(problems(text)).toContain(kind));

  it.each([
    "官网 https://wallet.test-tenant.io/download,请放心打开。",
    "wallet.test-tenant.io",
    "[help](https://docs.test-tenant.io/help/keys?x=1).",
    "Telegram @tenant_help 或 https://t.me/tenant_help",
    "https://x.com/tenant",
    "help@test-tenant.io",
    "请拨打 400-820-1234",
    "0xcB32783E8bB2673Bc4D734fc3BB997F5561CA2f1",
    "订单号 20260114093355128846",
    "区块高度 21458903,金额 250000.50 USDT",
    "2026-01-14 09:33 更新到 2.14.3",
    "li***@example.com",
    "Node.js, e.g. version 20",
    "Wait for 10-20 minutes.Then try again.",
  ])("lets pass %s", (text) => expect(problems(text)).toEqual([]));
});
