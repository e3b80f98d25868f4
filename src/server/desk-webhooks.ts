import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError } from "../errors.ts";
import type { WebhookStore } from "../store/webhooks.ts";
import type { DeskEnv } from "./deps.ts";
import { needs } from "./guards.ts";
import { answers, refusal } from "./shapes.ts";
import { WebhookDeliveryShape } from "./shapes-alerts.ts";

const base = { tags: ["desk"] };
const refusals = { 401: refusal("Not signed in") };
const MOST = 200;

const list = createRoute({
  ...base,
  method: "get",
  path: "/api/desk/webhooks/deliveries",
  summary: "Webhooks that wait, were delivered, or were given up; the newest first",
  ...needs("webhooks.read"),
  request: {
    query: z.object({
      state: z.enum(["ready", "sent", "dead"], { error: "use ready, sent or dead" }).optional(),
    }),
  },
  responses: {
    200: answers("Deliveries", z.object({ deliveries: z.array(WebhookDeliveryShape) })),
    ...refusals,
  },
});

const retry = createRoute({
  ...base,
  method: "post",
  path: "/api/desk/webhooks/deliveries/{id}/retry",
  summary: "Send a webhook that was given up again, under its old id",
  ...needs("webhooks.retry"),
  request: { params: z.object({ id: z.string().min(1).max(64, { error: "is no id of a delivery" }) }) },
  responses: {
    200: answers("Back on its way", z.object({})),
    409: refusal("It was not given up"),
    ...refusals,
  },
});

/** What became of webhooks. */
export function webhookRoutes(
  app: OpenAPIHono<DeskEnv>,
  { webhooks, now, wake }: { webhooks: WebhookStore; now(): number; wake?: (() => void) | undefined },
): void {
  app.openapi(list, async (c) =>
    c.json({ deliveries: await webhooks.list(c.req.valid("query").state, MOST) }, 200),
  );
  app.openapi(retry, async (c) => {
    if (!(await webhooks.retry(c.req.valid("param").id, now()))) {
      throw new AppError("conflict", "There is no webhook with this id that was given up.");
    }
    wake?.();
    return c.json({}, 200);
  });
}
