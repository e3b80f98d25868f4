import { z } from "@hono/zod-openapi";
import { RowShape } from "./shapes.ts";

const Snippet = z
  .object({
    text: z.string(),
    marks: z
      .array(z.tuple([z.number().int(), z.number().int()]))
      .openapi({ description: "From and to of what was found, in UTF-16 code units of `text`" }),
  })
  .openapi("Snippet");

/** One conversation found. */
const HitShape = z
  .object({
    conversation: RowShape,
    message: z
      .object({
        id: z.string(),
        seq: z.number().int(),
        author: z.enum(["customer", "bot", "agent", "system", "note"]),
        name: z.string().optional(),
        at: z.number().int(),
      })
      .optional()
      .openapi({ description: "Absent when the reference, the customer or a collected detail was found" }),
    snippet: Snippet,
  })
  .openapi("SearchHit");

/** One answer of the knowledge base found. */
const KnowledgeHitShape = z
  .object({
    topic: z.string(),
    locale: z.string(),
    title: z.string(),
    found: z.enum(["title", "answer", "question"]),
    snippet: Snippet,
  })
  .openapi("KnowledgeHit");

export const SearchShape = z
  .object({
    hits: z.array(HitShape),
    next: z.string().optional().openapi({ description: "Send as cursor to go on" }),
    total: z
      .object({ count: z.number().int(), more: z.boolean() })
      .optional()
      .openapi({ description: "Conversations found, counted up to 100; on the first page alone" }),
    knowledge: z.array(KnowledgeHitShape),
  })
  .openapi("Search");
