import type { Config } from "../config.ts";
import { LOCALES } from "../knowledge/entry.ts";
import { faultLine, knowledgeError } from "../knowledge/fault.ts";
import { loadKnowledge } from "../knowledge/load.ts";
import { show, table } from "./output.ts";

/** `kefu knowledge check`: every fault and every warning, with file, line, reason and mend. Fails on faults only. */
export async function checkKnowledge(options: { json?: boolean }, config: Config): Promise<void> {
  const result = await loadKnowledge(config.knowledgeFolder);
  const faults = result.ok ? [] : result.faults;
  const warnings = result.ok ? result.warnings : [];
  if (options.json || result.ok) {
    show(options.json, { ok: result.ok, faults, warnings }, () =>
      [
        ...warnings.map((warning) => `warning: ${faultLine(warning)}`),
        `The knowledge is sound; ${warnings.length} warnings.`,
      ].join("\n"),
    );
  }
  if (!result.ok) throw knowledgeError(faults);
}

/** `kefu knowledge stats`: entries and phrasings by language and class. */
export async function knowledgeStats(options: { json?: boolean }, config: Config): Promise<void> {
  const result = await loadKnowledge(config.knowledgeFolder);
  if (!result.ok) throw knowledgeError(result.faults);
  const { topics, phrasings, hash } = result.knowledge;
  const labels = [...new Set([...topics.keys(), ...phrasings.map(({ label }) => label)])].sort();
  const rows = labels.map((label) => ({
    label,
    ...Object.fromEntries(
      LOCALES.map((locale) => [
        locale,
        phrasings
          .filter((file) => file.label === label && file.locale === locale)
          .reduce((n, { lines }) => n + lines.length, 0),
      ]),
    ),
  }));
  show(options.json, { hash, topics: topics.size, phrasings: rows }, () =>
    table([["class", ...LOCALES], ...rows.map((row) => Object.values(row).map(String))]),
  );
}
