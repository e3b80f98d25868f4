import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Availability } from "../desk/availability.ts";
import { LOCALES } from "../knowledge/entry.ts";
import type { DeskEnv } from "./deps.ts";
import { given } from "./fields.ts";
import { needs } from "./guards.ts";
import { answers, refusal, takes } from "./shapes.ts";
import { ChosenShape, ColleagueShape } from "./shapes-availability.ts";

const CAPACITY = "send a whole number from 0 to 100";
const colleagues = answers("Everybody at work, by name", z.object({ colleagues: z.array(ColleagueShape) }));

const read = createRoute({
  method: "get",
  path: "/api/desk/availability",
  tags: ["desk"],
  summary: "Who takes cases now, what they speak, and how many they have",
  ...needs("availability.read"),
  responses: { 200: colleagues, 401: refusal("Not signed in") },
});

const choose = createRoute({
  method: "put",
  path: "/api/desk/availability",
  tags: ["desk"],
  summary: "Say whether you take cases. It holds until you say otherwise",
  description:
    "Whoever is signed in is seen by every call of theirs; after ten minutes without one they count as asleep, and as " +
    "available again with the next. Going away keeps the cases one has.",
  ...needs("availability.choose"),
  request: { body: takes(z.strictObject({ chosen: ChosenShape })) },
  responses: { 200: colleagues, 401: refusal("Not signed in"), 403: refusal("Not your role") },
});

const change = createRoute({
  method: "patch",
  path: "/api/desk/agents/{id}",
  tags: ["people"],
  summary: "Set which languages somebody answers in, and how many open cases they are given at once",
  ...needs("agents.change"),
  request: {
    params: z.object({ id: z.string().min(1).max(64, { error: "is no id" }) }),
    body: takes(
      z.strictObject({
        languages: z
          .array(z.enum(LOCALES, { error: `send some of ${LOCALES.join(", ")}` }))
          .max(LOCALES.length)
          .transform((all) => [...new Set(all)])
          .optional()
          .openapi({ description: "Empty: every language" }),
        capacity: z
          .number({ error: given(CAPACITY) })
          .int({ error: CAPACITY })
          .min(0, { error: CAPACITY })
          .max(100, { error: CAPACITY })
          .optional(),
      }),
    ),
  },
  responses: {
    200: colleagues,
    401: refusal("Not signed in"),
    403: refusal("Not your role, or the second step is missing"),
    404: refusal("No such agent"),
  },
});

/** Who takes cases, said by each for themselves, and how much, said by supervisors. */
export function availabilityRoutes(app: OpenAPIHono<DeskEnv>, availability: Availability): void {
  const all = async () => ({
    colleagues: (await availability.list()).map(({ answers: _, ...shown }) => shown),
  });
  app.openapi(read, async (c) => c.json(await all(), 200));
  app.openapi(choose, async (c) => {
    await availability.choose(c.get("agent").id, c.req.valid("json").chosen);
    return c.json(await all(), 200);
  });
  app.openapi(change, async (c) => {
    const { languages, capacity } = c.req.valid("json");
    await availability.set(c.req.valid("param").id, {
      ...(languages === undefined ? {} : { languages }),
      ...(capacity === undefined ? {} : { capacity }),
    });
    return c.json(await all(), 200);
  });
}

/** Notes who is there. Only people: a program that asks in their name says nothing of where they are. */
export function seenAtDesk(availability: Availability): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    if (c.get("via") === "session") availability.seen(c.get("agent").id);
    return next();
  };
}
