import { sha256 } from "@noble/hashes/sha2.js";
import { base58, base64, createBase58check, hex } from "@scure/base";
import { entropyToMnemonic } from "@scure/bip39";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as simplified } from "@scure/bip39/wordlists/simplified-chinese.js";
import { wordlist as traditional } from "@scure/bip39/wordlists/traditional-chinese.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { publicKey } from "../../../src/guard/ed25519.ts";
import { marker } from "../../../src/guard/marker.ts";
import { redact } from "../../../src/guard/secrets.ts";

const bytes = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 37 + seed * 101 + ((i * i) % 13)) & 255);
const entropy = fc
  .constantFrom(16, 20, 24, 28, 32)
  .chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));
const phrase = (seed: number, size = 16): string[] =>
  entropyToMnemonic(bytes(size, seed), english).split(" ");
const kinds = (text: string, context = {}): string[] =>
  redact(text, context).found.map((found) => found.kind);
const key = hex.encode(bytes(32, 5));

describe("seed phrases in English", () => {
  const layouts: Record<string, (words: string[]) => string> = {
    spaces: (words) => words.join(" "),
    "in a sentence": (words) => `please look: ${words.join(" ")} 帮我看看`,
    lines: (words) => words.join("\n"),
    numbered: (words) => words.map((word, i) => `${i + 1}. ${word}`).join("\n"),
    brackets: (words) => words.map((word, i) => `${i + 1}) ${word}`).join(" "),
    circled: (words) => words.map((word, i) => `${String.fromCodePoint(0x2460 + (i % 20))}${word}`).join(" "),
    commas: (words) => words.join(", "),
    "Chinese commas": (words) => words.join("、"),
    pipes: (words) => words.join("|"),
    dashes: (words) => words.join("-"),
    "upper case": (words) => words.join(" ").toUpperCase(),
    "mixed case": (words) => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" "),
    "full width": (words) =>
      words.join(" ").replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    "zero width": (words) => [...words.join(" ")].join("\u200B"),
    "bidi controls": (words) => `\u202E${words.join(" \u2066")}\u2069`,
    "Cyrillic look-alikes": (words) => words.join(" ").replace(/o/g, "о").replace(/a/g, "а"),
    "no spaces": (words) => words.join(""),
    HTML: (words) => `<ol><li>${words.join("</li><li>")}</li></ol>`,
    "inside the brackets of a mark": (words) => words.map((word) => `⟦${word}⟧`).join(" "),
    "joined by and": (words) => words.join(" and "),
    JSON: (words) => JSON.stringify({ mnemonic: words }),
    "Chinese numbering": (words) => words.map((word, i) => `第${i + 1}个是${word}`).join(","),
  };
  for (const [layout, write] of Object.entries(layouts)) {
    it(`never keeps a word of a valid phrase: ${layout}`, () => {
      fc.assert(
        fc.property(entropy, (random) => {
          const words = entropyToMnemonic(random, english).split(" ");
          const { text } = redact(write(words));
          expect(text).toContain(marker("seed-phrase"));
          const plain = text
            .normalize("NFKC")
            .toLowerCase()
            .replace(/⟦[a-z-]+⟧/g, " ");
          const around = new Set("please look mnemonic".split(" "));
          const left = (plain.match(/[a-z]{3,}/g) ?? []).filter(
            (word) => english.includes(word) && !around.has(word),
          );
          expect(left).toEqual([]);
        }),
        { numRuns: 60 },
      );
    });
  }

  it("removes a phrase with one or two misspelt words", () => {
    const words = phrase(3);
    const slips = [...words];
    slips[2] = `${slips[2]}x`;
    slips[7] = (slips[7] ?? "").slice(0, 2) + (slips[7] ?? "").slice(3);
    const { text } = redact(`my wallet does not open: ${slips.join(" ")}`);
    for (const word of slips) expect(text.split(" ")).not.toContain(word);
  });

  it("removes a phrase cut to the first four letters of each word", () => {
    expect(
      redact(
        phrase(3)
          .map((word) => word.slice(0, 4))
          .join(" "),
      ).text,
    ).toBe(marker("seed-phrase"));
  });

  it("removes eleven words of twelve", () => {
    expect(kinds(`I only have ${phrase(4).slice(0, 11).join(" ")} and one is missing`)).toEqual([
      "seed-phrase",
    ]);
  });

  it("removes a piece of a phrase when it is called one", () => {
    expect(kinds(`助记词前八个 ${phrase(6).slice(0, 8).join(" ")}`)).toEqual(["seed-phrase"]);
  });

  it.each([
    "you can also open the app again and check what the balance is",
    "please help me, the token is still not there and I want to know when it will arrive",
    "where can I find my seed phrase when I change phone",
    "error: token balance wrong, network address problem",
    "use app, open swap, select token, then approve and sign",
  ])("leaves ordinary English as it is: %s", (text) =>
    expect(redact(text)).toEqual({ text, found: [], ambiguous: [] }),
  );
});

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

