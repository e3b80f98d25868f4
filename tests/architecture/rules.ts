import type { IForbiddenRuleType, IRuleSetType } from "dependency-cruiser";

/** Libraries that compute and nothing else: no files, no network, no clock. */
const PURE_LIBRARIES =
  "node_modules/(?:mdast-util-[^/]+|@types/(?:mdast|unist)|yaml|zod|@scure/[^/]+|@noble/[^/]+|fuse\\.js|luxon|@types/luxon)/";
/** Libraries of the process, not of a channel. */
const CORE_LIBRARIES =
  "(?:better-sqlite3|pg|hono|@hono/[^/]+|commander|preact|prom-client|@node-rs/[^/]+|fuse\\.js)";
const SQL_DRIVERS = "(?:better-sqlite3|pg)";
/** Each channel's platform, so that no other channel, and nothing in src, speaks it. */
const SDKS = { telegram: "telegraf", discord: "discord\\.js", slack: "@slack/[^/]+" };

const PURE_ROOMS = ["channel", "conversation", "matching", "guard", "words", "hours"];
/** Of the knowledge room only this reads and writes files. */
const KNOWLEDGE_SHELL = "^src/knowledge/(?:load|watch|files|parsed-cache|create)\\.ts$";
const PURE = `^src/(?:${PURE_ROOMS.join("|")}|knowledge)/`;
/** The composition root, which may know everybody: every file directly in src but these two, and the commands. */
const ROOT = "^src/(?!errors\\.ts|log\\.ts)[^/]+\\.ts$|^src/commands/";
/** Of the root these open channels; the rest is handed them. */
const OPENS_CHANNELS = "^src/(?:main|cli|config|compose)\\.ts$|^src/commands/";
const COMMON = "^src/(?:errors|log)\\.ts$";
const ENTRY = "^src/knowledge/entry\\.ts$";

/** Which rooms a room may import besides itself, from the bottom up. A room that does not exist yet breaks nothing. */
const SEES: Record<string, string[]> = {
  words: [],
  channel: ["^src/errors\\.ts$", ENTRY],
  // The answers are held to what no reply may say.
  knowledge: [COMMON, "^src/guard/outbound\\.ts$"],
  guard: ["^src/errors\\.ts$", ENTRY, "^src/channel/"],
  matching: ["^src/errors\\.ts$", ENTRY, "^src/(?:guard|words)/"],
  hours: ["^src/errors\\.ts$", ENTRY],
  conversation: ["^src/errors\\.ts$", ENTRY, "^src/(?:channel|guard|hours)/", "^src/matching/match\\.ts$"],
  answering: [COMMON, "^src/(?:matching|knowledge|guard|channel)/"],
  store: [COMMON, ENTRY, "^src/(?:channel|conversation|guard|hours|words)/", "^src/matching/match\\.ts$"],
  dispatch: [COMMON, ENTRY, "^src/(?:channel|conversation|guard|hours|store|answering)/", "^src/matching/"],
  desk: [
    COMMON,
    "^src/(?:channel|conversation|guard|hours|knowledge|matching|store|dispatch|answering|words)/",
  ],
  rooms: [COMMON, ENTRY, "^src/(?:channel|conversation|guard|hours|store|dispatch|desk)/"],
  insight: [COMMON, "^src/(?:channel|conversation|guard|hours|knowledge|matching|store)/"],
  notify: [COMMON, ENTRY, "^src/(?:channel|conversation|store|dispatch|desk|rooms)/"],
  server: [
    COMMON,
    "^src/(?:channel|conversation|guard|hours|knowledge|matching|store|dispatch|answering|desk|insight|words)/",
  ],
  // Of the server only the shapes of its answers, as types.
  pages: ["^src/channel/", "^src/server/shapes[\\w-]*\\.ts$"],
};

const sideways = Object.entries(SEES).map(
  ([room, allowed]): IForbiddenRuleType => ({
    name: `${room}-sees-only-what-is-below`,
    comment:
      "Dependencies point down (tests/architecture/rules.ts, SEES): take what you need as an argument, or move it down.",
    severity: "error",
    from: { path: `^src/${room}/` },
    to: { path: "^(?:src|adapters|tests|scripts)/", pathNot: [`^src/${room}/`, ...allowed] },
  }),
);

