import type { Locale } from "../knowledge/entry.ts";

const HAN = /\p{Script=Han}/u;
/** Words that people of both languages write: chains, tokens, units. They say nothing about the language. */
const NEUTRAL = new Set(
  "bsc bnb eth btc trx tron sol ton usdt usdc busd dai erc trc bep polygon matic arbitrum optimism avax base hash tx txid ok app ios android id qr nft dapp gas pin kyc vpn am pm utc wallet tpwallet".split(
    " ",
  ),
);

/**
 * The language to answer in: the text's own where it has one, else the one spoken before.
 * Any Chinese character makes it Chinese, since mixed messages come from Chinese speakers.
 */
export function languageOf(text: string, before: Locale): Locale {
  if (HAN.test(text)) return "zh";
  const words = text
    .replace(/https?:\/\/\S+|⟦[^⟧]*⟧|\S{20,}/gu, " ")
    .toLowerCase()
    .match(/[a-z]+(?:'[a-z]+)?/g);
  const telling = (words ?? []).filter((word) => word.length > 1 && !NEUTRAL.has(word));
  return telling.length > 0 ? "en" : before;
}
