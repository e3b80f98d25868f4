import { z } from "@hono/zod-openapi";
import { LOCALES } from "../knowledge/entry.ts";

const time = z.number().int().openapi({ description: "Epoch milliseconds" });

/** What an agent chooses for themselves. */
export const ChosenShape = z.enum(["available", "away"], { error: "send available or away" });

export const ColleagueShape = z
  .object({
    agentId: z.string(),
    name: z.string(),
    standing: z.enum(["available", "away", "asleep"]).openapi({
      description: "asleep: chose to be available, and gave no sign for ten minutes",
    }),
    chosen: ChosenShape,
    chosenAt: time.optional(),
    seenAt: time.optional(),
    languages: z
      .array(z.enum(LOCALES))
      .openapi({ description: "Languages they answer in; empty: every one" }),
    capacity: z.number().int().openapi({ description: "Open cases at once, where cases are given out" }),
    open: z.number().int().openapi({ description: "Open cases they have" }),
  })
  .openapi("Colleague");

/** Somebody who has a conversation open. */
export const WatcherShape = z
  .object({
    agentId: z.string(),
    name: z.string(),
    typing: z.boolean().openapi({ description: "Writes to the customer" }),
  })
  .openapi("Watcher");