const otherPlatforms = Object.entries(SDKS).map(
  ([channel, sdk]): IForbiddenRuleType => ({
    name: `only-${channel}-speaks-${channel}`,
    comment: "A platform is known to its own adapter alone; say it through src/channel/contract.ts.",
    severity: "error",
    from: { path: "^(?:src|adapters)/", pathNot: [`^adapters/${channel}/`] },
    to: { path: `node_modules/${sdk}/` },
  }),
);

export const rules: IRuleSetType = {
  forbidden: [
    ...sideways,
    ...otherPlatforms,
    {
      name: "pure-rooms-import-no-node",
      comment: "Time, settings and bytes come in as arguments; I/O belongs to a shell room.",
      severity: "error",
      from: { path: PURE, pathNot: [KNOWLEDGE_SHELL] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-rooms-import-only-pure-libraries",
      comment: "A library in a pure room must compute and nothing else; add such a one to PURE_LIBRARIES.",
      severity: "error",
      from: { path: PURE, pathNot: [KNOWLEDGE_SHELL] },
      to: { path: "node_modules/", pathNot: [PURE_LIBRARIES] },
    },
    {
      name: "pure-rooms-do-not-reach-the-shell",
      comment: "What is read from disk comes in as data.",
      severity: "error",
      from: { path: PURE, pathNot: [KNOWLEDGE_SHELL] },
      to: { path: [KNOWLEDGE_SHELL, "^src/log\\.ts$"] },
    },
    {
      name: "sql-lives-in-the-store",
      comment: "Add a method to src/store/store.ts.",
      severity: "error",
      from: { path: "^(?:src|adapters)/", pathNot: ["^src/store/"] },
      to: { path: `node_modules/(?:@types/)?${SQL_DRIVERS}/` },
    },
    {
      name: "only-the-root-reaches-the-store's-driver",
      comment: "Import types from src/store/store.ts; the root opens the implementation and hands it in.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/store/", ROOT] },
      to: { path: "^src/store/(?:sqlite|postgres|migrations)/" },
    },
    {
      name: "only-the-root-reaches-adapters",
      comment: "A channel comes in as a Channel (src/channel/contract.ts).",
      severity: "error",
      from: { path: "^src/", pathNot: [OPENS_CHANNELS] },
      to: { path: "^adapters/" },
    },
    {
      name: "adapters-see-only-the-port",
      comment:
        "An adapter knows src/channel, errors, log and itself; what it must remember goes through ChannelPorts.",
      severity: "error",
      from: { path: "^adapters/([^/]+)/" },
      to: { path: "^(?:src|adapters|tests|scripts)/", pathNot: ["^src/channel/", COMMON, "^adapters/$1/"] },
    },
    {
      name: "the-registry-sees-only-adapters",
      comment: "adapters/index.ts maps names to settings and a lazy import.",
      severity: "error",
      from: { path: "^adapters/[^/]+$" },
      to: { path: "^(?:src|tests|scripts)/", pathNot: ["^src/channel/", COMMON] },
    },
    {
      name: "adapters-leave-the-process-alone",
      comment: "HTTP goes through ChannelRoute, memory through cursors.",
      severity: "error",
      from: { path: "^adapters/" },
      to: { path: `node_modules/(?:@types/)?${CORE_LIBRARIES}/` },
    },
    {
      name: "http-lives-in-the-server",
      comment: "Give the server a function to call.",
      severity: "error",
      from: { path: "^(?:src|adapters)/", pathNot: ["^src/server/", ROOT] },
      to: { path: "node_modules/(?:hono|@hono/[^/]+)/" },
    },
    {
      name: "pages-run-in-a-browser",
      comment: "Nothing of Node is there.",
      severity: "error",
      from: { path: "^src/pages/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "nobody-imports-the-root",
      comment: "The root knows everybody, nobody knows the root: take the value as an argument.",
      severity: "error",
      from: { path: "^(?:src|adapters)/", pathNot: [ROOT] },
      to: { path: ROOT },
    },
    {
      name: "no-circles",
      comment: "Move what both need into a third file. Types may point back.",
      severity: "error",
      from: { path: "^(?:src|adapters)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
};
