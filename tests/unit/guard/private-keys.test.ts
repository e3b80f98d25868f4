import { sha256 } from "@noble/hashes/sha2.js";
import { base58, base64, createBase58check, hex } from "@scure/base";
import { describe, expect, it } from "vitest";
import { publicKey } from "../../../src/guard/ed25519.ts";
import { marker } from "../../../src/guard/marker.ts";
import { redact } from "../../../src/guard/secrets.ts";
import { bytes, kinds } from "./samples.ts";

const key = hex.encode(bytes(32, 5));

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
