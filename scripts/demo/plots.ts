import type { Locale } from "../../src/knowledge/entry.ts";

/** What one customer does on the demo's day, in order. Minutes count from the first word. */
export interface Plot {
  account: string;
  name: string;
  locale: Locale;
  /** Minutes before now at which it begins. */
  ago: number;
  steps: Step[];
}

export type Step =
  | { after: number; says: string }
  /** Presses the choice with this label under our last message. */
  | { after: number; presses: "yes" | "no" | "rate5" | "rate4" | "rate2" }
  | { after: number; agent: Colleague; act: "claim" | "resolve" | "return" }
  | { after: number; agent: Colleague; act: "reply" | "note"; text: string }
  | { after: number; agent: Colleague; act: "transfer"; to: Colleague; text: string }
  | { after: number; agent: Colleague; act: "snooze"; hours: number };

export type Colleague = "ada" | "lin" | "tom";

const TELEGRAM = "telegram:7001";
const DISCORD = "discord:7002";
const SLACK = "slack:T7003";
const WEB = "web";

/** Cases with people in them: what an inbox shows. Everybody here is invented. */
export const CASES: Plot[] = [
  {
    account: TELEGRAM,
    name: "周静",
    locale: "zh",
    ago: 14,
    steps: [
      { after: 0, says: "我的币被转走了，刚刚发现，不是我操作的！" },
      { after: 2, says: "在波场上，大概 3200 USDT，请快一点" },
    ],
  },
  {
    account: WEB,
    name: "Oskar Lindqvist",
    locale: "en",
    ago: 96,
    steps: [
      { after: 0, says: "my withdrawal from the exchange has not arrived" },
      { after: 1, presses: "no" },
      { after: 2, says: "human please, it has been three hours" },
      { after: 9, agent: "tom", act: "claim" },
      {
        after: 11,
        agent: "tom",
        act: "reply",
        text: "Hi Oskar, I'm looking at it with you. Which network did you choose on the exchange?",
      },
      { after: 16, says: "BNB Smart Chain I think. The exchange says completed" },
      {
        after: 18,
        agent: "tom",
        act: "note",
        text: "Exchange says completed; asked for the hash before we look at the address.",
      },
      {
        after: 19,
        agent: "tom",
        act: "reply",
        text: "Thank you. Please send the transaction hash from the exchange's history. It is public and safe to share.",
      },
      { after: 71, says: "found it: 0x9c1f4be27ad0638812cc45f1b7e0a3d94d5e6f708192a3b4c5d6e7f8091a2b3c" },
    ],
  },
  {
    account: DISCORD,
    name: "Priya N.",
    locale: "en",
    ago: 41,
    steps: [
      { after: 0, says: "someone from support DMed me and wants my recovery words, is that you?" },
      { after: 4, says: "he says my wallet gets blocked today if I don't answer" },
    ],
  },
  {
    account: TELEGRAM,
    name: "陈立",
    locale: "zh",
    ago: 63,
    steps: [
      { after: 0, says: "转账失败了" },
      { after: 1, presses: "no" },
      { after: 2, says: "转人工" },
      { after: 3, says: "以太坊，昨晚八点左右，0.4 ETH" },
    ],
  },
  {
    account: SLACK,
    name: "Marta Kowal",
    locale: "en",
    ago: 52,
    steps: [
      { after: 0, says: "I need to talk to a person about our company account" },
      { after: 12, agent: "ada", act: "claim" },
      { after: 14, agent: "ada", act: "reply", text: "Hello Marta, this is Ada. What can I do for you?" },
      { after: 20, says: "we changed our domain, how do we move the sign-in e-mail of six people?" },
      {
        after: 26,
        agent: "ada",
        act: "note",
        text: "Asked the account team whether six can be moved at once.",
      },
    ],
  },
  {
    account: WEB,
    name: "林小雨",
    locale: "zh",
    ago: 180,
    steps: [
      { after: 0, says: "重置密码的邮件一直收不到" },
      { after: 2, presses: "no" },
      { after: 3, says: "人工客服" },
      { after: 8, agent: "lin", act: "claim" },
      {
        after: 10,
        agent: "lin",
        act: "reply",
        text: "小雨您好，我是小林。请看一下垃圾邮件箱，发件人是不是被拦截了？",
      },
      { after: 15, says: "真的在垃圾箱里！谢谢" },
      { after: 17, agent: "lin", act: "reply", text: "太好了。把发件人加到通讯录，以后就不会进垃圾箱了。" },
      { after: 18, agent: "lin", act: "resolve" },
      { after: 21, presses: "rate5" },
    ],
  },
  {
    account: TELEGRAM,
    name: "Diego Ramos",
    locale: "en",
    ago: 240,
    steps: [
      { after: 0, says: "fee was way higher than yesterday, why" },
      { after: 1, presses: "no" },
      { after: 2, says: "let me speak to someone" },
      { after: 21, agent: "tom", act: "claim" },
      {
        after: 23,
        agent: "tom",
        act: "reply",
        text: "Hi Diego, the fee goes to the network, and it was busy at noon. I'll write again when the explorer shows your transfer.",
      },
      { after: 24, agent: "tom", act: "snooze", hours: 6 },
    ],
  },
  {
    account: DISCORD,
    name: "kenji_t",
    locale: "en",
    ago: 300,
    steps: [
      { after: 0, says: "the app crashes when I open the swap page" },
      { after: 1, presses: "no" },
      { after: 2, says: "still crashes. a person please" },
      { after: 30, agent: "ada", act: "claim" },
      {
        after: 33,
        agent: "ada",
        act: "transfer",
        to: "tom",
        text: "Tom, this looks like the swap crash of version 5.2.0.",
      },
      {
        after: 40,
        agent: "tom",
        act: "reply",
        text: "Thanks for waiting. Version 5.2.1 mends this; could you update and try again?",
      },
      { after: 55, says: "works now, thanks" },
      { after: 57, agent: "tom", act: "resolve" },
      { after: 60, presses: "rate4" },
    ],
  },
  {
    account: WEB,
    name: "Hanna Voss",
    locale: "en",
    ago: 33,
    steps: [
      { after: 0, says: "I sent USDT to the wrong network" },
      { after: 2, presses: "no" },
      { after: 3, says: "can a human look at this" },
    ],
  },
  {
    account: TELEGRAM,
    name: "赵敏",
    locale: "zh",
    ago: 410,
    steps: [
      { after: 0, says: "建议加一个按日期导出账单的功能" },
      { after: 1, says: "转人工" },
      { after: 25, agent: "lin", act: "claim" },
      { after: 27, agent: "lin", act: "reply", text: "谢谢您的建议，我已经转给产品同事了，有进展会告诉您。" },
      { after: 28, agent: "lin", act: "resolve" },
      { after: 34, presses: "rate2" },
      { after: 35, says: "等太久了" },
    ],
  },
  {
    account: SLACK,
    name: "Ben Adeyemi",
    locale: "en",
    ago: 8,
    steps: [
      { after: 0, says: "how do I turn on two-factor authentication" },
      { after: 1, presses: "no" },
      { after: 2, says: "I have no phone with me, a person please" },
    ],
  },
];

