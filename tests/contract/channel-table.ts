import { ADAPTERS } from "../../adapters/index.ts";
import type { Capabilities } from "../../src/channel/contract.ts";
import { ABSENT } from "./channel-declarations.ts";
import type { Absent, Verbs } from "./channel-stage.ts";

/** Between these lines of the README stands what is made here; `node --import tsx scripts/make-channel-table.mjs` writes it. */
const BEGIN = "<!-- channels: made by scripts/make-channel-table.mjs, do not edit -->";
const END = "<!-- /channels -->";

type Name = keyof typeof ABSENT;
const TITLES: Readonly<Record<Name, string>> = {
  telegram: "Telegram",
  discord: "Discord",
  slack: "Slack",
  web: "Website",
};

/** Enough to open a channel and read what it can; nothing is called. */
const SETTINGS = {
  TELEGRAM_BOT_TOKEN: "1:only-to-read-what-it-can",
  DISCORD_BOT_TOKEN: "MTA0MDAwMDAwMDAwMDAwMDAwMQ.only.to-read-what-it-can",
  SLACK_BOT_TOKEN: "xoxb-1-2-only-to-read",
};

const HEARD: readonly [row: string, verb: keyof Verbs][] = [
  ["hears files", "attach"],
  ["hears corrections", "edit"],
  ["hears deletions", "remove"],
  ["is called by name where others read along", "mention"],
  ["has commands of the platform's own", "command"],
  ["knows who blocked it", "block"],
];

/** The README's table of channels, from what each says it can and what the contract suite says it cannot. */
export async function channelTable(): Promise<string> {
  const able = await capabilities();
  const names = Object.keys(TITLES) as Name[];
  const row = (title: string, cell: (can: Capabilities, absent: Absent) => string) =>
    `| ${title} | ${names.map((name) => cell(able[name], ABSENT[name])).join(" | ")} |`;
  return [
    `| | ${names.map((name) => TITLES[name]).join(" | ")} |`,
    `|---${"|---".repeat(names.length)}|`,
    ...HEARD.map(([title, verb]) => row(title, (_, absent) => yes(absent[verb] === undefined))),
    row("longest message", ({ text }) => `${text.limit.toLocaleString("en")}`),
    row("buttons under one", ({ buttons }) => amount(buttons)),
    row("files in one", ({ files }) => amount(files)),
    row("shows that somebody writes", ({ typing }) => yes(typing)),
    row("changes what was sent", ({ edits }) => yes(edits)),
    row("takes back what was sent", (can) => takesBack(can)),
    row("a send that may have worked", (can, absent) => uncertain(can, absent)),
    "",
    ...names.map((name) => `- ${TITLES[name]}: ${reasons(ABSENT[name])}.`),
  ].join("\n");
}

/** A README with its table as it is to be. @throws Error when the README has no place for it */
export function withTable(readme: string, table: string): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the README lacks ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n${table}\n${END}${after}`;
}

async function capabilities(): Promise<Record<Name, Capabilities>> {
  const found: Partial<Record<string, Capabilities>> = {};
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  for (const adapter of ADAPTERS) {
    const defaults = Object.fromEntries(
      Object.entries(adapter.variables).flatMap(([name, shape]) => {
        const given = Reflect.get(SETTINGS, name);
        return Reflect.has(shape, "parse") && given !== undefined ? [[name, given]] : [];
      }),
    );
    const channel = await adapter.open(defaults, { log, now: Date.now });
    if (channel === undefined) continue;
    found[adapter.name] = channel.capabilities;
    await channel.close();
  }
  return found as Record<Name, Capabilities>;
}

function yes(is: boolean): string {
  return is ? "yes" : "–";
}

function amount(n: number): string {
  return n === 0 ? "–" : String(n);
}

function takesBack({ deletes, deletesWithin }: Capabilities): string {
  if (!deletes || deletesWithin === undefined) return yes(deletes);
  return `for ${Math.round(deletesWithin / 3_600_000)} hours`;
}

function uncertain({ idempotent }: Capabilities, absent: Absent): string {
  if (absent.trouble !== undefined) return "does not happen";
  if (idempotent) return "sent again, shown once";
  return absent.lookup === undefined ? "looked up first" : "sent again and flagged, or held";
}

function reasons(absent: Absent): string {
  return [...new Set(Object.values(absent))].join("; ");
}
