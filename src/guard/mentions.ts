/** The links, e-mail addresses, phone numbers and accounts a text names. */

export interface Mention {
  kind: "link" | "email" | "phone" | "account";
  written: string;
  start: number;
  end: number;
}

/** Addresses that nobody can own, kept for examples (RFC 2606): "mask it, like li***@example.com". Links have no such leave. */
const EXAMPLE_ADDRESS = /@example\.(?:com|org|net)$/i;

/** Endings taken for a web address when no https:// or www. stands before it. */
const ENDINGS =
  "example|com|net|org|io|app|cn|xyz|top|vip|cc|co|info|dev|ai|gg|ly|site|online|shop|club|pro|finance|exchange|link|live|tech|space|store|fun|us|uk|eu|ru|hk|tw|jp|kr|sg|de|fr|tv|network|support|help|page|cloud|zone|world|money|cash|biz|pw|icu|wang|ltd|group|global|wallet|crypto|eth|me|im|la|ws|asia|mobi|art|one|run|work|services|center|team|chat|security|systems|digital|id|in|gl|be";

/** Finds every mention, each character in at most one. Links come first: an account inside a link is the link's. */
export function mentions(text: string): Mention[] {
  const found: Mention[] = [];
  const take = (kind: Mention["kind"], pattern: RegExp, group = 0): void => {
    for (const match of text.matchAll(pattern)) {
      const written = (match[group] ?? "").replace(/[.,;:!?)\]}'"*_`]+$/, "");
      const start = match.index + match[0].indexOf(match[group] ?? "");
      const end = start + written.length;
      if (
        written !== "" &&
        !(kind === "email" && EXAMPLE_ADDRESS.test(written)) &&
        !found.some((other) => start < other.end && other.start < end)
      )
        found.push({ kind, written, start, end });
    }
  };
  take(
    "link",
    /(?<![a-z\d])[a-z][a-z\d+.-]{1,15}:\/\/[^\s<>"'`()[\]{}|\\^\u3000-\u303F\u4E00-\u9FFF\uFF00-\uFFEF]+/gi,
  );
  take(
    "link",
    /(?<![a-z\d])(?:javascript|data|tel|sms|intent|tg|weixin|wc):[^\s<>"'`()[\]\u4E00-\u9FFF]{3,}/gi,
  );
  take("email", /(?<![\w.+-])[\w.+-]{1,64}(?:@|@|\s?[[(]at[\])]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/gi);
  take("link", /(?<![\w.@-])www\.[^\s<>"'`()[\]\u3000-\u303F\u4E00-\u9FFF\uFF00-\uFFEF]+/gi);
  take("link", bareDomain());
  // Not after an asterisk: "li***@example.com" is a masked address.
  take("account", /(?<![\w.@/*])[@@]([A-Za-z\d_][\w.-]{2,31})/g);
  take(
    "account",
    /(?:qq群?|微信(?:号|群)?|wechat|weixin|vx|whatsapp|line|telegram|电报|飞机号?|skype)(?:\s?(?:id|号|账号|account))?\s?(?:是|:|:|=|is)?\s{0,2}(?=[\w+-]*\d)([a-z\d_+][\w-]{4,30})/gi,
    1,
  );
  take(
    "account",
    /(?:加|添加|联系)(?:我的?|客服|我们)?(?:微信|qq|vx|wechat|telegram|电报)(?:号)?\s?(?:是|:|:)?\s{0,2}([a-z\d_][\w-]{4,30})/gi,
    1,
  );
  for (const pattern of PHONES) take("phone", pattern, 1);
  return found;
}

function bareDomain(): RegExp {
  const dot = "(?:\\.|\\s?[\\[(](?:\\.|dot|点)[\\])]\\s?|。(?=[a-z]))";
  const label = "[a-z\\d\\u00DF-\\u04FF](?:[a-z\\d\\u00DF-\\u04FF-]{0,61}[a-z\\d\\u00DF-\\u04FF])?";
  return new RegExp(
    `(?<![\\w.@/-])(?=[\\d-]*[a-z\\u00DF-\\u04FF])${label}(?:${dot}${label}){0,3}${dot}(?:${ENDINGS})(?![\\w-])(?:[/?#:][^\\s<>"'\`()[\\]\\u3000-\\u303F\\u4E00-\\u9FFF\\uFF00-\\uFFEF]*)?`,
    "g",
  );
}

/** Numbers one can dial: international, Chinese hotlines, mobiles and land lines, North American, or after the word for phone. */
const PHONES: readonly RegExp[] = [
  /(?<![\w.+])(\+\d{1,3}[\s-]?(?:\(\d{1,4}\)[\s-]?)?\d(?:[\s-]?\d){5,12})(?!\w)/g,
  /(?<![\w.-])((?:400|800)[\s-]?\d{3}[\s-]?\d{4}|(?:400|800)[\s-]?\d{4}[\s-]?\d{3}|95\d{3})(?![\w.-])/g,
  /(?<![\w.-])(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?![\w-]|\.\d)/g,
  /(?<![\w.-])(0\d{2,3}-\d{7,8})(?![\w-]|\.\d)/g,
  /(?<![\w.-])(\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4})(?![\w-]|\.\d)/g,
  /(?<![\w.-])(1[\s-]8(?:00|33|44|55|66|77|88)[\s-]\d{3}[\s-]\d{4})(?!\w)/g,
  /(?:电话|電話|热线|熱線|致电|拨打|来电|手机号?|hotline|phone(?: number)?|call(?: us| me)?(?: at| on)?|dial|tel|whatsapp)[\s::.]{0,3}(?:是|is|at|on|号码是?)?\s?(\+?\d(?:[\s-]?\d){4,14})(?![\w])/gi,
];
