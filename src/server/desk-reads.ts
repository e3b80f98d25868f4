import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ableOf } from "../channel/able.ts";
import type { Channel } from "../channel/contract.ts";
import { dues } from "../conversation/timing.ts";
import type { Accounts } from "../desk/accounts.ts";
import type { Live } from "../desk/live.ts";
import { can } from "../desk/roles.ts";
import { AppError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import type { DeskEnv, Every } from "./deps.ts";
import { tag } from "./desk-tags.ts";
import { dueAt } from "./due.ts";
import { followFeed } from "./feed.ts";
import { conversationId } from "./fields.ts";
import { needs, userOf } from "./guards.ts";
import { meOf } from "./me.ts";
import {
  AgentShape,
  answers,
  ChannelShape,
  ConversationShape,
  DecisionShape,
  MeShape,
  MessageShape,
  RowShape,
  refusal,
  TargetShape,
} from "./shapes.ts";
import type { Streams } from "./streams.ts";

const VIEWS = ["queue", "mine", "bot", "waiting", "snoozed", "resolved", "all"] as const;
const MAX_ROWS = 200;
const LIMIT = `send a whole number from 1 to ${MAX_ROWS}`;
const OFFSET = "send a whole number from 0";

const unauthorized = refusal("Not signed in");
const seq = z.number().int().openapi({ description: "Ask the feed for what comes after this" });

const me = createRoute({
  method: "get",
  path: "/api/desk/me",
  tags: ["desk"],
  summary: "Who is signed in, and what they may do",
  ...needs("own.read"),
  responses: { 200: answers("The agent", MeShape), 401: unauthorized },
});

const agents = createRoute({
  method: "get",
  path: "/api/desk/agents",
  tags: ["desk"],
  summary: "Everyone at the desk",
  ...needs("agents.read"),
  responses: { 200: answers("The agents", z.object({ agents: z.array(AgentShape) })), 401: unauthorized },
});

const channels = createRoute({
  method: "get",
  path: "/api/desk/channels",
  tags: ["desk"],
  summary: "The connected channels, and what fits into one message of each",
  ...needs("channels.read"),
  responses: {
    200: answers("The channels", z.object({ channels: z.array(ChannelShape) })),
    401: unauthorized,
  },
});

const list = createRoute({
  method: "get",
  path: "/api/desk/conversations",
  tags: ["desk"],
  summary: "One view of the inbox, and how many each view holds",
  ...needs("conversations.list"),
  request: {
    query: z.object({
      view: z.enum(VIEWS, { error: `send one of ${VIEWS.join(", ")}` }).default("queue"),
      limit: z.coerce
        .number({ error: LIMIT })
        .int({ error: LIMIT })
        .min(1, { error: LIMIT })
        .max(MAX_ROWS, { error: LIMIT })
        .default(50),
      offset: z.coerce
        .number({ error: OFFSET })
        .int({ error: OFFSET })
        .min(0, { error: OFFSET })
        .default(0)
        .openapi({ description: "Rows to leave out from the top: the next page" }),
      tag: tag.optional(),
    }),
  },
  responses: {
    200: answers(
      "Queue: most urgent, then what is due first, then longest waiting. Other views: newest first",
      z.object({
        conversations: z.array(RowShape),
        counts: z.record(z.enum(VIEWS), z.number().int()),
        total: z
          .number()
          .int()
          .openapi({ description: "Rows of this view, under the tag where one is asked for" }),
        queue: z
          .object({ urgent: z.number().int(), high: z.number().int(), normal: z.number().int() })
          .openapi({ description: "How many wait in the queue, by priority" }),
        seq,
      }),
    ),
    401: unauthorized,
  },
});

const show = createRoute({
  method: "get",
  path: "/api/desk/conversations/{id}",
  tags: ["desk"],
  summary: "A conversation with its messages and why the bot said what it said",
  ...needs("conversations.read"),
  request: { params: conversationId },
  responses: {
    200: answers(
      "The conversation",
      z.object({
        conversation: ConversationShape,
        messages: z.array(MessageShape),
        decisions: z.array(DecisionShape),
        tags: z.array(z.string()).openapi({ description: "What the team files it under, by name" }),
        due: z.array(TargetShape).openapi({ description: "Every target that runs now" }),
        seq,
      }),
    ),
    401: unauthorized,
    404: refusal("No such conversation"),
  },
});

const feed = createRoute({
  method: "get",
  path: "/api/desk/feed",
  tags: ["desk"],
  summary: "What happens, as server-sent events",
  description:
    "`id` is the sequence number, `event` one of message, delivery, conversation, edit, delete, rating, sla, fault, alert, tags; `data` is " +
    "`{seq, kind, at, conversationId, data}`. Last-Event-ID (or ?lastEventId) replays what came after it, 0 everything; " +
    "without it the feed begins now. Events without an id pass: presence says who is at a conversation " +
    "(`{conversationId, watchers}`), availability that somebody's changed (`{agentId}`). `reset` says that the number asked for has not been reached here: load anew.",
  ...needs("feed.read"),
  request: {
    headers: z.object({ "last-event-id": z.string().optional() }),
    query: z.object({ lastEventId: z.string().optional() }),
  },
  responses: {
    200: { description: "The stream", content: { "text/event-stream": { schema: z.string() } } },
    401: unauthorized,
  },
});

export interface ReadDeps {
  store: Store;
  accounts: Accounts;
  now(): number;
  channels(): readonly Channel[];
  live: Live;
  streams: Streams;
  every: Every;
}

/** What agents look at. */
export function readRoutes(app: OpenAPIHono<DeskEnv>, deps: ReadDeps): void {
  const { desk } = deps.store;
  app.openapi(me, (c) => c.json(meOf(c.get("agent"), userOf(c)), 200));
  app.openapi(channels, (c) =>
    c.json(
      {
        channels: deps.channels().map((channel) => {
          const { text, files } = channel.capabilities;
          return { account: channel.account, text, files, changes: ableOf(channel) };
        }),
      },
      200,
    ),
  );
  app.openapi(agents, async (c) => {
    const all = await deps.accounts.agents();
    // Whose account has no second step is nobody's business but an admin's.
    const shown = can(userOf(c), "people.reset") ? all : all.map(({ totp: _, ...agent }) => agent);
    return c.json({ agents: shown }, 200);
  });
  app.openapi(list, async (c) => {
    const { view, limit, offset, tag } = c.req.valid("query");
    const { id } = c.get("agent");
    // The number first: what happens while the rows are read comes again in the feed, and nothing is missed.
    const newest = await desk.lastSeq();
    const [rows, counts, queue, tagged] = await Promise.all([
      desk.list(view, id, limit, offset, tag),
      desk.counts(id),
      desk.queueByPriority(),
      tag === undefined ? undefined : desk.countTagged(view, id, tag),
    ]);
    const now = deps.now();
    const conversations = rows.map(({ due, ...row }) =>
      due === undefined ? row : { ...row, due: dueAt(due, now) },
    );
    return c.json({ conversations, counts, total: tagged ?? counts[view], queue, seq: newest }, 200);
  });
  app.openapi(show, async (c) => {
    const newest = await desk.lastSeq();
    const id = await desk.find(c.req.valid("param").id);
    const found = id === undefined ? undefined : await desk.show(id);
    if (found === undefined) {
      throw new AppError("not_found", "There is no conversation with this id or reference.");
    }
    const due = dues(found.conversation.timing).map((one) => dueAt(one, deps.now()));
    return c.json({ ...found, due, seq: newest }, 200);
  });
  app.openapi(feed, (c) => {
    const stillAllowed = c.get("stillIn");
    // On a reconnect the header is newer than the address.
    const after = readSeq(c.req.valid("header")["last-event-id"] ?? c.req.valid("query").lastEventId);
    return deps.streams.open((out, closed) =>
      followFeed(
        {
          desk,
          watch: (listener) => deps.store.watch(listener),
          live: deps.live,
          after,
          every: deps.every,
          stillAllowed,
        },
        out,
        closed,
      ),
    );
  });
}

/** What is no number replays all: rather twice than never. */
function readSeq(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const seq = Number(text);
  return Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
}
