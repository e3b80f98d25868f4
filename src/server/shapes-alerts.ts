import { z } from "@hono/zod-openapi";

const time = z.number().int().openapi({ description: "Epoch milliseconds" });

export const AlertShape = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    reference: z.string(),
    cause: z.enum(["escalation", "breach"]).openapi({
      description: "breach: a target for answering was broken",
    }),
    reason: z.string(),
    priority: z.enum(["normal", "high", "urgent"]),
    raisedAt: time,
    since: time.openapi({ description: "When the first of an unbroken row of alerts was raised" }),
    rung: z.number().int().openapi({
      description: "1 browser, 2 staff room, 3 mail and webhook, 4 supervisors and admins, then repetitions",
    }),
    nextAt: time.openapi({ description: "When the next rung is taken" }),
    acknowledged: z.object({ agentId: z.string(), name: z.string(), at: time }).optional(),
    ended: z.object({ at: time, how: z.string(), agentId: z.string().optional() }).optional(),
  })
  .openapi("Alert");

export const AlertStepShape = z
  .object({
    rung: z.number().int(),
    way: z.enum(["browser", "room", "mail", "webhook", "none"]).openapi({
      description: "none: nobody can be reached at this rung, so the next one was taken in its place",
    }),
    at: time,
  })
  .openapi("AlertStep");

export const WebhookDeliveryShape = z
  .object({
    id: z.string().openapi({ description: "webhook-id, the same for every attempt" }),
    type: z.string(),
    conversationId: z.string(),
    state: z.enum(["ready", "sent", "dead"]),
    attempts: z.number().int(),
    createdAt: time,
    notBefore: time,
    settledAt: time.optional(),
    detail: z.string().optional().openapi({ description: "How the last attempt failed" }),
  })
  .openapi("WebhookDelivery");
