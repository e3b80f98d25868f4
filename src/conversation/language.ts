import type { Locale } from "../knowledge/entry.ts";

const HAN = /\p{Script=Han}/u;
/** Japanese, whose Chinese characters do not make a text Chinese. */
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const WISHES: [Locale, RegExp][] = [
  [
    "en",
    /\b(?:in|speak|use|reply in|write) english\b|\benglish,? please\b|^\s*english\s*[?？.!]*$|(?:说|說|讲|講|用|换成?|換成?)(?:英文|英语|英語)|(?:英文|英语|英語)(?:也)?(?:可以|行)[吗嗎]/iu,
  ],
  [
    "zh",
    /\b(?:in|speak|use|reply in|write) chinese\b|\bchinese,? please\b|(?:说|說|讲|講|用|换成?|換成?)(?:中文|国语|國語|普通话|普通話|繁[体體]|简体|簡體)|(?:中文|繁[体體]中?文?|简体|簡體)(?:也)?(?:可以|行)[吗嗎]|^\s*(?:中文|繁[体體])\s*[?？]?$/iu,
  ],
];
/** Words of a question about the app's language. */
const OF_THE_APP = /怎么|怎麼|如何|设置|設定|app|钱包|錢包|界面|how|change|switch|setting|wallet|interface/iu;
/** So many letters may stand beside a wish for a language. */
const BESIDE_WISH = 10;
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
const NO_WORDS = /https?:\/\/\S+|\bK-[A-Z\d]{6}\b|⟦[^⟧]*⟧|\S+@\S+|\S{20,}/gu;

/**
 * The language to answer in: the text's own where it has one, else the one spoken before.
 * Any Chinese character makes it Chinese, since mixed messages come from Chinese speakers. So does what the
 * matcher read as pinyin.
 */
export function languageOf(text: string, before: Locale, pinyin = false): Locale {
  if (KANA.test(text)) return before;
  if (pinyin || HAN.test(text)) return "zh";
  const words = text
    .replace(NO_WORDS, " ")
    .toLowerCase()
    .match(/[a-z]+(?:'[a-z]+)?/gu);
  const telling = (words ?? []).filter((word) => word.length > 1 && !NEUTRAL.has(word));
  return telling.length > 0 ? "en" : before;
}

/** The language a text asks us to speak ("in English please"); undefined for all that says more than this. */
export function languageWished(text: string): Locale | undefined {
  for (const [locale, pattern] of WISHES) {
    const rest = text.replace(pattern, "");
    if (rest === text || OF_THE_APP.test(rest)) continue;
    if (rest.replace(/[^\p{L}\p{N}]/gu, "").length <= BESIDE_WISH) return locale;
  }
  return undefined;
}
