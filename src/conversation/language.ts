import type { Locale } from "../knowledge/entry.ts";

const HAN = /\p{Script=Han}/u;
/** Words that people of both languages write: chains, tokens, brands, devices. They say nothing about the language. */
const NEUTRAL = new Set(
  [
    "bsc bnb eth btc trx tron sol ton usdt usdc busd dai erc trc bep polygon matic arbitrum optimism avax base ethereum bitcoin solana mainnet",
    "hash tx txid ok app ios android id qr nft dapp gas pin kyc vpn am pm utc wallet tpwallet email gmail com error bug token swap",
    "binance okx huobi htx bybit bitget gate coinbase kraken metamask trustwallet imtoken tokenpocket uniswap pancakeswap telegram discord slack",
    "iphone ipad pixel galaxy samsung huawei xiaomi redmi oppo vivo oneplus honor pro max plus mini ultra",
  ]
    .join(" ")
    .split(" "),
);
const NO_WORDS = /https?:\/\/\S+|⟦[^⟧]*⟧|\S+@\S+|\S{20,}/gu;

/**
 * The language to answer in: the text's own where it has one, else the one spoken before.
 * Any Chinese character makes it Chinese, since mixed messages come from Chinese speakers.
 */
export function languageOf(text: string, before: Locale): Locale {
  if (HAN.test(text)) return "zh";
  const words = text
    .replace(NO_WORDS, " ")
    .toLowerCase()
    .match(/[a-z]+(?:'[a-z]+)?/gu);
  const telling = (words ?? []).filter((word) => word.length > 1 && !NEUTRAL.has(word));
  return telling.length > 0 ? "en" : before;
}
