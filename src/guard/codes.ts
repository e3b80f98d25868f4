/** One-time codes, by the words around them: six digits alone may be anything. */
import type { Span, View } from "./span.ts";

const LABEL =
  /(?:验证|驗證|校验|校驗|确认|確認|动态|動態|短信|簡訊|谷歌|一次性|安全)(?:验证|驗證)?(?:码|碼)|动态密码|两步验证|二步验证|双重验证|二次验证|身份验证器?|验证器(?:显示|上)?|動態密碼|动态口令|一次性密码|(?:verification|verify|auth|authentication|authenticator|security|confirmation|login|one[- ]time|sms|2fa|mfa|otp|google|email|e-mail|text(?:ed)?|backup)\s?-?(?:pass)?(?:code|pin|number|token)s?|\b(?:otp|2fa|mfa|totp)\b|\bcode\b/g;
/** Codes and numbers that are no secret; each labels what follows it. */
const OTHER =
  /错误(?:代)?码|錯誤(?:代)?碼|错误|代码|邀请码|邀請碼|推荐码|优惠码|邮编|邮政编码|区号|订单|訂單|单号|單號|工单|工單|编号|高度|版本|金额|金額|哈希|地址|二维码|error(?:\s?code)?|status(?:\s?code)?|exit code|(?:invite|invitation|referral|promo|zip|post(?:al)?|country|area|qr|source|response|http|chain|currency|coupon)\s?code|order|ticket|case|build|version|block|height|amount|hash|\bid\b|#/g;
const UNIT =
  /^\s?(?:分钟|分|秒|小时|天|年|月|日|次|个|個|条|位|元|块|点|号线|minutes?|mins?|secs?|seconds?|hours?|days?|times?|digits?|usdt?|trx|eth|btc|bnb|sol|u\b|%|\/|:\d)/;
const DIGITS =
  /(?<![\d.,/a-z]|\d[:-]|[a-z]{4}-)(?:g-)?\d(?:[\s-]?\d){3,7}(?!\d|[.:/-]\d|,\d{3}|[a-z]*[\u4E00-\u9FFF]?年)/g;

/** Finds codes of 4 to 8 digits next to the words for one, backup codes, and authenticator set-up keys. */
export function oneTimeCodes(view: View): Span[] {
  const spans: Span[] = [...authenticatorKeys(view)];
  const labels = endsOf(LABEL, view.lower);
  const others = endsOf(OTHER, view.lower);
  for (const match of view.lower.matchAll(DIGITS)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (start < view.from || UNIT.test(view.lower.slice(end, end + 8))) continue;
    if (
      match[0].startsWith("g-") ||
      labelledBefore(view, start, match[0], labels, others) ||
      labelledAfter(view.lower, end)
    )
      spans.push({ start, end, kind: "one-time-code" });
  }
  return spans;
}

function labelledBefore(
  view: View,
  start: number,
  digits: string,
  labels: number[],
  others: number[],
): boolean {
  const label = lastUpTo(labels, start);
  if (label < 0 || label < start - 28 || lastUpTo(others, start) >= label) return false;
  const gap = view.lower.slice(label, start);
  const upTo = view.lower.slice(Math.max(0, label - 24), label);
  if (/[.。!?;](?:\s|$)|[。!?]/.test(gap)) return false;
  // Said in the message before: the bot may by now have asked for something else that is made of digits.
  if (label < view.from && view.expects) return false;
  const six = digits.replace(/\D/g, "").length === 6;
  // "login failed, code 1002": the word alone says too little for other lengths.
  if (
    !six &&
    !/\b(?:is|was)\b/.test(gap) &&
    /(?:^|[^\w]|[^a-z2 -] ?)code$/.test(upTo) &&
    !/(?:my|sms|2fa|login|verification|auth\w*|email|otp|text) code$/.test(upTo)
  ) {
    return false;
  }
  if (/^(?:\s|["'`([:=\-,]|是|为|為|就是|is|was|are|it'?s|:)*$/.test(gap)) return true;
  return six && gap.length <= 24;
}

function labelledAfter(lower: string, end: number): boolean {
  const right = lower.slice(end, end + 30);
  const link =
    /^["'`)\]]?\s?(?:\(|,)?\s?(?:(?:这|這)个|(?:这|這)?(?:是|为)(?:我的|你们的|的|我收到的|刚收到的)?|(?:is|was|as|-|=)?\s?(?:the|my|your|a|this)?\s?)?\s?/.exec(
      right,
    );
  const label = right.search(LABEL);
  const other = right.search(OTHER);
  return label >= 0 && label <= (link?.[0].length ?? 0) && !(other >= 0 && other <= label);
}

/** "JBSW Y3DP …": the key of an authenticator app; otpauth links; groups of a backup code. */
function authenticatorKeys(view: View): Span[] {
  const spans: Span[] = [];
  for (const match of view.lower.matchAll(/otpauth:\/\/[^\s\uFFFC]{8,400}/g)) spans.push(at(match, 0));
  const label =
    /(?:验证器|驗證器|谷歌验证|二次验证|2fa|authenticator|totp|otp)[^\n\uFFFC]{0,24}?(?:密钥|密鑰|秘钥|secret|key|seed)\s?(?:是|为|is|:|=)?\s?([a-z2-7](?:[\s-]?[a-z2-7]){15,63})(?![a-z0-9])/g;
  for (const match of view.lower.matchAll(label))
    if (/\d/.test(match[1] ?? "")) spans.push(at(match, match[0].lastIndexOf(match[1] ?? "")));
  const backup =
    /(?:备份码|備份碼|备用码|恢复码|恢復碼|backup codes?|recovery codes?)\s?(?:是|为|is|are|:|=)?\s?((?:[a-z0-9]{4,10}[\s,-]{0,3}){1,12})/g;
  for (const match of view.lower.matchAll(backup)) {
    const value = /^(?:[a-z]*\d[a-z0-9]*[\s,-]{0,3})+/.exec(match[1] ?? "")?.[0].trimEnd();
    if (!value || value.length < 6) continue;
    const start = match.index + match[0].lastIndexOf(match[1] ?? "");
    spans.push({ start, end: start + value.length, kind: "one-time-code" });
  }
  return spans;
}

function at(match: RegExpExecArray, offset: number): Span {
  return { start: match.index + offset, end: match.index + match[0].length, kind: "one-time-code" };
}

function endsOf(pattern: RegExp, text: string): number[] {
  return Array.from(text.matchAll(pattern), (match) => match.index + match[0].length);
}

/** The greatest number of a sorted list that is not above a limit; -1 if there is none. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? -1;
}