describe("a phrase given over several messages", () => {
  it("is caught in the message that completes it, and after", () => {
    const words = phrase(7, 32);
    const parts = [0, 6, 12, 18].map((at) => words.slice(at, at + 6).join(" "));
    const stored: string[] = [];
    for (const part of parts) stored.push(redact(part, { recent: stored }).text);
    expect(stored.slice(1)).toEqual([marker("seed-phrase"), marker("seed-phrase"), marker("seed-phrase")]);
  });

  it("is caught word by word", () => {
    const stored: string[] = [];
    for (const word of phrase(8)) stored.push(redact(word, { recent: stored }).text);
    expect(stored.at(-1)).toBe(marker("seed-phrase"));
  });

  it("is not seen in short ordinary messages", () => {
    const recent = [
      "hello",
      "help",
      "my token balance is wrong",
      "update app again",
      "network error",
      "still wrong balance",
      "cancel",
      "thank you",
    ];
    expect(redact("wait until tomorrow", { recent }).found).toEqual([]);
  });
});

describe("private keys", () => {
  const wif = createBase58check(sha256).encode(Uint8Array.from([0x80, ...bytes(32, 2), 1]));
  const secret = bytes(32, 11);
  const pair = Uint8Array.from([...secret, ...publicKey(secret)]);
  const signature = base58.encode(Uint8Array.from([...bytes(32, 12), ...bytes(32, 13)]));

  it("derives the public key of RFC 8032, test 1", () => {
    expect(
      hex.encode(publicKey(hex.decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))),
    ).toBe("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  });

  it.each([
    ["called one", `我的私钥是${key}导入报错`],
    ["called one in English", `private key: 0x${key}`],
    ["in two lines", `私钥\n${key.slice(0, 32)}\n${key.slice(32)}`],
    ["in groups of four", `private key ${key.match(/.{4}/g)?.join(" ")}`],
    ["with zero-width characters", `private key ${[...key].join("\u200D")}`],
    [
      "in full-width characters",
      `私钥 ${key.replace(/[\da-f]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))}`,
    ],
    ["in JSON", JSON.stringify({ privateKey: key })],
    ["as WIF without a word", wif],
    ["as a Solana key pair without a word", base58.encode(pair)],
    ["as a Solana key pair called a hash", `hash ${base58.encode(pair)}`],
    ["as a byte list", JSON.stringify([...pair])],
    ["as an extended key", `xprv${base58.encode(bytes(78, 3)).slice(0, 107)}`],
    ["as base64 called one", `my private key ${base64.encode(bytes(32, 4))}`],
  ])("goes when %s", (_, text) => {
    const result = redact(text);
    expect(result.found.map((found) => found.kind)).toEqual(["private-key"]);
    expect(result.text.replace(/⟦private-key⟧/, "")).not.toMatch(
      /(?=\S*[\d\uFF10-\uFF19])[0-9A-Za-z+/=\uFF10-\uFF5A]{8,}/,
    );
  });

  it.each([
    `交易哈希 0x${key} 没到账`,
    `txid ${key}`,
    `https://scan.example.com/tx/0x${key}`,
    `这笔交易 ${key} 一直 pending`,
    `signature ${signature}`,
    `0x${key.slice(0, 40)}`,
  ])("leaves what is public: %s", (text) => expect(redact(text).text).toBe(text));

  it("takes a bare string for a hash when a hash was asked for", () => {
    expect(redact(`0x${key}`, { expects: "tx-hash" }).found).toEqual([]);
    expect(redact(signature, { expects: "tx-hash" }).found).toEqual([]);
  });

  it("removes a key even when a hash was asked for", () => {
    expect(kinds(`my private key ${key}`, { expects: "tx-hash" })).toEqual(["private-key"]);
  });

  it("removes a bare string and says that it may have been a hash", () => {
    for (const text of [`0x${key}`, key.toUpperCase(), signature])
      expect(redact(text)).toEqual({
        text: marker("hash-or-key"),
        found: [{ kind: "hash-or-key", count: 1 }],
        ambiguous: ["hash-or-key"],
      });
  });

  it("reads the label in the message before", () => {
    expect(kinds(key, { recent: ["我的私钥是"] })).toEqual(["private-key"]);
  });
});

describe("keystores and pairing links", () => {
  const keystore = {
    version: 3,
    crypto: {
      cipher: "aes-128-ctr",
      ciphertext: key,
      cipherparams: { iv: key.slice(0, 32) },
      kdf: "scrypt",
      kdfparams: { salt: key },
      mac: key,
    },
  };

  it("removes a key file whole, and the password beside it", () => {
    const { text } = redact(`${JSON.stringify(keystore)}\npassword: Gr33n-apples`);
    expect(text).toBe(`${marker("keystore")}\npassword: ${marker("password")}`);
  });

  it("removes a key file whose end is missing", () => {
    expect(redact(JSON.stringify(keystore, undefined, 2).slice(0, -40)).text).not.toContain(key.slice(0, 20));
  });

  it("removes pairing links, also inside another link", () => {
    const uri = `wc:${key}@2?relay-protocol=irn&symKey=${key}`;
    expect(kinds(uri)).toEqual(["pairing-link"]);
    expect(redact(`https://wallet.example.com/wc?uri=${encodeURIComponent(uri)}`).text).toBe(
      marker("pairing-link"),
    );
  });
});

describe("codes, passwords and cards", () => {
  it.each([
    ["one-time-code", "我收到的验证码是 583 920 你帮我登一下"],
    ["one-time-code", "483921 是验证码"],
    ["one-time-code", "my 2FA code is 771205"],
    ["one-time-code", "您的验证码为:883921,5分钟内有效"],
    ["one-time-code", "谷歌验证器显示 883 921"],
    ["one-time-code", "OTP-883921"],
    ["one-time-code", "验证码４８３９２０"],
    ["one-time-code", "otpauth://totp/Wallet:me?secret=JBSWY3DPEHPK3PXP"],
    ["password", "我的密码是 abc12345 帮我登录"],
    ["password", "密码abc12345登录不了"],
    ["password", "password is Tr0ub4dor&3"],
    ["password", "my password: sunshine"],
    ["password", 'the password is "correct horse battery"'],
    ["password", "hunter22 is my password"],
    ["password", "PIN 4821"],
    ["bank-card", "银行卡 4242 4242 4242 4242"],
    ["bank-card", "my card 4242424242424242"],
    ["bank-card", "4242-4242-4242-4242"],
    ["bank-card", "cvv 123"],
  ])("removes a %s: %s", (kind, text) => expect(kinds(text)).toEqual([kind]));

  it.each([
    "验证码一直收不到,等了 1000 秒",
    "没收到验证码,订单号 104477",
    "错误代码 100482 是什么意思",
    "login failed, code 1002",
    "my invite code 883921",
    "ticket 104477 any update",
    "是 203948",
    "我转了123456个SHIB过去",
    "区块高度 21458903 确认了吗",
    "phone +1 202 555 0147, call me back",
    "密码是不是被人改了",
    "密码是8位数字吗",
    "密码错误,输了3次",
    "my password is wrong",
    "my password is not accepted",
    "forgot password, email test@example.com",
    'I tap "Forgot password" and then "Reset password"',
    "密码 iPhone15 上输入不了",
    "订单号 4242424242424242 一直处理中",
    "订单号 20260114093355128846 一直处理中",
    "app version 2.14.3 build 210934, iOS 18.2",
    "sent 250000 usdt, received 249998.5",
  ])("leaves what is no secret: %s", (text) => expect(redact(text).text).toBe(text));

  it("takes six digits for a code when the message before spoke of one", () => {
    expect(kinds("203948", { recent: ["我收到验证码了"] })).toEqual(["one-time-code"]);
    expect(kinds("203948", { recent: ["我收到验证码了"], expects: "error-text" })).toEqual([]);
  });
});

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
