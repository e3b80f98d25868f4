import { randomUUID } from "node:crypto";
import type {
  ChannelPorts,
  ChannelRoute,
  InboundEvent,
  RawRequest,
  RawResponse,
} from "../../src/channel/contract.ts";
import { AppError, reasonOf } from "../../src/errors.ts";
import { errorAnswer, json, TooOften } from "./answers.ts";
import { readIdentity } from "./identity.ts";
import { MessageInput, RatingInput, readBody, SessionInput, storable } from "./input.ts";
import type { addressLimit } from "./limit.ts";
import { crossOrigin } from "./origins.ts";
import { originsOf, type WebSettings } from "./settings.ts";
import type { StreamHub } from "./streams.ts";
import { actorOf, anonymousVisitor, readVisitor, signVisitor, spaceOf, type Visitor } from "./visitor.ts";

/** What the routes need; `running` answers undefined before the start and after the stop. */
export interface RouteContext {
  settings: WebSettings;
  running(): { ports: ChannelPorts; key: Uint8Array } | undefined;
  sessions: ReturnType<typeof addressLimit>;
  streams: StreamHub;
  now(): number;
  warn(fields: Record<string, unknown>, message: string): void;
  /** Counts a batch that is being taken in, so that a stop can wait for it. */
  taking<T>(batch: Promise<T>): Promise<T>;
}

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
  const { clientId, text, choice } = readBody(request.body, MessageInput);
  // One key for texts and presses: a clientId stands for one message of the customer, whatever it says.
  const base = baseOf(visitor, `m:${visitor.id}:${clientId}`, context.now());
  const event: InboundEvent =
    text === undefined
      ? { ...base, kind: "press", token: choice ?? "" }
      : { ...base, kind: "message", msgId: clientId, text: storable(text), files: [] };
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

function started(context: RouteContext): { ports: ChannelPorts; key: Uint8Array } {
  const running = context.running();
  if (running === undefined) {
    throw new AppError("stopping", "We are restarting. Send it again in a moment.", { retryable: true });
  }
  return running;
}

function visitorOf(context: RouteContext, token: string | undefined): Visitor {
  const { key } = started(context);
  const visitor = token === undefined ? undefined : readVisitor(token, key, context.now());
  if (visitor === undefined) {
    throw new AppError("unauthorized", "No valid session token. Open a session with POST /api/web/sessions.");
  }
  return visitor;
}

function bearer(request: RawRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

/** Nothing is acknowledged that is not on disk: a store that failed is 503, and the same clientId may be sent again. */
async function storing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new AppError("store_failed", "It could not be stored. Send it again, with the same clientId.", {
      cause: error,
      retryable: true,
    });
  }
}
