import { LOCALES, type Locale } from "./entry.ts";
import type { Fault } from "./fault.ts";

const SEGMENT = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const ENTRY_END = ".md";
export const PHRASINGS_END = ".phrasings.txt";
/** Labels that `eval` and the detectors use: a topic of that name could not be told from them. */
const RESERVED = new Set(["oos", "human", "urgent"]);
const DETECTORS = ["_other", "_human", "_urgent"];

/** What a path below the knowledge folder stands for. `label` is a topic id, or "_other.NAME" and the like. */
export interface Place {
  kind: "entry" | "phrasings";
  locale: Locale;
  label: string;
}

/** Reads "zh/account/reset-password.md" as the Chinese entry "account.reset-password", or says why it is no such thing. */
export function readPath(file: string): { ok: true; place: Place } | { ok: false; fault: Fault } {
  const refuse = (reason: string, mend: string) => ({
    ok: false as const,
    fault: { file, line: 0, reason, mend },
  });
  const [first = "", ...rest] = file.split("/");
  const locale = LOCALES.find((known) => known === first);
  if (locale === undefined || rest.length === 0)
    return refuse("This file is in no language folder", `Move it below ${LOCALES.join("/ or ")}/.`);

  const kind = file.endsWith(PHRASINGS_END) ? "phrasings" : file.endsWith(ENTRY_END) ? "entry" : undefined;
  if (kind === undefined)
    return refuse(
      "This file is neither an entry nor phrasings",
      `Name it NAME${ENTRY_END} or NAME${PHRASINGS_END}, or move it out of the knowledge folder.`,
    );

  const segments = rest
    .join("/")
    .slice(0, -(kind === "entry" ? ENTRY_END : PHRASINGS_END).length)
    .split("/");
  const isDetector = segments[0]?.startsWith("_") === true;
  const named = isDetector ? segments.slice(1) : segments;
  if (isDetector && (kind === "entry" || named.length !== 1 || !DETECTORS.includes(segments[0] ?? "")))
    return refuse(
      "A folder that starts with _ holds phrasings of a detector only",
      `Use ${DETECTORS.join("/, ")}/ with files NAME${PHRASINGS_END} directly inside.`,
    );
  if (!named.every((segment) => SEGMENT.test(segment)))
    return refuse(
      "The name is not made of small letters, digits and single hyphens",
      "Rename it like account/reset-password: the path is the topic's id.",
    );
  const label = segments.join(".");
  if (RESERVED.has(label)) return refuse(`"${label}" is a name kefu uses itself`, "Rename the file.");
  return { ok: true, place: { kind, locale, label } };
}
