import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { links } from "../desk/links.ts";
import type { RoomStore } from "../store/rooms.ts";
import type { DeskEnv } from "./deps.ts";
import { needs } from "./guards.ts";
import { answers, refusal } from "./shapes.ts";

const base = { tags: ["desk"], path: "/api/desk/agents/link" };
const refusals = { 401: refusal("Not signed in"), 403: refusal("Not with a key") };

const make = createRoute({
  ...base,
  method: "post",
  summary:
    "A code that makes an account on Telegram, Discord or Slack yours: send /link CODE to the bot there",
  ...needs("own.link"),
  responses: {
    200: answers(
      "The code, good once for 15 minutes, told this once",
      z.object({ code: z.string(), expiresAt: z.number().int() }),
    ),
    ...refusals,
  },
});

const end = createRoute({
  ...base,
  method: "delete",
  summary: "Make none of these accounts yours any more",
  ...needs("own.link"),
  responses: { 200: answers("How many there were", z.object({ ended: z.number().int() })), ...refusals },
});

/** Who somebody is in the staff's rooms. */
export function linkRoutes(app: OpenAPIHono<DeskEnv>, deps: { rooms: RoomStore; now(): number }): void {
  const bonds = links(deps);
  app.openapi(make, async (c) => c.json(await bonds.make(c.get("agent")), 200));
  app.openapi(end, async (c) => c.json({ ended: await bonds.end(c.get("agent").id) }, 200));
}
