import { en } from "./phrases/en.ts";
import { zh } from "./phrases/zh.ts";

export type Locale = "zh" | "en";

/** Every word the page shows by itself. */
export interface Phrases {
  title(tenant: string): string;
  safety: string;
  introTitle: string;
  introText(tenant: string): string;
  questions: [string, string, string, string];
  composerLabel: string;
  placeholder: string;
  send: string;
  switchLanguage: string;
  log: string;
  you: string;
  bot: string;
  agent: string;
  system: string;
  typing: string;
  waiting: string;
  withYou(name: string | undefined): string;
  resolved: string;
  sending: string;
  sent: string;
  failed: string;
  refused(why: string): string;
  retry: string;
  choices: string;
  offline: string;
  reconnecting: string;
  newMessages: string;
  secretRemoved: string;
  /** Beside the time of a message whose words were changed. */
  edited: string;
  /** Read out before the words it has now. */
  editedTo: string;
  /** In the place of a message that was taken back. */
  removed: string;
  today: string;
  picture(name: string): string;
  download(name: string): string;
}

export const PHRASES: Record<Locale, Phrases> = { zh, en };

/** The page's first language: what the person chose before, else what their browser asks for. */
export function firstLocale(chosen: string | null, browser: string): Locale {
  if (chosen === "zh" || chosen === "en") return chosen;
  return browser.toLowerCase().startsWith("zh") ? "zh" : "en";
}
