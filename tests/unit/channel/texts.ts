import fc from "fast-check";

export const family = "👩‍👩‍👧‍👦";
export const words = fc.constantFrom(
  "hello",
  "transfer",
  "USDT",
  "到账了吗",
  "请把交易哈希发给我。",
  "为什么？",
  "好的！",
  "Really?",
  "Yes.",
  family,
  "🇨🇳",
  "é",
  "e\u0301",
  "👍🏽",
  "ก็",
  "한국어",
  "第1步，",
  "0x52908400098527886E0F7030069857D2E4169EE7",
);
export const whole = fc.constantFrom(
  "[帮助](https://help.example/zh/a)",
  "[the status page](https://status.example/x)",
  "`code here`",
  "**很 重要**",
  "@wallet_help",
  "https://wallet.example/a?b=c&d=e",
  "<@123456>",
  "a\\*b",
  "help@wallet.example",
);
const line = fc
  .array(fc.oneof({ weight: 5, arbitrary: words }, whole), { minLength: 1, maxLength: 30 })
  .map((all) => all.join(" "));
const chinese = fc
  .array(fc.constantFrom("转账", "没有", "到账", "，", "。", "请问", "！"), { minLength: 1, maxLength: 80 })
  .map((all) => `好${all.join("")}`);
const listItems = fc
  .array(line, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((item, n) => `${n + 1}. ${item}`).join("\n"));
const codeLine = fc.constantFrom(
  "const a = 1;",
  "  return x;",
  "",
  "    deep();",
  "日志 输出",
  "a".repeat(60),
);
export const fence = fc
  .record({
    sign: fc.constantFrom("```", "~~~", "````"),
    info: fc.constantFrom("", "js", "log"),
    lines: fc.array(codeLine, { minLength: 1, maxLength: 20 }),
  })
  .map(({ sign, info, lines }) => `${sign}${info}\n${lines.join("\n")}\nend\n${sign}`);
const blocks = fc.oneof({ weight: 4, arbitrary: line }, chinese, listItems, fence);
/** Texts as agents and entries have them: prose in several scripts, links, lists and fenced code. */
export const markdown = fc.array(blocks, { minLength: 1, maxLength: 8 }).map((all) => all.join("\n\n"));
