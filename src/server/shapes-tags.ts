import { z } from "@hono/zod-openapi";

/** A tag and how often it is used. */
export const TagShape = z
  .object({
    tag: z.string().openapi({ example: "refund" }),
    conversations: z.number().int().openapi({ description: "That carry it, resolved ones too" }),
    open: z.number().int().openapi({ description: "Those that are not resolved" }),
  })
  .openapi("Tag");
