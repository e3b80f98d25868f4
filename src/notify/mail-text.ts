import { fill } from "../conversation/phrases/phrases.ts";
import type { Locale } from "../knowledge/entry.ts";
import { roomPhrases } from "../rooms/phrases.ts";
import type { Alert } from "../store/alerts.ts";

interface MailPhrases {
  subject: string;
  breachSubject: string;
  lead: string;
  breachLead: string;
  reason: string;
  priority: string;
  waited: string;
  minutes: string;
  targets: Record<string, string>;
  open: string;
  foot: string;
}

const ALL: Record<Locale, MailPhrases> = {
  en: {
    subject: "{ref}: a customer is waiting",
    breachSubject: "{ref}: a customer has waited too long for an answer",
    lead: "Nobody has taken this case yet.",
    breachLead: "A target for answering was missed.",
    reason: "Why",
    priority: "Priority",
    waited: "Waiting",
    minutes: "{n} min",
    targets: { first: "first reply", next: "next reply", resolve: "resolution" },
    open: "Take it",
    foot: "You get this because you work at this desk. It stops as soon as somebody takes the case. Answers to this mail are not read.",
  },
  zh: {
    subject: "{ref}：有客户在等人工",
    breachSubject: "{ref}：客户等回复已经超时",
    lead: "这个会话还没有人接手。",
    breachLead: "回复时限已经超过。",
    reason: "原因",
    priority: "优先级",
    waited: "已等待",
    minutes: "{n} 分钟",
    targets: { first: "首次回复", next: "下次回复", resolve: "解决" },
    open: "去接手",
    foot: "你是这个客服台的成员，所以收到这封邮件；有人接手后就不会再发。请不要回复本邮件，没有人会看到。",
  },
};

/** What a mail says of an alert: never a word of the customer's, who may have written what no mailbox should keep. */
export function mailText(
  alert: Alert,
  { locale, now, publicUrl }: { locale: Locale; now: number; publicUrl: string | undefined },
): { subject: string; text: string } {
  const phrases = ALL[locale];
  const { reasons, priorities, colon } = roomPhrases(locale);
  const breach = alert.cause === "breach";
  const named = breach ? phrases.targets : (reasons as Record<string, string>);
  const reason = named[alert.reason] ?? alert.reason;
  const minutes = String(Math.max(1, Math.round((now - alert.since) / 60_000)));
  const lines = [
    breach ? phrases.breachLead : phrases.lead,
    "",
    `${phrases.reason}${colon}${reason}`,
    `${phrases.priority}${colon}${priorities[alert.priority]}`,
    `${phrases.waited}${colon}${fill(phrases.minutes, { n: minutes })}`,
    ...(publicUrl === undefined
      ? []
      : [`${phrases.open}${colon}${new URL(`/inbox/queue/${alert.conversationId}`, publicUrl).href}`]),
    "",
    phrases.foot,
  ];
  const urgent = alert.priority === "urgent" ? `${priorities.urgent} · ` : "";
  const subject = fill(breach ? phrases.breachSubject : phrases.subject, { ref: alert.reference });
  return { subject: urgent + subject, text: `${lines.join("\n")}\n` };
}
