/**
 * Takes greetings off the front and thanks and haste ("急急急") off the end of a normalised text, since they say nothing
 * about the question and cost accuracy (81.7 → 79.2 on questions wrapped in them). A text that is nothing else stays
 * whole: it is small talk, and small talk has examples of its own. Urgency is judged on the whole text.
 */
export function withoutPoliteness(normalised: string): string {
  let rest = normalised.trim();
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(FRONT, "").replace(BACK, "");
  }
  return SAYS_SOMETHING.test(rest) ? rest : normalised;
}

const GAP = "[\\s\\p{P}\\p{S}~]";

// Words that open a message and never belong to the question itself: no separator needed after them.
const OPENERS_ZH =
  "你好[啊呀哦吖]?|您好[啊呀]?|哈[喽啰罗]|嗨+|请问(?:一下|下)?|请教(?:一下|下)?|打扰(?:一下|下)?了?";

// Words that could also start the question ("客服电话多少"): only with a separator behind them.
const ADDRESS_ZH =
  "在[吗嘛么]|在不在|有人[吗嘛么]|有人在[吗嘛么]|客服|亲+|大佬|老师|早上?好?|上午好|下午好|晚上好|不好意思|想问一?下|问一?下";

const OPENERS_EN =
  "(?:hi+|hello+|hey+|yo|greetings|good (?:morning|afternoon|evening|day)|dear|excuse me|sorry to bother(?: you)?)" +
  "(?: (?:there|team|support|guys|all|everyone|sir|madam|sir madam|friend|folks|mate|bro|please))*";

const FRONT = new RegExp(
  `^${GAP}*(?:(?:${OPENERS_ZH})${GAP}*|(?:${ADDRESS_ZH})${GAP}+|(?:${OPENERS_EN})(?:${GAP}+|(?=\\p{Script=Han})))`,
  "u",
);

const CLOSERS_ZH =
  "谢谢[你您了啦哈啊]*|多谢[了啦]?|感谢|谢啦|谢了|拜托[了啦]?|麻烦[你您]?[了啦]?|辛苦[了啦]?|[很好挺]?急+[的啊呀死了]*|在线等";
const CLOSERS_EN =
  "(?:many thanks|thank you|thank u|thanks|thankyou|thx|tks|ty|pls|plz|please|cheers|regards|(?:its |very )?urgent|asap)" +
  "(?: (?:in advance|so much|very much|a lot|again|you|guys|all|for your help))*";

const BACK = new RegExp(`(?:谢谢[你您了啦哈啊]*|${GAP}+(?:${CLOSERS_ZH}|${CLOSERS_EN}))${GAP}*$`, "u");

const SAYS_SOMETHING = /\p{Script=Han}|[a-z0-9]{2}/u;