/** Questions the bot settles by itself, and how often that helps. */
export const QUESTIONS: Record<Locale, string[]> = {
  zh: [
    "忘记密码了怎么办",
    "怎么开启两步验证",
    "转账一直没到账",
    "手续费为什么这么高",
    "怎么修改绑定的邮箱",
    "收到一条说中奖的私信是真的吗",
    "怎么添加自定义代币",
    "换手机了钱包怎么恢复",
    "怎么查看交易哈希",
    "转账失败会退钱吗",
  ],
  en: [
    "how do I reset my password",
    "where is my transfer",
    "why is the fee so high",
    "how do I enable 2fa",
    "how can I back up my wallet",
    "is this airdrop real",
    "I got a new phone, how do I restore my wallet",
    "how do I add a custom token",
    "my transaction is stuck",
    "how do I change my e-mail address",
  ],
};

export const ACCOUNTS = [TELEGRAM, DISCORD, SLACK, WEB] as const;

export const GUESTS: Record<Locale, string[]> = {
  zh: ["王芳", "李强", "刘洋", "孙悦", "何琳", "郭涛", "马超群", "吴桐"],
  en: ["Sofia M.", "Jonas Berg", "Aisha K.", "Tomasz", "Lucia P.", "Mark O'Neill", "Yuki", "Elif D."],
};
