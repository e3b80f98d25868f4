/** Bank cards: Luhn alone hits one long order number in ten, so words or the usual grouping must agree. */
import type { Span, View } from "./span.ts";

const CARD_WORDS =
  /卡号|卡號|银行卡|銀行卡|信用卡|储蓄卡|儲蓄卡|借记卡|银联|銀聯|\bcards?\b|\bvisa\b|master\s?card|unionpay|amex|american express|\bcvv2?\b|\bcvc2?\b|\bdebit\b|\bcredit\b|\bpan\b/;
const CARD_LABEL =
  /(?:卡号|卡號|银行卡|銀行卡|信用卡|储蓄卡|card\s?(?:number|no\.?|#)?)[\s::#=是为]{0,4}(?:is\s)?$/;
const OTHER_LABEL =
  /(?:订单|訂單|单号|單號|流水|交易号|工单|编号|編號|账单|快递|手机|电话|高度|哈希|order|ticket|reference|ref|invoice|tracking|transaction|tx|case|uid|id|phone|imei|serial|no)\s?(?:号|號|number|no\.?|id|#)?[\s::#=是为]{0,4}(?:is\s)?$/;
/** First digits and lengths of the large schemes (ISO/IEC 7812): Visa, Mastercard, UnionPay, Amex, JCB, Discover, Maestro, Mir. */
const SCHEME = /^(?:4|5[0-8]|2[2-7]|62|3[47]|35|6[0457]|81)/;

/** Finds card numbers and card verification codes. */
export function cards(view: View): Span[] {
  const spans: Span[] = [];
  for (const match of view.lower.matchAll(/(?<![\da-z.])\d(?:[ \-.]{0,2}\d){11,18}(?![\d]|[.,]\d|[a-z])/g)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (isCard(view, match[0], start, end)) spans.push({ start, end, kind: "bank-card" });
  }
  for (const match of view.lower.matchAll(
    /(?:cvv2?|cvc2?|安全码|安全碼|背面三位(?:数)?|有效期)\s?(?:是|为|is|:|=)?\s?(\d{3,4}|\d{1,2}\/\d{2,4})(?!\d)/g,
  )) {
    const value = match[1] ?? "";
    const start = match.index + match[0].length - value.length;
    spans.push({ start, end: start + value.length, kind: "bank-card" });
  }
  return spans;
}

function isCard(view: View, written: string, start: number, end: number): boolean {
  const digits = written.replace(/\D/g, "");
  const left = view.lower.slice(Math.max(0, start - 24), start);
  if (OTHER_LABEL.test(left)) return false;
  if (CARD_LABEL.test(left) && digits.length >= 15) return true;
  if (!luhn(digits) || digits.length < 13) return false;
  if (CARD_WORDS.test(left) || CARD_WORDS.test(view.lower.slice(end, end + 16))) return true;
  if (!SCHEME.test(digits)) return false;
  if (
    /^\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?$/.test(written) ||
    /^3[47]\d\d([ -])\d{6}\1\d{5}$/.test(written)
  )
    return true;
  return CARD_WORDS.test(view.lower.slice(view.from));
}

/** The check digit of ISO/IEC 7812-1. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}
