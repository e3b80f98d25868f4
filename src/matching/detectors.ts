import { alarmSignals } from "./alarm.ts";
import type { ClassKind } from "./corpus.ts";
import {
  type Detector,
  detect,
  type Example,
  type Spaces,
  spacesOf,
  trainDetector,
  vectorsOf,
} from "./detector.ts";
import { hash } from "./features.ts";
import type { Reading } from "./model.ts";
import { runsOf } from "./normalise.ts";
import { indexOf } from "./space.ts";

/** What hears more in a message than its question. */
export interface Detectors {
  spaces: Spaces;
  /** Alarm of each class of the model. */
  alarms: Uint8Array;
  human: Detector | undefined;
  urgent: Detector | undefined;
  /** Lines written as no wish for a person, by `lineKey`, ascending: whoever writes just such a line does not wish it. */
  notWishes: Float64Array;
}

/** A training line, whole: "急急急" is politeness to a question but tells of urgency. */
export interface Message {
  id: string;
  kind: ClassKind;
  /** `lineKey` of what it says. */
  key: number;
  reading: Reading;
  /** What a model that had not seen the line says of it, by class; absent where none could be asked. */
  probabilities: Float64Array | undefined;
}

/** What they heard: two probabilities and what follows from them. */
export interface Heard {
  human: { probability: number; wished: boolean };
  urgent: { probability: number; urgent: boolean };
}

// What a miss costs in false alarms. A wish unheard leaves a customer talking to a wall; urgency unheard, waiting in line.
const MISSED_WISH = 2;
const MISSED_URGENCY = 1.4;

export function trainDetectors(
  messages: readonly Message[],
  alarms: Uint8Array,
  alarmOf: (id: string) => number,
  options: { seed: number; onStep(): void },
): Detectors {
  const spaces = spacesOf(messages.map(({ reading }) => reading));
  const asked = messages.every(({ probabilities }) => probabilities !== undefined);
  const known = messages.map((message) => ({
    ...message,
    vectors: vectorsOf(spaces, message.reading),
    context: asked && message.probabilities ? alarmSignals(message.probabilities, alarms) : [],
  }));
  const learn = (verdict: (message: Message) => Verdict | undefined, missCost: number, context: boolean) => {
    const examples = known.flatMap((message): Example[] => {
      const own = verdict(message);
      return own ? [{ vectors: message.vectors, context: context ? message.context : [], ...own }] : [];
    });
    const detector = trainDetector(examples, spaces, { seed: options.seed, missCost });
    options.onStep();
    return detector;
  };
  const wishes = new Set(keysOf(messages, WISH));
  return {
    spaces,
    alarms,
    human: learn((message) => wishOf(message, wishes), MISSED_WISH, false),
    urgent: learn((message) => urgencyOf(message, alarmOf(message.id)), MISSED_URGENCY, true),
    notWishes: Float64Array.from(keysOf(messages, NO_WISH).filter((key) => !wishes.has(key))).sort(),
  };
}

/** Same key, same words: punctuation and gaps make no difference. */
export function lineKey(question: string): number {
  return hash(LINE, runsOf(question).join(" "));
}

/** `whole` and `key` are of the same message: all of it, and its question. */
export function hear(detectors: Detectors, whole: Reading, key: number, probabilities: Float64Array): Heard {
  const { spaces, alarms, human, urgent, notWishes } = detectors;
  const vectors = vectorsOf(spaces, whole);
  const wish = human && indexOf(notWishes, key) < 0 ? detect(human, vectors, []) : 0;
  const urgency = urgent ? detect(urgent, vectors, alarmSignals(probabilities, alarms)) : 0;
  return {
    human: { probability: wish, wished: human !== undefined && wish >= human.threshold },
    urgent: { probability: urgency, urgent: urgent !== undefined && urgency >= urgent.threshold },
  };
}

// Beside the kinds of features.
const LINE = 5;

interface Verdict {
  positive: boolean;
  weight: number;
}

const WISH = "_human.wish";
const NO_WISH = "_human.not-a-wish";

function keysOf(messages: readonly Message[], id: string): number[] {
  return messages.filter((message) => message.id === id).map(({ key }) => key);
}

/** A wish may stand under a topic as well ("human please" under the ways to reach us): there it is no counterexample. */
function wishOf({ id, kind, key }: Message, wishes: ReadonlySet<number>): Verdict | undefined {
  if (id === WISH) return { positive: true, weight: 1 };
  return kind === "urgent" || wishes.has(key) ? undefined : { positive: false, weight: 1 };
}

/**
 * Lines of urgent topics are mostly urgent, and count half for it. Lines of grave topics beside them may be either
 * and teach nothing. Near misses, written as such, count twice.
 */
function urgencyOf({ id, kind }: Message, alarm: number): Verdict | undefined {
  if (kind === "human" || alarm === 1) return undefined;
  if (alarm === 2) return { positive: true, weight: 0.5 };
  if (kind !== "urgent") return { positive: false, weight: 1 };
  return id === "_urgent.urgent" ? { positive: true, weight: 1 } : { positive: false, weight: 2 };
}
