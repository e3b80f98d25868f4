import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Entry, Knowledge } from "../knowledge/entry.ts";
import type { DeskEnv } from "./deps.ts";
import { needs } from "./guards.ts";
import { answers, refusal } from "./shapes.ts";
import { EntryShape } from "./shapes-entries.ts";

const list = createRoute({
  method: "get",
  path: "/api/desk/entries",
  tags: ["desk"],
  summary: "What the bot may answer, by topic, in each language it is written in",
  description: "Carries an ETag: with If-None-Match, what is known already is not sent again.",
  ...needs("entries.read"),
  responses: {
    200: answers("All entries", z.object({ entries: z.array(EntryShape) })),
    304: { description: "Nothing has changed" },
    401: refusal("Not signed in"),
  },
});

/** The knowledge the bot answers from, for agents to put into their own replies. */
export function entryRoutes(app: OpenAPIHono<DeskEnv>, { knowledge }: { knowledge(): Knowledge }): void {
  app.openapi(list, (c) => {
    const { topics, hash } = knowledge();
    c.header("etag", `"${hash}"`);
    c.header("cache-control", "private, no-cache");
    if (c.req.header("if-none-match") === `"${hash}"`) return c.body(null, 304);
    const entries = [...topics].map(([topic, { zh, en }]) => ({
      topic,
      texts: {
        ...(zh === undefined ? {} : { zh: shown(zh) }),
        ...(en === undefined ? {} : { en: shown(en) }),
      },
    }));
    return c.json({ entries }, 200);
  });
}

function shown({ title, body }: Entry): { title: string; body: string } {
  return { title, body };
}
