import type { Locale, SlotName } from "../../knowledge/entry.ts";
import type { EscalationReason } from "../state.ts";
import { en } from "./en.ts";
import type { TimePhrases } from "./time.ts";
import { zh } from "./zh.ts";

/** Everything the desk says of its own accord, in one language. A new language is one more object of this shape. */
export interface Phrases {
  greeting: string;
  greetingAgain: string;
  help: string;
  menu: string;
  thanks: string;
  smalltalk: string;
  notOurs: string;
  notOursAgain: string;
  languageWelcome: string;
  detailsAlone: string;
  care: string;
  confirmNothing: string;
  nonsense: string;
  didThisHelp: string;
  helpedYes: string;
  helpedNo: string;
  sameAgain: string;
  askBack: string;
  rephrase: string;
  fileWithoutWords: string;
  slowDown: string;
  emergency: string;
  secretUrgent: string;
  secretAgain: string;
  secretMinor: string;
  hashOrKey: string;
  /** Said once the customer waits: every hand-off says what happens next. `{ref}` is the case's reference. */
  handoff: Record<EscalationReason, string>;
  /** After a hand-off: details that are welcome meanwhile. `{slots}` is a list of labels. */
  alsoUseful: string;
  alreadyWaiting: string;
  /** In a shared space, above a button that leads to the private chat. Short: everybody reads it. */
  goPrivate: string;
  goPrivateUrgent: string;
  publicHelp: string;
  resolvedPublic: string;
  /** Before the warning of a secret, where others can read it. */
  seenByOthers: string;
  /** In the private chat, to somebody who came from a shared space. `{question}` is what was asked there. */
  privateHere: string;
  privateBare: string;
  privateMore: string;
  passedOnUrgent: string;
  passedOn: string;
  noted: string;
  handoffCancelled: string;
  agentJoined: string;
  agentTransferred: string;
  returnedToBot: string;
  resolved: string;
  resolvedUrgent: string;
  ratingThanks: string;
  ratingSorry: string;
  commentThanks: string;
  reopenDeclined: string;
  slowPress: string;
  gotIt: string;
  formNoted: string;
  formUnclear: string;
  formSkipped: string;
  formSummary: string;
  /** The summary when every detail was skipped. */
  formNothing: string;
  formCancelled: string;
  formResume: string;
  /** Between a label and its value, and between the members of a list. */
  colon: string;
  comma: string;
  buttons: {
    yes: string;
    no: string;
    human: string;
    cancelHuman: string;
    noneOfThese: string;
    menu: string;
    formStart: string;
    formSubmit: string;
    formCancel: string;
    formResume: string;
    formSkip: string;
    /** Above a dialog that asks for a form's details; at most 24 characters (Slack's limit). */
    dialogTitle: string;
    reopen: string;
    leaveResolved: string;
    private: string;
  };
  time: TimePhrases;
  /** What a platform's menu says of each command. */
  commands: Record<CommandName, string>;
  slots: Record<SlotName, { label: string; question: string; hint: string }>;
}

/** Commands a customer may give, in the order a menu shows them. */
const COMMANDS = ["menu", "human", "help", "start"] as const;
export type CommandName = (typeof COMMANDS)[number];

const ALL: Record<Locale, Phrases> = { zh, en };

export function phrasesOf(locale: Locale): Phrases {
  return ALL[locale];
}

/** The commands with what a menu says of them, in each language. */
export function commandMenus(): Record<Locale, { name: CommandName; description: string }[]> {
  const menu = ({ commands }: Phrases) => COMMANDS.map((name) => ({ name, description: commands[name] }));
  return { zh: menu(zh), en: menu(en) };
}

/** Members of a list, as the language writes one. */
export function listed(phrases: Phrases, members: string[]): string {
  return members.join(phrases.comma);
}

/** Puts values into a phrase's `{name}` places. */
export function fill(phrase: string, values: Record<string, string>): string {
  return phrase.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
