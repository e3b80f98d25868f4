import { CHOICES, type Observation } from "./observation.ts";

/** What became of one question: enough to tell two runs over the same set apart. */
export interface Verdict {
  text: string;
  label: string;
  /** What the bot did, in words. */
  did: string;
  /** How well that serves the customer: 3 as wanted, 2 asked back well, 1 no help, 0 a wrong answer; half less for a wrong alarm. */
  score: number;
}

export function verdictOf(one: Observation): Verdict {
  const { did, score } = conductOf(one);
  const alarm = alarmOf(one);
  return {
    text: one.question.text,
    label: one.question.label,
    did: alarm === undefined ? did : `${did}, ${alarm}`,
    score: alarm === undefined ? score : score - 0.5,
  };
}

function conductOf({ question, match, scope, act, place }: Observation): Pick<Verdict, "did" | "score"> {
  switch (act) {
    case "answer": {
      // A line out of scope, or a wish, may name an entry that is right as well.
      const right = place === 0;
      const got = match.ranked[0]?.topic ?? "nothing";
      return right ? { did: "answered rightly", score: 3 } : { did: `answered with ${got}`, score: 0 };
    }
    case "ask":
      if (scope !== "topic") return { did: "asked back", score: scope === "oos" ? 2 : 1 };
      return place < CHOICES
        ? { did: "asked back with the right choice", score: 2 }
        : { did: "asked back without the right choice", score: 1 };
    case "decline":
      return {
        did: match.other === undefined ? "declined" : `taken for small talk (${match.other})`,
        score: scope === "oos" ? 3 : 1,
      };
    case "hand-off": {
      const wanted = scope === "human" || question.also?.includes("human") === true;
      return { did: "handed over", score: wanted ? 3 : 1 };
    }
  }
}

function alarmOf({ question, match }: Observation): string | undefined {
  if (question.urgent_soft === true || (question.urgent === true) === match.urgent.urgent) return undefined;
  return question.urgent === true ? "urgency missed" : "taken for urgent";
}
