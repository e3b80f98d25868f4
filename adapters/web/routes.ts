import { randomUUID } from "node:crypto";
import type { FileRef, InboundEvent } from "../../src/channel/contract.ts";
import type { ChannelRoute, RawRequest, RawResponse } from "../../src/channel/http.ts";
import { AppError, reasonOf } from "../../src/errors.ts";
import { errorAnswer, json, TooOften } from "./answers.ts";
import { bearer, type RouteContext, started, storing, visitorOf } from "./asked.ts";
import { showFile, takeFile, uploaded } from "./files.ts";
import { readIdentity } from "./identity.ts";
import { MessageInput, RatingInput, readBody, SessionInput, storable } from "./input.ts";
import { crossOrigin } from "./origins.ts";
import { originsOf } from "./settings.ts";
import { actorOf, anonymousVisitor, signVisitor, spaceOf, type Visitor } from "./visitor.ts";

/** The customers' API under `/api/web`, every answer and every refusal of it. */
export function webRoutes(context: RouteContext): ChannelRoute[] {
  const cors = crossOrigin(originsOf(context.settings.WEB_ALLOWED_ORIGINS));
  const route = (
    method: "GET" | "POST",
    path: string,
    handle: (request: RawRequest) => Promise<RawResponse>,
  ): ChannelRoute => ({
    method,
    path,
    async handle(request) {
      try {
        return cors.allow(request, await handle(request));
      } catch (error) {
        const cause = error instanceof AppError ? error.cause : error;
        if (cause !== undefined) context.warn({ path, reason: reasonOf(cause) }, "web request failed");
        return cors.allow(request, errorAnswer(error));
      }
    },
  });
  return [
    route("POST", "/api/web/sessions", (request) => openSession(context, request)),
    route("POST", "/api/web/messages", (request) => takeMessage(context, request)),
    route("POST", "/api/web/files", (request) => takeFile(context, request)),
    route("GET", "/api/web/files/*", (request) => showFile(context, request)),
    route("POST", "/api/web/rating", (request) => takeRating(context, request)),
    route("GET", "/api/web/events", (request) => streamEvents(context, request)),
    cors.preflight,
  ];
}

async function openSession(context: RouteContext, request: RawRequest): Promise<RawResponse> {
  const { ports, key } = started(context);
  const waitMs = context.sessions.take(request.ip);
  if (waitMs > 0) {
    throw new TooOften("Too many new sessions from this address. Keep the token you have, or wait.", waitMs);
  }
  const { locale, identity } = readBody(request.body, SessionInput);
  const now = context.now();
  const visitor: Visitor =
    identity === undefined
      ? anonymousVisitor(now, locale)
      : {
          ...readIdentity(identity, context.settings.WEB_IDENTITY_SECRET, now),
          ...(locale === undefined ? {} : { locale }),
        };
  const conversationId = await storing(ports.conversationOf(spaceOf(visitor), actorOf(visitor)));
  return json(200, { token: signVisitor(visitor, key), conversationId });
}

async function takeMessage(context: RouteContext, request: RawRequest): Promise<RawResponse> {
  const visitor = visitorOf(context, bearer(request));
  const { clientId, text, choice, fileId } = readBody(request.body, MessageInput);
  // One key for texts and presses: a clientId stands for one message of the customer, whatever it says.
  const base = baseOf(visitor, `m:${visitor.id}:${clientId}`, context.now());
  const files: FileRef[] = fileId === undefined ? [] : [await uploaded(context, visitor, fileId)];
  const event: InboundEvent =
    choice === undefined
      ? { ...base, kind: "message", msgId: clientId, text: storable(text ?? ""), files }
      : { ...base, kind: "press", token: choice };
  const receipt = await take(context, event);
  return json(202, { messageId: receipt?.messageId ?? clientId });
}

async function takeRating(context: RouteContext, request: RawRequest): Promise<RawResponse> {
  const visitor = visitorOf(context, bearer(request));
  const { clientId, score, comment } = readBody(request.body, RatingInput);
  const base = baseOf(visitor, `r:${visitor.id}:${clientId ?? randomUUID()}`, context.now());
  await take(context, { ...base, kind: "rating", score, ...(comment === undefined ? {} : { comment }) });
  return json(202, {});
}

async function streamEvents(context: RouteContext, request: RawRequest): Promise<RawResponse> {
  // A browser's EventSource cannot send headers: there the token stands in the address.
  const visitor = visitorOf(context, bearer(request) ?? request.query.token);
  const { ports } = started(context);
  const conversationId = await storing(ports.conversationOf(spaceOf(visitor), actorOf(visitor)));
  // On a reconnect the header is newer than the address. What is no number replays all: rather twice than never.
  const after = Number(request.headers["last-event-id"] ?? request.query.lastEventId ?? 0);
  const afterSeq = Number.isSafeInteger(after) && after > 0 ? after : 0;
  return {
    status: 200,
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // nginx would hold events back until its buffer is full.
      "x-accel-buffering": "no",
    },
    stream: context.streams.open({ ports, space: spaceOf(visitor), conversationId, afterSeq }),
  };
}

async function take(context: RouteContext, event: InboundEvent) {
  const { ports } = started(context);
  const [receipt] = await storing(context.taking(ports.receive({ events: [event] })));
  return receipt;
}

function baseOf(visitor: Visitor, key: string, at: number) {
  return { key, at, space: spaceOf(visitor), actor: actorOf(visitor), addressed: "dm" as const };
}
