import type { Case, Decision, Message } from "./types.ts";

/** Why the bot said something: the entry it took, how sure it was, and what else came into question. */
export interface Why {
  topic: string;
  title: string;
  /** 0 to 1; undefined where nothing was matched. */
  confidence?: number;
  others: { title: string; probability: number }[];
}

/** What the bot made of one message of the customer. */
export interface Attempt extends Why {
  question: string;
  at: number;
}

/** Reads the stored decision behind a message of the bot. */
export function whyOf({ decisions }: Pick<Case, "decisions">, message: Message): Why | undefined {
  const decision = decisions.find(
    ({ event }) => message.inReplyTo !== undefined && event.messageId === message.inReplyTo,
  );
  const read = decision && readMatch(decision);
  if (read === undefined) return message.topic === undefined ? undefined : bare(message.topic, decision);
  if (message.topic === undefined || message.topic === read.topic) return read;
  // The answer was about a topic that was pressed or carried on, not about the best match of these words.
  return { ...bare(message.topic, decision), others: [] };
}

/** The bot's last tries, newest last: what it answered or asked back about. What was said to a person is none. */
export function attemptsOf(
  { decisions, messages }: Pick<Case, "decisions" | "messages">,
  most = 3,
): Attempt[] {
  const answered = new Set(
    messages.flatMap(({ author, inReplyTo }) => (author === "bot" ? [inReplyTo] : [])),
  );
  return decisions
    .filter(({ event }) => typeof event.messageId === "string" && answered.has(event.messageId))
    .flatMap((decision): Attempt[] => {
      const { event, at } = decision;
      const read = readMatch(decision);
      if (read === undefined || typeof event.text !== "string") return [];
      return [{ ...read, question: event.text, at }];
    })
    .slice(-most);
}

function readMatch(decision: Decision): Why | undefined {
  const { match } = decision.event;
  if (!isRecord(match) || !Array.isArray(match.ranked)) return undefined;
  const ranked = match.ranked.filter(isRecord).map(({ topic, probability }) => ({
    topic: String(topic),
    title: titleOf(decision, String(topic)),
    probability: Number(probability),
  }));
  const [best, ...others] = ranked;
  if (best === undefined) return undefined;
  return {
    topic: best.topic,
    title: best.title,
    confidence: Number(match.confidence),
    others: others.slice(0, 3).filter(({ probability }) => probability >= 0.01),
  };
}

function bare(topic: string, decision: Decision | undefined): Why {
  return { topic, title: decision === undefined ? topic : titleOf(decision, topic), others: [] };
}

/** The entry's title in any language it came in, else its id. */
function titleOf({ event }: Decision, topic: string): string {
  const views = isRecord(event.entries) ? event.entries[topic] : undefined;
  if (!isRecord(views)) return topic;
  const view = Object.values(views).find(isRecord);
  return typeof view?.title === "string" ? view.title : topic;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
