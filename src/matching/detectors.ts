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
import type { Reading } from "./model.ts";

/** What hears more in a message than its question. */
export interface Detectors {
  spaces: Spaces;
  /** Alarm of each class of the model. */
  alarms: Uint8Array;
  human: Detector | undefined;
  urgent: Detector | undefined;
}

/** A training line, whole: "急急急" is politeness to a question but tells of urgency. */
export interface Message {
  id: string;
  kind: ClassKind;
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
const MISSED_URGENCY = 1.5;

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
  return {
    spaces,
    alarms,
    human: learn(wishOf, MISSED_WISH, false),
    urgent: learn((message) => urgencyOf(message, alarmOf(message.id)), MISSED_URGENCY, true),
  };
}

export function hear(detectors: Detectors, whole: Reading, probabilities: Float64Array): Heard {
  const { spaces, alarms, human, urgent } = detectors;
  const vectors = vectorsOf(spaces, whole);
  const wish = human ? detect(human, vectors, []) : 0;
  const urgency = urgent ? detect(urgent, vectors, alarmSignals(probabilities, alarms)) : 0;
  return {
    human: { probability: wish, wished: human !== undefined && wish >= human.threshold },
    urgent: { probability: urgency, urgent: urgent !== undefined && urgency >= urgent.threshold },
  };
}

interface Verdict {
  positive: boolean;
  weight: number;
}

function wishOf({ id, kind }: Message): Verdict | undefined {
  if (kind === "urgent") return undefined;
  return { positive: id === "_human.wish", weight: 1 };
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
