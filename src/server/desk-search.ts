import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { searchKnowledge } from "../desk/search-knowledge.ts";
import { type Knowledge, LOCALES } from "../knowledge/entry.ts";
import type { SearchStore } from "../store/search.ts";
import type { DeskEnv } from "./deps.ts";
import { given } from "./fields.ts";
import { needs } from "./guards.ts";
import { answers, refusal } from "./shapes.ts";
import { SearchShape } from "./shapes-search.ts";

const VIEWS = ["queue", "mine", "bot", "waiting", "snoozed", "resolved", "all"] as const;
const AUTHORS = ["customer", "bot", "agent", "system", "note"] as const;
const MOST_HITS = 50;
const MOST_ENTRIES = 8;
const LIMIT = `send a whole number from 1 to ${MOST_HITS}`;
const TIME = "send epoch milliseconds, or ISO 8601 with a zone like 2027-01-31T09:00:00+08:00";

const time = z
  .union(
    [z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso)), z.coerce.number().int().min(0)],
    {
      error: TIME,
    },
  )
  .optional()
  .openapi({ type: "string", format: "date-time", description: "ISO 8601, or epoch milliseconds" });

const search = createRoute({
  method: "get",
  path: "/api/desk/search",
  tags: ["desk"],
  summary: "Conversations and answers in which words stand",
  description:
    "All words must stand in one message, or in what is known of a case (reference, customer, collected details). " +
    'Words of three letters or more find what begins with them; words in "quotes" stand next to each other and whole. ' +
    "Chinese needs no spaces. Hashes and addresses are found whole, by their beginning, and by the short form wallets " +
    "show (0x1234…abcd). Nothing in `q` is a command. Cases come first, then the newest message first; each conversation " +
    "once. `next` goes on as `cursor`; a page may be short and still have one. Knowledge comes with the first page.",
  ...needs("search.read"),
  request: {
    query: z.object({
      q: z
        .string({ error: given("send the words to look for") })
        .max(200, { error: "is longer than 200 characters" }),
      view: z.enum(VIEWS, { error: `send one of ${VIEWS.join(", ")}` }).default("all"),
      owner: z
        .string()
        .max(64, { error: "is no owner" })
        .optional()
        .openapi({ description: "bot, queue, me, or an agent's id" }),
      account: z
        .string()
        .max(200, { error: "is no account" })
        .optional()
        .openapi({ description: "A channel's account" }),
      locale: z.enum(LOCALES, { error: `send one of ${LOCALES.join(", ")}` }).optional(),
      author: z.enum(AUTHORS, { error: `send one of ${AUTHORS.join(", ")}` }).optional(),
      from: time,
      to: time,
      limit: z.coerce
        .number({ error: LIMIT })
        .int({ error: LIMIT })
        .min(1, { error: LIMIT })
        .max(MOST_HITS, { error: LIMIT })
        .default(20),
      cursor: z.string().max(32, { error: "is no cursor" }).optional(),
    }),
  },
  responses: { 200: answers("What was found", SearchShape), 401: refusal("Not signed in") },
});

export interface SearchDeps {
  search: SearchStore;
  knowledge(): Knowledge;
}

/** What agents look for. */
export function searchRoutes(app: OpenAPIHono<DeskEnv>, deps: SearchDeps): void {
  app.openapi(search, async (c) => {
    const { q, owner, cursor, ...rest } = c.req.valid("query");
    const agentId = c.get("agent").id;
    const { hits, next, total } = await deps.search.find({
      ...defined(rest),
      ...defined({ cursor, owner: owner === "me" ? agentId : owner }),
      text: q,
      view: rest.view,
      limit: rest.limit,
      agentId,
    });
    const entries = cursor === undefined ? searchKnowledge(deps.knowledge(), q, MOST_ENTRIES) : [];
    return c.json({ hits, ...defined({ next, total }), knowledge: entries }, 200);
  });
}

/** Without the fields that were not sent. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
