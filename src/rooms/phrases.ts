import type { EscalationReason } from "../conversation/state.ts";
import type { Locale, Severity } from "../knowledge/entry.ts";
import { en } from "./phrases-en.ts";
import { zh } from "./phrases-zh.ts";

/** Everything that is said in a staff room, in one language. `{name}` places are filled in. */
export interface RoomPhrases {
  /** Between a label and its value, and between the members of a list. */
  colon: string;
  comma: string;
  buttons: { claim: string; resolve: string; return: string; snooze: string; live: string; liveOff: string };
  reasons: Record<EscalationReason, string>;
  priorities: Record<Severity, string>;
  languages: Record<Locale, string>;
  card: {
    waiting: string;
    withAgent: string;
    withBot: string;
    snoozed: string;
    resolved: string;
    live: string;
    unreachable: string;
    why: string;
    question: string;
    tried: string;
    nothingTried: string;
    collected: string;
    earlier: string;
    more: string;
    follows: string;
    noButtons: string;
  };
  authors: { customer: string; bot: string; system: string; agent: string; note: string };
  transcript: string;
  toCustomer: string;
  edited: string;
  deleted: string;
  /** What was changed where the platform cannot show it in place. */
  changed: string;
  takenBack: string;
  status: {
    queue: string;
    agent: string;
    bot: string;
    snoozed: string;
    resolved: string;
  };
  /** Nobody has taken the case, or answered in it, for so many minutes. */
  reminder: { queue: string; agent: string };
  rated: string;
  trouble: { failed: string; unknown: string; sent: string };
  /** What became of a change of a reply. */
  altered: { edited: string; takenBack: string; notEdited: string; notTakenBack: string; unknown: string };
  fileLost: string;
  help: string;
  unlinked: string;
  linked: string;
  badCode: string;
  notHere: string;
  linkAlone: string;
  live: { on: string; off: string };
  refuse: {
    ownedByOther: string;
    notYours: string;
    resolved: string;
    botOwns: string;
    queueOwns: string;
    empty: string;
    secret: string;
    asksSecret: string;
    unknownNames: string;
    snooze: string;
    unknownCommand: string;
    transcript: string;
    sentAlready: string;
    nothingSaid: string;
    notAuthor: string;
    takenBack: string;
    channelCannot: string;
    tooOld: string;
    uncertain: string;
    doesNotFit: string;
    noteKept: string;
    failed: string;
    tooLarge: string;
    viewer: string;
  };
}

const ALL: Record<Locale, RoomPhrases> = { zh, en };

export function roomPhrases(locale: Locale): RoomPhrases {
  return ALL[locale];
}
