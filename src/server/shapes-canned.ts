import { z } from "@hono/zod-openapi";

/** A reply kept for use again. */
export const CannedShape = z
  .object({
    id: z.string(),
    shortcut: z.string().openapi({ example: "refund" }),
    name: z.string(),
    texts: z.object({ zh: z.string().optional(), en: z.string().optional() }),
    changedAt: z.number().int().openapi({ description: "Epoch milliseconds" }),
    changedBy: z.string().optional().openapi({ description: "An agent's id" }),
  })
  .openapi("CannedReply");

export const CannedListShape = z.object({
  canned: z.array(CannedShape),
  variables: z.array(z.string()).openapi({
    description: "What texts may leave open, written {{like.this}}",
    example: ["customer.name"],
  }),
});
