import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { DeskEnv } from "./deps.ts";
import { answers, refusal, takes } from "./shapes.ts";

/**
 * Documents the customers' API. The web channel answers these routes itself and validates what it takes;
 * what stands here is the fixed contract, for those who read the document.
 */
export function describeWebApi(app: OpenAPIHono<DeskEnv>): void {
  for (const route of [sessions, messages, files, file, rating, events])
    app.openAPIRegistry.registerPath(route);
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
  summary: "Write, send a file, or press a choice",
  description:
    "One of text, choice and fileId; text may go with a fileId. The same clientId is stored once, and gets the same answer.",
  security: visitor,
  request: {
    body: takes(
      z.object({
        clientId: z.string().openapi({ description: "1 to 128 visible ASCII characters" }),
        text: z.string().optional(),
        choice: z.string().optional().openapi({ description: "The token of a choice; instead of text" }),
        fileId: z.string().optional().openapi({ description: "Of a file uploaded before" }),
      }),
    ),
  },
  responses: { 202: answers("Stored", z.object({ messageId: z.string() })), 401: unauthorized },
});

const files = createRoute({
  method: "post",
  path: "/api/web/files",
  tags: ["web"],
  summary: "Upload a file, for a message to carry",
  description:
    "10 MB at most; pictures, mp4, mp3, m4a, pdf, text, csv, json, zip, docx, xlsx. What no message carries within a day " +
    "is forgotten.",
  security: visitor,
  request: {
    body: {
      required: true,
      content: {
        "multipart/form-data": {
          schema: z.object({ file: z.string().openapi({ format: "binary" }) }),
        },
      },
    },
  },
  responses: {
    200: answers(
      "Its id, for `fileId` of a message",
      z.object({
        fileId: z.string(),
        name: z.string(),
        kind: z.string(),
        mime: z.string(),
        bytes: z.number(),
      }),
    ),
    400: refusal("Empty, or of a kind that is not taken"),
    401: unauthorized,
    413: refusal("More than 10 MB"),
    429: tooOften,
  },
});

const file = createRoute({
  method: "get",
  path: "/api/web/files/{id}",
  tags: ["web"],
  summary: "A file of the visitor's own, or of their stream",
  description:
    "The `url` of a file in the stream, or the fileId of an upload. Pictures come as what they are; all else as a download " +
    "that no browser opens by itself. Browsers may send the token as ?token=.",
  security: visitor,
  request: {
    params: z.object({ id: z.string() }),
    query: z.object({ token: z.string().optional() }),
  },
  responses: {
    200: { description: "The file", content: { "application/octet-stream": { schema: z.string() } } },
    401: unauthorized,
    404: refusal("No such file, or it is gone"),
  },
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
