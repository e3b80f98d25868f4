import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { DeskAlerts } from "../desk/alerts.ts";
import type { DeskEnv } from "./deps.ts";
import { needs } from "./guards.ts";
import { answers, refusal } from "./shapes.ts";
import { AlertShape, AlertStepShape } from "./shapes-alerts.ts";

const id = z.object({ id: z.string().min(1).max(64, { error: "is no id of an alert" }) });

const list = createRoute({
  method: "get",
  path: "/api/desk/alerts",
  tags: ["desk"],
  summary: "Calls for a person that nobody has taken up yet, the oldest first",
  ...needs("alerts.read"),
  responses: {
    200: answers("Open alerts", z.object({ alerts: z.array(AlertShape) })),
    401: refusal("Not signed in"),
  },
});

const steps = createRoute({
  method: "get",
  path: "/api/desk/alerts/{id}/steps",
  tags: ["desk"],
  summary: "Who was called so far, and how",
  ...needs("alerts.read"),
  request: { params: id },
  responses: {
    200: answers("Rungs taken, in order", z.object({ steps: z.array(AlertStepShape) })),
    401: refusal("Not signed in"),
  },
});

const acknowledge = createRoute({
  method: "post",
  path: "/api/desk/alerts/{id}/acknowledge",
  tags: ["desk"],
  summary: "“I'm on it”: calls nobody else for a while. Claiming or answering the case ends its alert",
  ...needs("alerts.acknowledge"),
  request: { params: id },
  responses: {
    200: answers("Noted; nextAt says until when", z.object({ alert: AlertShape })),
    401: refusal("Not signed in"),
    404: refusal("No such alert"),
    409: refusal("It has ended"),
  },
});

/** Calls for a person: what is open, and who sees to it. */
export function alertRoutes(app: OpenAPIHono<DeskEnv>, alerts: DeskAlerts): void {
  app.openapi(list, async (c) => c.json({ alerts: await alerts.list() }, 200));
  app.openapi(steps, async (c) => c.json({ steps: await alerts.steps(c.req.valid("param").id) }, 200));
  app.openapi(acknowledge, async (c) =>
    c.json({ alert: await alerts.acknowledge(c.get("agent"), c.req.valid("param").id) }, 200),
  );
}
