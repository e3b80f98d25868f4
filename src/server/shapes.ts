import { z } from "@hono/zod-openapi";
import { ROLES } from "../desk/roles.ts";

const time = z.number().int().openapi({ description: "Epoch milliseconds" });

/** Who has a conversation. */
const Owner = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("bot") }),
    z.object({
      kind: z.literal("queue"),
      since: time,
      reason: z.string(),
      priority: z.string(),
      forAgent: z.string().optional(),
    }),
    z.object({ kind: z.literal("agent"), agentId: z.string(), agentName: z.string(), since: time }),
  ])
  .openapi("Owner");

const Customer = z.object({ id: z.string(), name: z.string().optional() });
const Choice = z.object({ token: z.string(), label: z.string() });
export const FileShape = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string().optional(),
  mime: z.string().optional(),
  bytes: z.number().optional(),
});

export const RoleShape = z.enum(ROLES, { error: `send one of ${ROLES.join(", ")}` });

export const AgentShape = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: RoleShape,
    disabledAt: time.optional(),
    createdAt: time,
    totp: z.literal(true).optional().openapi({ description: "Signs in by a second step" }),
  })
  .openapi("Agent");

/** Who is signed in. */
export const MeShape = z
  .object({
    agent: AgentShape,
    totp: z.enum(["on", "off", "missing"]).openapi({
      description: "missing: an admin without the second step, who may do what agents may until it is set up",
    }),
    rights: z.array(z.string()).openapi({ description: "What they may do: the x-action of each route" }),
  })
  .openapi("Me");

export const SessionShape = z
  .object({
    id: z.string(),
    at: time,
    usedAt: time,
    expiresAt: time,
    address: z.string(),
    client: z.string().openapi({ description: "User-Agent" }),
    current: z.boolean(),
  })
  .openapi("Session");

export const KeyShape = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    role: RoleShape,
    at: time,
    usedAt: time.optional(),
  })
  .openapi("Key");

export const InvitationShape = z
  .object({
    id: z.string(),
    email: z.string(),
    role: RoleShape,
    byId: z.string().optional(),
    at: time,
    expiresAt: time,
    state: z.enum(["open", "accepted", "revoked", "expired"]),
  })
  .openapi("Invitation");

export const AuditShape = z
  .object({
    id: z.number().int(),
    at: time,
    agentId: z.string().optional(),
    via: z.enum(["session", "key", "operator", "door"]),
    action: z.string(),
    target: z.string().optional(),
    address: z.string(),
    outcome: z.string(),
  })
  .openapi("AuditEntry");

/** A connected channel; `text.limit` is what one message of it holds, longer replies go out as several. */
export const ChannelShape = z
  .object({
    account: z.string().openapi({ example: "telegram:123456" }),
    text: z.object({
      limit: z.number().int(),
      unit: z.enum(["utf16", "codepoint", "byte"]),
      counts: z.enum(["visible", "markup"]),
    }),
    files: z.number().int().openapi({ description: "Files in one message; 0: named in the text" }),
    changes: z.object({
      edits: z.boolean(),
      deletes: z.boolean(),
      deletesWithin: z.number().int().optional().openapi({ description: "Milliseconds after its sending" }),
    }),
  })
  .openapi("Channel");

/** A target that runs. */
export const TargetShape = z
  .object({
    kind: z.enum(["first", "next", "resolve"]).openapi({
      description: "The first reply of a person, the next one, or the end of the matter",
    }),
    at: time.openapi({ description: "When it is due; epoch milliseconds" }),
    warnAt: time.openapi({ description: "When three quarters of it are gone; epoch milliseconds" }),
    state: z.enum(["ok", "warning", "breached"]),
  })
  .openapi("Target");

/** One line of a list. */
export const RowShape = z
  .object({
    id: z.string(),
    reference: z.string().openapi({ example: "K-7Q2MXA" }),
    account: z.string(),
    customer: Customer,
    locale: z.string(),
    status: z.enum(["open", "snoozed", "resolved"]),
    owner: Owner,
    priority: z.enum(["normal", "high", "urgent"]),
    reason: z.string().optional(),
    waitingSince: time.optional(),
    lastText: z.string(),
    lastAuthor: z.string(),
    lastAt: time,
    openedAt: time,
    tags: z.array(z.string()).openapi({ description: "What the team files it under, by name" }),
    due: TargetShape.optional().openapi({ description: "The target that falls due first" }),
  })
  .openapi("ConversationRow");

