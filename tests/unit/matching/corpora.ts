import type { Corpus, CorpusClass } from "../../../src/matching/corpus.ts";

const CLASSES: CorpusClass[] = [
  topic("account.reset-password", "zh", [
    "忘记密码怎么办",
    "密码想不起来了",
    "怎么重置登录密码",
    "密码忘光了登不进去",
  ]),
  topic("account.reset-password", "en", [
    "i forgot my password",
    "how do i reset my password",
    "password reset",
  ]),
  topic("tx.failed", "zh", ["转账失败了", "交易失败提示错误", "为什么我的转账不成功", "发送交易报错"]),
  topic("tx.failed", "en", [
    "my transfer failed",
    "transaction failed with an error",
    "sending did not work",
  ]),
  topic("tx.pending", "zh", [
    "交易一直在确认中",
    "转账卡住了一直没确认",
    "等了很久还是处理中",
    "怎么加速交易",
  ]),
  topic("tx.pending", "en", [
    "transaction stuck pending",
    "still waiting for confirmation",
    "speed up my payment",
  ]),
  topic("tx.fee", "zh", ["手续费太高了", "矿工费怎么这么贵", "为什么扣了这么多手续费", "网络费用怎么算"]),
  topic("tx.fee", "en", [
    "the network fee is too high",
    "why is gas so expensive",
    "how are fees calculated",
  ]),
  topic("security.two-factor", "zh", [
    "怎么开启双重验证",
    "谷歌验证器在哪里绑定",
    "想打开二次验证",
    "设置两步验证",
  ]),
  topic("security.two-factor", "en", ["enable two factor", "set up an authenticator app", "turn on 2fa"]),
  topic("product.update", "zh", [
    "怎么更新到最新版本",
    "应用升级在哪里",
    "版本太旧了怎么升级",
    "最新版哪里下载",
  ]),
  topic("product.update", "en", [
    "update the app",
    "how to upgrade to the latest version",
    "newest release download",
  ]),
  other("greeting", "zh", ["你好", "在吗", "您好呀", "哈喽，有人吗"]),
  other("greeting", "en", ["hello", "hi there", "good morning", "hey"]),
  other("prices", "zh", ["比特币今天多少钱", "以太坊会涨吗", "现在能抄底吗", "推荐一个会涨的币"]),
  other("prices", "en", [
    "what is bitcoin worth today",
    "will eth go up",
    "should i buy now",
    "price prediction",
  ]),
  detector("_human.wish", [
    "转人工",
    "我要找真人客服",
    "别用机器人糊弄我",
    "人工客服在哪",
    "talk to a person",
    "human please",
  ]),
  detector("_human.not-a-wish", ["你是机器人吗", "有人冒充客服", "is this a bot", "a person stole my coins"]),
  detector("_urgent.urgent", [
    "我刚被盗了快救命",
    "钱正在被转走",
    "help they are draining my wallet now",
    "紧急紧急",
  ]),
  detector("_urgent.not-urgent", ["不着急，有空回复就行", "no rush at all", "随便问问", "just curious"]),
];

/** A wallet's knowledge in miniature. Another `name` is another corpus with the same lines. */
export function smallCorpus(name = "small", more: readonly CorpusClass[] = []): Corpus {
  return { classes: [...CLASSES, ...more], hash: name.padEnd(64, "0") };
}

function topic(id: string, locale: "zh" | "en", lines: string[]): CorpusClass {
  return { id, kind: "topic", locale, lines };
}

function other(name: string, locale: "zh" | "en", lines: string[]): CorpusClass {
  return { id: `_other.${name}`, kind: "other", locale, lines };
}

function detector(id: string, lines: string[]): CorpusClass {
  return { id, kind: id.startsWith("_human") ? "human" : "urgent", locale: "zh", lines };
}
