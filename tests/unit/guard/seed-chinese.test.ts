import { entropyToMnemonic } from "@scure/bip39";
import { wordlist as simplified } from "@scure/bip39/wordlists/simplified-chinese.js";
import { wordlist as traditional } from "@scure/bip39/wordlists/traditional-chinese.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marker } from "../../../src/guard/marker.ts";
import { redact } from "../../../src/guard/secrets.ts";
import { bytes, entropy, kinds } from "./samples.ts";

describe("seed phrases in Chinese", () => {
  const lists = { simplified, traditional };
  for (const [name, list] of Object.entries(lists)) {
    for (const separator of [" ", ",", "、", "\n", "-", "|", "。"]) {
      it(`never keeps a character of a valid ${name} phrase parted by ${JSON.stringify(separator)}`, () => {
        fc.assert(
          fc.property(entropy, (random) => {
            const characters = entropyToMnemonic(random, list).split(/\s/);
            expect(redact(characters.join(separator)).text).toBe(marker("seed-phrase"));
          }),
          { numRuns: 60 },
        );
      });
    }
    it(`removes an unparted ${name} phrase after its label`, () => {
      fc.assert(
        fc.property(entropy, (random) => {
          const text = entropyToMnemonic(random, list).replace(/\s/g, "");
          expect(redact(`助记词:${text}`).text).not.toContain(text.slice(0, 6));
        }),
        { numRuns: 60 },
      );
    });
  }

  it("removes a numbered phrase", () => {
    const characters = entropyToMnemonic(bytes(16, 9), simplified).split(/\s/);
    expect(kinds(characters.map((character, i) => `${i + 1}.${character}`).join(" "))).toEqual([
      "seed-phrase",
    ]);
  });

  it.each([
    "我的助记词忘记了怎么办,手机也丢了,还能找回来吗",
    "我 的 钱 包 里 的 币 都 不 见 了 啊",
    "导入助记词之后资产没有显示出来是什么原因",
    "请问 怎么 导入 钱包 谢谢",
  ])("leaves ordinary Chinese as it is: %s", (text) => expect(redact(text).text).toBe(text));
});