/** A conversation as the desk knows it; further fields may come. */
export const ConversationShape = z
  .looseObject({
    id: z.string(),
    reference: z.string(),
    account: z.string(),
    customer: Customer,
    locale: z.string(),
    status: z.enum(["open", "snoozed", "resolved"]),
    snoozedUntil: time.optional(),
    owner: Owner,
    openedAt: time,
    waitingSince: time.optional(),
    previousId: z.string().optional(),
    escalation: z.object({ reason: z.string(), priority: z.string(), at: time }).optional(),
    collected: z.record(z.string(), z.string()),
    space: z.object({
      id: z.string(),
      kind: z
        .enum(["dm", "group", "channel"])
        .openapi({ description: "Anything but dm: others read what is said there" }),
      thread: z.string().optional(),
    }),
    reachable: z
      .boolean()
      .openapi({ description: "False after the customer blocked us or left, or we were put out" }),
    erasedAt: time
      .optional()
      .openapi({ description: "When the customer was erased; nothing they said is left" }),
  })
  .openapi("Conversation");

export const MessageShape = z
  .object({
    id: z.string(),
    seq: z.number().int(),
    author: z.enum(["customer", "bot", "agent", "system", "note"]),
    agentId: z.string().optional(),
    name: z.string().optional(),
    text: z.string(),
    choices: z.array(Choice),
    files: z.array(FileShape),
    at: time,
    inReplyTo: z.string().optional(),
    topic: z.string().optional(),
    found: z.array(z.string()).openapi({ description: "Kinds of secrets the guard removed" }),
    editedAt: time.optional(),
    deletedAt: time.optional(),
    deletedBy: z.string().optional(),
    earlier: z
      .array(z.object({ text: z.string(), at: time, name: z.string() }))
      .optional()
      .openapi({ description: "What a reply said before each change, oldest first" }),
    change: z
      .object({
        kind: z.enum(["edit", "delete"]),
        state: z.enum(["pending", "failed", "unknown"]),
        at: time,
        name: z.string(),
        text: z.string().optional(),
        detail: z.string().optional(),
      })
      .optional()
      .openapi({ description: "The newest change that is not done; the customer sees text still" }),
    delivery: z
      .array(
        z.object({
          part: z.number().int(),
          state: z.enum(["ready", "sending", "sent", "retry", "failed", "unknown", "superseded"]),
          detail: z.string().optional(),
          mayHaveArrivedTwice: z.literal(true).optional(),
        }),
      )
      .optional(),
  })
  .openapi("Message");

export const DecisionShape = z
  .object({
    at: time,
    type: z.string(),
    reason: z.string().openapi({ description: "Stable code that says why" }),
    event: z.looseObject({}),
  })
  .openapi("Decision");

const Newer = z
  .object({
    count: z.number().int(),
    seq: z
      .number()
      .int()
      .openapi({ description: "Of the newest: send it as seenSeq to send in spite of them" }),
    messages: z.array(
      z.object({
        seq: z.number().int(),
        author: z.enum(["customer", "agent", "note"]),
        name: z.string().optional(),
        text: z.string(),
        at: time,
      }),
    ),
  })
  .openapi("NewerMessages", {
    description: "What others have said since: the newest five at most, texts cut",
  });

export const ErrorShape = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      owner: z.string().optional().openapi({ description: "Who has it: an agent's name, bot or queue" }),
      problems: z.array(z.object({ kind: z.string(), excerpt: z.string() })).optional(),
      newer: Newer.optional(),
    }),
  })
  .openapi("Error");

/** A JSON answer, for a route's list of responses. */
export function answers<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { "application/json": { schema } } };
}

/** A refusal; the document adds its shape, which is the same for all. */
export function refusal(description: string) {
  return { description };
}

/** A JSON body, for a route's request. */
export function takes<T extends z.ZodType>(schema: T) {
  return { required: true, content: { "application/json": { schema } } };
}
