import { z } from "@hono/zod-openapi";

const count = z.number().int();
const share = z.number().openapi({ description: "From 0 to 1; absent while there is nothing to share" });
const ms = count.openapi({ description: "Milliseconds" });

const Spread = z.object({
  n: count.openapi({ description: "How many were measured" }),
  medianMs: ms.optional(),
  p90Ms: ms.optional().openapi({ description: "Milliseconds; nine of ten took no longer (nearest rank)" }),
});

export const PeriodShape = z
  .object({
    from: z.string().openapi({ description: "First day" }),
    to: z.string().openapi({ description: "Last day, included" }),
    zone: z.string(),
  })
  .openapi("Period");

const volume = {
  engagements: count.openapi({
    description:
      "What one customer wanted in one go. Begins with what they first do in a conversation, or do after it was resolved, " +
      "or do after six hours of their own silence while the bot has it. Counted where it began",
  }),
  messages: count.openapi({ description: "What customers wrote, presses of buttons left out" }),
  escalated: count.openapi({ description: "Engagements in which a person was asked for or stepped in" }),
};

const FirstReply = Spread.openapi({
  description: "From entering the queue to the first words of a person; the clock runs at night too",
});
const Resolution = Spread.openapi({
  description: "From the customer's first act to the resolve by a person",
});
const unanswered = count.openapi({ description: "Entered the queue, wait for a person's first words still" });
const neverAnswered = count.openapi({ description: "Entered the queue, ended without a word of a person" });

const satisfaction = {
  asked: count.openapi({
    description:
      "Resolved engagements whose customer was asked. Never asked: whom we cannot reach, urgent cases, shared spaces, and " +
      "what ended by itself",
  }),
  rated: count.openapi({ description: "Of those, how many gave a score; the last word of each counts" }),
  scores: z.array(count).length(5).openapi({ description: "How many gave 1, 2, 3, 4 and 5" }),
  mean: z.number().optional(),
  satisfiedShare: share.optional().openapi({ description: "Share of 4 and 5 among the scores" }),
};

const deflection = {
  involved: count.openapi({ description: "Engagements in which the bot said something" }),
  answered: count.openapi({ description: "In which it answered with an entry" }),
  pending: count.openapi({ description: "Customer's last word younger than 72 hours: too early to tell" }),
  moved: count.openapi({ description: "Sent on from a shared space to a private chat" }),
  settled: count.openapi({ description: "involved - pending - moved: what the shares are of" }),
  confirmed: count.openapi({ description: '"This helped" was the last word on the last answer' }),
  assumed: count.openapi({ description: "Answered, then silence for 72 hours" }),
  recontacted: count.openapi({
    description: "Would be confirmed or assumed, but the customer was back within 72 hours: in neither",
  }),
  escalated: count.openapi({ description: "A person was asked for or stepped in" }),
  abandoned: count.openapi({ description: "The customer left without an answer that stood" }),
  confirmedShare: share.optional(),
  deflectedShare: share.optional().openapi({ description: "Confirmed and assumed, of the settled" }),
};

const line = {
  by: z.enum(["total", "day", "hour", "channel", "locale", "topic"]),
  key: z.string().openapi({
    description: 'The day, hour, channel, language or entry; a topic of "" is: answered with none',
  }),
};

export const SummaryShape = z
  .object({
    queue: z.object({ waiting: count, longestMs: ms.optional(), medianMs: ms.optional() }).openapi({
      description: "At this moment, whatever the period",
    }),
    ...volume,
    firstReply: FirstReply.extend({ unanswered, neverAnswered }),
    resolution: Resolution,
    rating: z.object(satisfaction),
    deflection: z.object(deflection),
  })
  .openapi("ReportSummary");

/** The lines of each report but the summary. */
export const LINE_SHAPES = {
  volume: z.object({ ...line, ...volume }).openapi("VolumeLine"),
  times: z
    .object({ ...line, firstReply: FirstReply, unanswered, neverAnswered, resolution: Resolution })
    .openapi("TimesLine"),
  deflection: z.object({ ...line, ...deflection }).openapi("DeflectionLine"),
  satisfaction: z.object({ ...line, ...satisfaction }).openapi("SatisfactionLine"),
};
