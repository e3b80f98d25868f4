import { z } from "@hono/zod-openapi";

const Answer = z.object({
  title: z.string(),
  body: z.string().openapi({ description: "The answer, markdown" }),
});

/** What the bot may answer about one topic, in each language it is written in. */
export const EntryShape = z
  .object({
    topic: z.string().openapi({ example: "account.reset-password" }),
    texts: z.object({ zh: Answer.optional(), en: Answer.optional() }),
  })
  .openapi("Entry");
