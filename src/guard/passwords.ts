/** Passwords, by the words before or after them. Talk about passwords stays as it is. */
import type { Span, View } from "./span.ts";

const LABEL =
  /(?:支付|登录|登錄|登陆|交易|钱包|錢包|解锁|解鎖|账号|账户|帐号|邮箱|keystore|新|旧|原)?(?:密码|密碼|口令)|\bpin\s?(?:码|碼|code)?|\bpass(?:word|code|phrase|wd)?s?\b|\bpas+w(?:o?r?d|rod|ord)s?\b|\bpwd\b|\bpw\b|\bpsw\b|\bmima\b/g;

/** Everyday words that follow "password is", "password:" and are no password. */
const TALK = new Set(
  `not wrong incorrect correct right invalid weak strong lost forgotten forgot gone expired being the too very also still always required needed need
  reset resets change changed changing working work broken locked blocked hacked leaked stolen compromised exposed unknown same different safe secure
  fine okay good bad empty short long from what where when which how why asked saved stored written never only just really case sensitive error errors
  failed fails failure forget recovery recover login page field box manager managers hint screen protected policy rules rule length please help email
  and but because does doesn't isn't won't cannot can't with without will would should must have has had yes none null undefined true false keeps keep
  getting says said accepted rejected matching match mismatch all that this your mine ours their tried ready fast possible impossible easy hard important
  private personal secret necessary used shared visible hidden encrypted unsafe known enough about option options settings setting button link code codes
  verification twice again before after already here there impossible unchanged set setup update updated account wallet phone number digits characters
  optional unavailable outdated old new simple complex later missing unrecognized unaccepted okay seed words phrase crypto something anything everything nothing`
    .split(/\s+/)
    .filter(Boolean),
);

const VALUE = /^[\x21-\x7E]{3,64}/;

/** Finds what is given as a password, passcode or PIN. */
export function passwords(view: View): Span[] {
  const spans: Span[] = [];
  for (const match of view.lower.matchAll(LABEL)) {
    const span = valueAfter(view, match.index + match[0].length);
    if (span) spans.push(span);
  }
  // "hunter2 is my password", "abc123是我的密码"
  const after =
    /([\x21-\x7E]{4,64}?)["']?\s?(?:就?是|is|was)\s?(?:我的|my|the)\s?(?:old |new |wallet |login |account |登录|钱包|支付|新|旧)?(?:密码|密碼|password|passcode|pin\b)/g;
  for (const match of view.text.matchAll(after)) {
    const value = match[1] ?? "";
    if (/\d/.test(value) && !isOther(value, ""))
      spans.push({ start: match.index, end: match.index + value.length, kind: "password" });
  }
  return spans;
}

/** What joins label and value; how clearly it says that the value comes now decides how odd the value must look. */
const LINKS: readonly { pattern: RegExp; clear: boolean }[] = [
  { pattern: /^\s?(?:(?:for|of|to|on) [a-z ]{2,30}?)?\s?(?:is|was|are)?\s?[:=]\s{0,3}/, clear: true },
  {
    pattern: /^\s?(?:就是|分别是|设的是|改成了?|设成了?|设置为|设置成|改为|填的|用的是|是|为|為)\s?[:"']?\s?/,
    clear: true,
  },
  {
    pattern: /^\s?(?:(?:for|of|to|on) [a-z ]{2,30}?)?\s(?:is|was|should be|set to|changed to|used is) /,
    clear: true,
  },
  { pattern: /^\s?["'`(]\s?/, clear: true },
  // "my password, it is …", "密码在这，是…": a pause between, so that the value itself must look like one.
  {
    pattern:
      /^[^.!?。！？\n\uFFFC]{0,20}?[,;，；]\s?(?:and\s)?(?:it'?s|it is|it was|that'?s|就是|它是|是)\s?/,
    clear: false,
  },
  { pattern: /^\s{0,3}(?:->|-|\n)?\s{0,3}/, clear: false },
];

function valueAfter(view: View, labelEnd: number): Span | undefined {
  const right = view.lower.slice(labelEnd, labelEnd + 48);
  for (const { pattern, clear } of LINKS) {
    const link = pattern.exec(right);
    if (!link) continue;
    const quoted = /["'`]\s?$/.test(link[0]);
    if (quoted && closesQuote(view.lower, labelEnd + link[0].search(/["'`]/))) continue;
    const start = labelEnd + link[0].length;
    const rest = view.text.slice(start, start + 80);
    const value = quoted
      ? (/^[^"'`\n\uFFFC]{3,64}(?=["'`])/.exec(rest)?.[0] ?? "")
      : trimmed(VALUE.exec(rest)?.[0] ?? "");
    if (value && isPassword(value, rest.slice(value.length), clear, quoted))
      return { start, end: start + value.length, kind: "password" };
  }
  return undefined;
}

/** Whether the quote at a place ends what an earlier one on its line began: 「忘记密码」 is a button. */
function closesQuote(lower: string, at: number): boolean {
  const mark = lower.charAt(at);
  const line = lower.slice(Math.max(0, lower.lastIndexOf("\n", at - 1), at - 200), at);
  return mark !== "" && line.split(mark).length % 2 === 0;
}

function isPassword(value: string, following: string, clear: boolean, quoted: boolean): boolean {
  if (isOther(value, following) || value.length < (clear ? 3 : 4)) return false;
  const words = value.toLowerCase();
  if (quoted) return !words.split(" ").every((word) => TALK.has(word));
  const digits = /\d/.test(value);
  const letters = /[a-z]/i.test(value);
  const signs = /[^\w'/().,-]/.test(value);
  if (clear) {
    if (digits) return value.length >= 4;
    if (signs) return letters && value.length >= 5;
    return (
      !TALK.has(words) &&
      value.length >= 5 &&
      /^\s*(?:$|[.,;!?\n]|and\b|but\b|email|e-mail|login|user|account|邮箱|账|帐|你|帮|麻烦|请)/.test(
        following.toLowerCase(),
      )
    );
  }
  if (digits && !letters && !signs) return /^\d{4,12}$/.test(value);
  return value.length >= 6 && ((digits && letters) || (digits && signs));
}

/** Things that stand after the word "password" without being one. */
function isOther(value: string, following: string): boolean {
  if (/^(?:https?:|www\.|[^@\s]+@[\w-]+\.\w|0x[0-9a-f]{40}$)/i.test(value)) return true;
  if (
    /^(?:2fa|otp|md5|sha-?\d+|aes|ios|android|iphone|ipad|windows|win|mac|v?\d+\.\d+(?:\.\d+)*|app|face|touch|\d+[x*]\d*|\d{1,2}[-~]\d{1,2}|24\/7|version)[\w.+-]*$/i.test(
      value,
    )
  )
    return true;
  if (
    /^\d+$/.test(value) &&
    /^\s?(?:位|个|個|次|天|分|秒|小时|年|月|号|多|以上|条|usdt|u\b|digits?|times?|chars?|characters?|days?|hours?|minutes?|attempts?)/i.test(
      following,
    )
  )
    return true;
  return /^\d+(?:位|次|个)/.test(value) || /^[/\\,.;:!?()[\]{}<>|+-]/.test(value);
}

function trimmed(value: string): string {
  return value.replace(/[\s"'`)\],.;:]+$/, "");
}
