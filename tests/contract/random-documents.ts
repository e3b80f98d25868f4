import type { Choice, OutboundMessage } from "../../src/channel/contract.ts";

/** Words as entries and agents write them, and words that try to be more. */
const PIECES = [
  ..."hello transfer USDT 到账了吗 请把交易哈希发给我。 为什么？ Really? 👩‍👩‍👧‍👦 🇨🇳 e\u0301 👍🏽 한국어 第1步， a<b b>c & &amp; &lt;".split(
    " ",
  ),
  ..."@everyone @here @Everyone <@123456789012345678> <@!1> <@&2> <#3> <:x:4> </ask:5> <t:6> <id:home>".split(
    " ",
  ),
  ..."<!channel> <!here|x> <@U024LIN> <#C1|general> <!subteam^S1> <https://evil.example|bank.example>".split(
    " ",
  ),
  ..."<b> </b> <script>alert(1)</script> <a <i>x</i> &#60; ` `` ``` ~~~ * ** _ __ ~ ~~ | || \\ \\\\ [ ] ( ) ! # > - + 1.".split(
    " ",
  ),
  ..."**bold** *soft* _it_ ~~no~~ `code` `@here` ``a`b`` **a*b** [帮助](https://help.example/zh/a) <https://a.example/x>".split(
    " ",
  ),
  ..."[x](javascript:alert(1)) [t](tg://user?id=1) [@everyone](https://e.example) [<@1>](https://e.example/@everyone)".split(
    " ",
  ),
  ..."https://wallet.example/a?b=c&d=e https://e.example/@here https://x.example/(a)|b help@wallet.example @wallet_help".split(
    " ",
  ),
  "\u200b",
  "\u202e",
  "0x52908400098527886E0F7030069857D2E4169EE7",
  "a".repeat(300),
  "字".repeat(200),
  "<".repeat(40),
  "*".repeat(30),
];
const STARTS = [
  "",
  "",
  "",
  "# ",
  "> ",
  ">> ",
  "- ",
  "1. ",
  "10) ",
  "    ",
  "```\n",
  "~~~js\n",
  "| a | b |\n|---|---|\n| ",
];
const GLUE = [" ", " ", " ", "", "\n", "\n\n", "\n\n", "\n- ", "\n> ", "\n```\n", "  \n"];

/** A generator of numbers from 0 to below 1, the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** So many messages, the same for the same seed; most are short, four in a thousand longer than any channel's limit. */
export function* randomDocuments(count: number, seed: number): Generator<OutboundMessage> {
  const next = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  for (let n = 0; n < count; n += 1) {
    const size = next() < 0.004 ? 600 : 1 + Math.floor(next() * 9);
    let text = pick(STARTS);
    for (let at = 0; at < size; at += 1) text += pick(PIECES) + pick(GLUE);
    const choices: Choice[] = Array.from({ length: next() < 0.3 ? Math.floor(next() * 30) : 0 }, (_, at) => ({
      token: `t${at}`,
      label: `${pick(PIECES)} ${pick(PIECES)}`,
    }));
    yield { text, choices, files: [] };
  }
}
