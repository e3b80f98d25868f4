import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { DeskEnv } from "./deps.ts";
import { answers, refusal, takes } from "./shapes.ts";

/**
 * Documents the customers' API. The web channel answers these routes itself and validates what it takes;
 * what stands here is the fixed contract, for those who read the document.
 */
export function describeWebApi(app: OpenAPIHono<DeskEnv>): void {
  for (const route of [sessions, messages, rating, events]) app.openAPIRegistry.registerPath(route);
  app.openAPIRegistry.registerComponent("securitySchemes", "visitor", { type: "http", scheme: "bearer" });
}

const visitor = [{ visitor: [] }];
const unauthorized = refusal("No valid session token");
const tooOften = refusal("Too often; retry-after says when");

const sessions = createRoute({
  method: "post",
  path: "/api/web/sessions",
  tags: ["web"],
  summary: "Open a customer's session",
  security: [],
  request: {
    body: takes(
      z.object({
        locale: z.string().optional().openapi({ example: "zh" }),
        identity: z.string().optional().openapi({ description: "A JWT of your site that says who this is" }),
      }),
    ),
  },
  responses: {
    200: answers("The session", z.object({ token: z.string(), conversationId: z.string() })),
    429: tooOften,
  },
});

const messages = createRoute({
  method: "post",
  path: "/api/web/messages",
  tags: ["web"],
  summary: "Write, or press a choice",
  description: "The same clientId is stored once, and gets the same answer.",
  security: visitor,
  request: {
    body: takes(
      z.object({
        clientId: z.string().openapi({ description: "1 to 128 visible ASCII characters" }),
        text: z.string().optional(),
        choice: z.string().optional().openapi({ description: "The token of a choice; instead of text" }),
      }),
    ),
  },
  responses: { 202: answers("Stored", z.object({ messageId: z.string() })), 401: unauthorized },
});

const rating = createRoute({
  method: "post",
  path: "/api/web/rating",
  tags: ["web"],
  summary: "Say how it went",
  security: visitor,
  request: {
    body: takes(
      z.object({
        score: z.number().int().min(1).max(5),
        comment: z.string().optional(),
        clientId: z.string().optional(),
      }),
    ),
  },
  responses: { 202: answers("Stored", z.object({})), 401: unauthorized },
});

const events = createRoute({
  method: "get",
  path: "/api/web/events",
  tags: ["web"],
  summary: "The customer's stream, as server-sent events",
  description:
    "`event` is message, typing or state; a message has `id: seq` and `{id, seq, author, name?, text, choices?, at, " +
    "inReplyTo?}`. Last-Event-ID replays. Browsers send the token as ?token=.",
  security: visitor,
  request: {
    headers: z.object({ "last-event-id": z.string().optional() }),
    query: z.object({ token: z.string().optional(), lastEventId: z.string().optional() }),
  },
  responses: {
    200: { description: "The stream", content: { "text/event-stream": { schema: z.string() } } },
    401: unauthorized,
  },
});
