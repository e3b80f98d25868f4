import type { Knowledge } from "../knowledge/entry.ts";
import type { Fault } from "../knowledge/fault.ts";
import { CLASSES_FOR_CALIBRATION, LINES_FOR_CALIBRATION } from "../matching/build.ts";
import { corpusOf } from "../matching/corpus.ts";

/** A warning when the knowledge as a whole is too small for the matcher to learn how sure it may be. */
export function calibratable(knowledge: Knowledge, folder: string): Fault[] {
  const learned = corpusOf(knowledge).classes.filter(({ kind }) => kind === "topic" || kind === "other");
  const classes = new Set(learned.map(({ id }) => id)).size;
  const lines = learned.reduce((sum, own) => sum + own.lines.length, 0);
  if (classes >= CLASSES_FOR_CALIBRATION && lines >= LINES_FOR_CALIBRATION * classes) return [];
  return [
    {
      file: folder,
      line: 0,
      reason: `${classes} topics with ${lines} lines are too few to learn how sure the bot may be; it goes by thresholds learned elsewhere`,
      mend: `Write at least ${CLASSES_FOR_CALIBRATION} topics, small talk counted, with ${LINES_FOR_CALIBRATION} lines each; good answers need many more.`,
    },
  ];
}
