import type { Counts } from "../store/insight.ts";

/** What the bot took off people's hands. `settled` is what the shares are of: the involved but for pending and moved. */
export interface Deflection {
  involved: number;
  answered: number;
  pending: number;
  moved: number;
  settled: number;
  confirmed: number;
  assumed: number;
  recontacted: number;
  escalated: number;
  abandoned: number;
  /** Absent while nothing is settled. From 0 to 1. */
  confirmedShare?: number;
  /** Confirmed and assumed together; who was back within 72 hours is in neither. */
  deflectedShare?: number;
}

/** Scores of resolved engagements whose customers were asked. */
export interface Satisfaction {
  asked: number;
  rated: number;
  /** How many gave 1, 2, 3, 4 and 5. */
  scores: [number, number, number, number, number];
  /** Absent while nobody rated. */
  mean?: number;
  /** Share of 4 and 5 among the scores. */
  satisfiedShare?: number;
}

export function deflectionOf({ involved, answered, outcomes }: Counts): Deflection {
  const { pending, moved, ...ended } = outcomes;
  const { confirmed, assumed } = ended;
  const settled = involved - pending - moved;
  const shares =
    settled === 0
      ? {}
      : { confirmedShare: confirmed / settled, deflectedShare: (confirmed + assumed) / settled };
  return { involved, answered, pending, moved, settled, ...ended, ...shares };
}

export function satisfactionOf({ rating: { asked, scores } }: Counts): Satisfaction {
  const rated = scores.reduce((sum, n) => sum + n, 0);
  if (rated === 0) return { asked, rated, scores };
  const mean = scores.reduce((sum, n, i) => sum + n * (i + 1), 0) / rated;
  return { asked, rated, scores, mean, satisfiedShare: (scores[3] + scores[4]) / rated };
}
