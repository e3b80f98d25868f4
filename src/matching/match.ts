import type { Locale } from "../knowledge/entry.ts";

/** What a text was taken for. Stored with the event, so "why did the bot say that?" has an answer on disk. */
export interface Match {
  /** Topics, best first (at most 5). Probabilities are over topics alone and sum to at most 1. */
  ranked: { topic: string; probability: number }[];
  /** Calibrated probability that `ranked[0]` is what was meant. */
  confidence: number;
  /** At the shipped thresholds: answer outright, ask back with the best candidates, or neither. */
  outcome: "answer" | "ask" | "decline";
  /** Name of the `_other` file the text belongs to ("greeting", "thanks" …) when that is more likely than any topic. */
  other?: string;
  /** Wish for a person. */
  human: { probability: number; wished: boolean };
  /** Urgency of the message itself, whatever its topic. */
  urgent: { probability: number; urgent: boolean };
  /** Language the text is written in. */
  locale: Locale;
  /** The text is Chinese in Latin letters, and was read as such. */
  pinyin?: true;
  /** What the calibrator saw, by name. */
  signals: Record<string, number>;
  /** True when the text was understood together with the question before it. */
  followsOn?: true;
  /** Hash of the index that answered. */
  index: string;
}
