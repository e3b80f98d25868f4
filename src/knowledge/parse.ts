import { bodyFaults } from "./body.ts";
import {
  type Entry,
  HANDOFFS,
  type Official,
  type Phrasings,
  SEVERITIES,
  SLOTS,
  type SlotName,
} from "./entry.ts";
import type { Fault } from "./fault.ts";
import { readFields } from "./fields.ts";
import { readPath } from "./path.ts";
import { placeholderFaults } from "./skeleton.ts";
import { didYouMean } from "./suggest.ts";
import { addFault, type Complaint, type Reading, takeList, takeOneOf, takeText } from "./take.ts";

const ENTRY_KEYS = ["title", "severity", "handoff", "collect", "related", "menu"];
const LONGEST_TITLE = 120;
/** A phrasing is one thing a customer might write, not an essay. */
const LONGEST_LINE = 500;
const TOPIC_ID = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

type Refused = { ok: false; faults: Fault[] };

/**
 * Reads one answer. `file` is its path below the knowledge folder ("zh/account/reset-password.md").
 * Either the whole entry, or every fault of the file at once. Whether `related` exists is not known here.
 */
export function parseEntry(file: string, source: string): { ok: true; entry: Entry } | Refused {
  const path = readPath(file);
  if (!path.ok) return { ok: false, faults: [path.fault] };
  const cut = cutFrontmatter(sourceText(source));
  if (cut === undefined)
    return refuse(file, "The settings between two --- lines are missing", "Begin with ---, title: …, ---.");

  const { body, bodyLine } = cut;
  const reading: Reading = { file, ...readFields(file, cut.yaml, 2, ENTRY_KEYS) };
  const entry: Entry = {
    id: path.place.label,
    locale: path.place.locale,
    title: readTitle(reading),
    severity: takeOneOf(reading, "severity", SEVERITIES, "normal"),
    handoff: takeOneOf(reading, "handoff", HANDOFFS, "offer"),
    collect: takeList(reading, "collect", slotComplaint).filter(isSlot),
    related: takeList(reading, "related", relatedComplaint),
    ...readMenu(reading),
    body,
    file,
  };
  reading.faults.push(...placeholderFaults(file, sourceText(source)));
  if (body === "") addFault(reading, bodyLine, "The answer is empty", "Write it below the second ---.");
  const faults = [...reading.faults, ...bodyFaults(file, body, bodyLine)];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, entry };
}

/** Reads training lines: one a line, blank lines and lines that start with # left out. */
export function parsePhrasings(file: string, source: string): { ok: true; phrasings: Phrasings } | Refused {
  const path = readPath(file);
  if (!path.ok) return { ok: false, faults: [path.fault] };
  const lines: string[] = [];
  const faults: Fault[] = [];
  for (const [index, raw] of sourceText(source).split("\n").entries()) {
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) continue;
    lines.push(text);
    if (text.length > LONGEST_LINE)
      faults.push({
        file,
        line: index + 1,
        reason: `This line has ${text.length} characters`,
        mend: `Write what one customer would write, ${LONGEST_LINE} characters at most.`,
      });
  }
  if (lines.length === 0)
    return refuse(file, "No phrasing is in this file", "Write one a line, or remove it.");
  const { label, locale } = path.place;
  return faults.length > 0 ? { ok: false, faults } : { ok: true, phrasings: { label, locale, lines, file } };
}

const OFFICIAL: { [K in keyof Official]: { form: RegExp; mend: string } } = {
  links: { form: /^https:\/\/[^\s/]+\.[^\s]+$/i, mend: "Write a whole address that starts with https://." },
  accounts: { form: /^\S(?:.*\S)?$/, mend: "Write the account's name as customers see it." },
  phones: { form: /^\+?\d[\d ()-]{2,30}$/, mend: "Write digits, like +86 400 000 0000." },
  emails: { form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, mend: "Write an address like help@example.com." },
};

/** Reads official.yml. A list that is left out is empty: the bot then names none. */
export function parseOfficial(file: string, source: string): { ok: true; official: Official } | Refused {
  const reading: Reading = { file, ...readFields(file, sourceText(source), 1, Object.keys(OFFICIAL)) };
  const take = (key: keyof Official) =>
    takeList(reading, key, (item) =>
      OFFICIAL[key].form.test(item)
        ? undefined
        : { reason: `"${item}" does not belong in ${key}`, mend: OFFICIAL[key].mend },
    );
  const official = {
    links: take("links"),
    accounts: take("accounts"),
    phones: take("phones"),
    emails: take("emails"),
  };
  return reading.faults.length > 0 ? { ok: false, faults: reading.faults } : { ok: true, official };
}

/** The same text on every machine: no byte order mark, lines end in \n. */
export function sourceText(source: string): string {
  return source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

function refuse(file: string, reason: string, mend: string): Refused {
  return { ok: false, faults: [{ file, line: 1, reason, mend }] };
}

function cutFrontmatter(text: string): { yaml: string; body: string; bodyLine: number } | undefined {
  const lines = text.split("\n");
  if (lines[0]?.trimEnd() !== "---") return undefined;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === "---");
  if (end < 0) return undefined;
  let first = end + 1;
  while (first < lines.length && lines[first]?.trim() === "") first++;
  return {
    yaml: lines.slice(1, end).join("\n"),
    body: lines.slice(first).join("\n").trimEnd(),
    bodyLine: (first < lines.length ? first : end) + 1,
  };
}

function readTitle(reading: Reading): string {
  const title = takeText(reading, "title");
  // A title that is a list has its fault already, and so has a block that is no YAML.
  const explained = reading.fields.has("title") || (reading.fields.size === 0 && reading.faults.length > 0);
  if (title === undefined && explained) return "";
  if (title === undefined || title.value === "")
    addFault(
      reading,
      title?.line ?? 1,
      "The title is missing",
      "Add title: and the question as a customer asks it.",
    );
  else if (title.value.length > LONGEST_TITLE || title.value.includes("\n"))
    addFault(
      reading,
      title.line,
      "The title is too long",
      `Write one line of at most ${LONGEST_TITLE} characters.`,
    );
  return title?.value ?? "";
}

function readMenu(reading: Reading): { menu?: number } {
  const place = takeText(reading, "menu");
  if (place === undefined || place.value === "") return {};
  if (/^[1-9]$/.test(place.value)) return { menu: Number(place.value) };
  addFault(
    reading,
    place.line,
    `"${place.value}" is no place in the menu`,
    "Use 1 to 9, or remove the line.",
  );
  return {};
}

function isSlot(name: string): name is SlotName {
  return SLOTS.some((slot) => slot === name);
}

function slotComplaint(name: string): Complaint {
  if (isSlot(name)) return undefined;
  const mend = `Use ${SLOTS.join(", ")}.${didYouMean(name, SLOTS)}`;
  return { reason: `"${name}" is not something kefu can ask for`, mend };
}

function relatedComplaint(id: string): Complaint {
  if (TOPIC_ID.test(id)) return undefined;
  return { reason: `"${id}" is no topic id`, mend: "Write it like account.change-password." };
}
