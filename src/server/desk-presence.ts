import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Presence } from "../desk/presence.ts";
import { can } from "../desk/roles.ts";
import type { Dispatch } from "../dispatch/dispatch.ts";
import { AppError } from "../errors.ts";
import type { DeskStore } from "../store/desk.ts";
import type { DeskEnv } from "./deps.ts";
import { conversationId } from "./fields.ts";
import { needs, userOf } from "./guards.ts";
import { answers, refusal, takes } from "./shapes.ts";
import { WatcherShape } from "./shapes-availability.ts";

const flag = z.boolean({ error: "send true or false" }).optional();

const say = createRoute({
  method: "post",
  path: "/api/desk/conversations/{id}/presence",
  tags: ["desk"],
  summary:
    "Say that you have a conversation open, and whether you write to the customer. Holds for ten seconds",
  description:
    "Colleagues are told over the feed (`presence`). The customer sees that somebody writes where the channel can show it, " +
    "while the writer has the conversation. Nothing is stored.",
  ...needs("presence.say"),
  request: {
    params: conversationId,
    body: takes(
      z.strictObject({
        typing: flag,
        gone: flag.openapi({ description: "True: you closed it" }),
      }),
    ),
  },
  responses: {
    200: answers("Who has it open", z.object({ watchers: z.array(WatcherShape) })),
    401: refusal("Not signed in"),
    404: refusal("No such conversation"),
  },
});

/** Who looks at a conversation, and who writes. */
export function presenceRoutes(
  app: OpenAPIHono<DeskEnv>,
  deps: { presence: Presence; desk: Pick<DeskStore, "find">; dispatch: Pick<Dispatch, "typing"> },
): void {
  const { presence, desk, dispatch } = deps;
  app.openapi(say, async (c) => {
    const agent = c.get("agent");
    const { typing = false, gone = false } = c.req.valid("json");
    const id = await desk.find(c.req.valid("param").id);
    if (id === undefined)
      throw new AppError("not_found", "There is no conversation with this id or reference.");
    if (gone) {
      presence.gone(agent.id, id);
      return c.json({ watchers: [] }, 200);
    }
    const writes = typing && can(userOf(c), "conversations.reply");
    const watchers = presence.here(agent, id, writes);
    if (writes && presence.customerIsDue(id)) await dispatch.typing(id, agent.id);
    return c.json({ watchers }, 200);
  });
}
