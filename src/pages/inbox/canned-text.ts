import type { Canned, Conversation } from "./types.ts";

/** What variables stand for, by name; a name that is not there has to be asked for. */
export type Values = Readonly<Record<string, string | undefined>>;

/** What of a kept reply's variables is known of a conversation. */
export function valuesOf(
  conversation: Pick<Conversation, "customer" | "reference">,
  about: { agent: string; tenant: string },
): Values {
  const values: Record<string, string> = {
    "customer.name": conversation.customer.name ?? "",
    "agent.name": about.agent,
    reference: conversation.reference,
    tenant: about.tenant,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
}

const MARK = /\{\{\s*([\w.]+)\s*\}\}/g;

/** The variables of a text without a value, each once, in the order they come. */
export function missing(text: string, values: Values): string[] {
  const names = [...text.matchAll(MARK)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => values[name] === undefined);
}

/** The text with its values; a variable without one stays as it is written. */
export function filled(text: string, values: Values): string {
  return text.replace(MARK, (mark, name: string) => values[name] ?? mark);
}

/** The text for a customer: in their language where there is one, else in the other, with which it is. */
export function textFor(texts: Canned["texts"], locale: string): { text: string; locale: "zh" | "en" } {
  const [own, other] = locale.startsWith("zh") ? (["zh", "en"] as const) : (["en", "zh"] as const);
  const text = texts[own];
  return text === undefined ? { text: texts[other] ?? "", locale: other } : { text, locale: own };
}
