import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { DeskAct, DeskAlteration, DeskCommands, DeskVerb } from "../desk/commands.ts";
import type { DeskFiles } from "../desk/files.ts";
import { atLeast, type DeskAction, rightsOf } from "../desk/roles.ts";
import { AppError } from "../errors.ts";
import type { DeskStore } from "../store/desk.ts";
import { refuse } from "./answers.ts";
import type { DeskEnv } from "./deps.ts";
import { anyText, conversationId, EMPTY, email, idempotencyKey, text, when } from "./fields.ts";
import { assertMay, needs, userOf } from "./guards.ts";
import { answers, ConversationShape, refusal, takes } from "./shapes.ts";

/** What agents do. Every act on a conversation needs an Idempotency-Key; a refusal names who has the conversation. */
export function actRoutes(
  app: OpenAPIHono<DeskEnv>,
  commands: DeskCommands,
  { desk, files }: { desk: Pick<DeskStore, "conversationOf" | "find">; files: Pick<DeskFiles, "refs"> },
): void {
  async function run(
    c: Context<DeskEnv>,
    { id }: { id: string },
    { "idempotency-key": key }: { "idempotency-key": string },
    act: DeskAct,
  ): Promise<Response> {
    const result = await commands.run({ agent: c.get("agent"), conversation: id, key, act });
    if (!result.ok) {
      const { ok: _, refusal: code, ...why } = result;
      return refuse(c, 409, { code, ...why });
    }
    const { conversation, reason, repeated } = result;
    return c.json({ conversation, reason, ...(repeated ? { repeated } : {}) }, 200);
  }

  app.openapi(claim, (c) => run(c, c.req.valid("param"), c.req.valid("header"), { verb: "claim" }));
  app.openapi(release, (c) => run(c, c.req.valid("param"), c.req.valid("header"), { verb: "release" }));
  app.openapi(resolve, (c) => run(c, c.req.valid("param"), c.req.valid("header"), { verb: "resolve" }));
  app.openapi(giveBack, (c) => run(c, c.req.valid("param"), c.req.valid("header"), { verb: "return" }));
  app.openapi(transfer, (c) =>
    run(c, c.req.valid("param"), c.req.valid("header"), { verb: "transfer", ...c.req.valid("json") }),
  );
  app.openapi(reply, async (c) => {
    const param = c.req.valid("param");
    const { files: ids = [], ...body } = c.req.valid("json");
    const carried = ids.length === 0 ? [] : await files.refs((await desk.find(param.id)) ?? "", ids);
    return run(c, param, c.req.valid("header"), { verb: "reply", ...body, files: carried });
  });
  app.openapi(note, (c) =>
    run(c, c.req.valid("param"), c.req.valid("header"), { verb: "note", ...c.req.valid("json") }),
  );
  app.openapi(snooze, (c) =>
    run(c, c.req.valid("param"), c.req.valid("header"), { verb: "snooze", ...c.req.valid("json") }),
  );
  async function alter(
    c: Context<DeskEnv>,
    { id: message }: { id: string },
    key: { "idempotency-key": string },
    action: DeskAction,
    what: { verb: "withdraw" } | { verb: "edit"; text: string; acknowledge?: boolean | undefined },
  ): Promise<Response> {
    const conversation = await desk.conversationOf(message);
    if (conversation === undefined) throw new AppError("not_found", "There is no message with this id.");
    assertMay(c, action, conversation);
    const any = atLeast(rightsOf(userOf(c)), "supervisor");
    const act: DeskAlteration = { message, any, ...what };
    return run(c, conversation, key, act);
  }

  app.openapi(edit, (c) =>
    alter(c, c.req.valid("param"), c.req.valid("header"), "messages.edit", {
      verb: "edit",
      ...c.req.valid("json"),
    }),
  );
  app.openapi(withdraw, (c) =>
    alter(c, c.req.valid("param"), c.req.valid("header"), "messages.withdraw", { verb: "withdraw" }),
  );
  app.openapi(resend, async (c) => {
    const { id } = c.req.valid("param");
    assertMay(c, "messages.resend", await desk.conversationOf(id));
    return c.json({ resent: await commands.resend(id) }, 200);
  });
}

const done = answers(
  "Done, or done before with this key",
  z.object({ conversation: ConversationShape, reason: z.string(), repeated: z.literal(true).optional() }),
);

/** What every act has in common: its address, who may, the idempotency key, and the ways it can end. */
function act<V extends DeskVerb>(verb: V, summary: string) {
  return {
    method: "post" as const,
    path: `/api/desk/conversations/{id}/${verb}` as const,
    tags: ["desk"],
    summary,
    ...needs(`conversations.${verb}` as const),
    request: { params: conversationId, headers: idempotencyKey },
    responses: {
      200: done,
      401: refusal("Not signed in"),
      404: refusal("No such conversation"),
      409: refusal(
        "Not in this state; or somebody else has it: owner names them; or others have said more: newer names that",
      ),
      422: refusal("A reply that must not go out as it is: problems say why"),
    },
  };
}

function actWith<V extends DeskVerb, B extends z.ZodType>(verb: V, summary: string, body: B) {
  const bare = act(verb, summary);
  return { ...bare, request: { ...bare.request, body: takes(body) } };
}

const acknowledge = z.boolean({ error: "send true or false" }).optional().openapi({
  description: "True sends links, numbers and accounts that are not on the official list",
});

const files = z
  .array(z.string().min(1).max(64), { error: "send ids of uploaded files" })
  .max(10, { error: "one reply carries 10 at most" })
  .optional()
  .openapi({ description: "Ids from POST /api/desk/files; with files the text may be empty" });

const seenSeq = z
  .number({ error: "send the seq of a message" })
  .int()
  .min(0)
  .optional()
  .openapi({
    description:
      "The newest message the writer has seen. When the customer or a colleague has said more since, nothing is sent: " +
      "409 newer_messages, with `newer`: how many, what, and the seq to send next time",
  });

const claim = createRoute(act("claim", "Take it over from the bot or the queue"));
const release = createRoute(act("release", "Put it back into the queue"));
const resolve = createRoute(act("resolve", "Close it and ask the customer how it went"));
const giveBack = createRoute(act("return", "Give it back to the bot"));
const transfer = createRoute(
  actWith("transfer", "Hand it to a colleague", z.strictObject({ to: email, note: text.optional() })),
);
const reply = createRoute(
  actWith(
    "reply",
    "Answer the customer; claims it too where the bot or the queue has it",
    z
      .strictObject({ text: anyText, files, acknowledge, seenSeq })
      .refine(({ text: words, files: ids = [] }) => words.trim() !== "" || ids.length > 0, {
        error: EMPTY,
        path: ["text"],
      }),
  ),
);
const note = createRoute(actWith("note", "Write what only the team sees", z.strictObject({ text })));
const snooze = createRoute(
  actWith("snooze", "Put it off until a time, or until the customer writes", z.strictObject({ until: when })),
);

const messageId = z.object({ id: z.string().min(1).max(64, { error: "is no id of a message" }) });

const alterAnswers = {
  200: done,
  401: refusal("Not signed in"),
  403: refusal("Neither its author's case nor a supervisor"),
  404: refusal("No such message"),
  409: refusal("Cannot be changed: the code says why, and the message what to do instead"),
};

const edit = createRoute({
  method: "patch",
  path: "/api/desk/messages/{id}",
  tags: ["desk"],
  summary: "Give a reply other words, also where the customer has it already",
  description:
    "The author may while the case is theirs, a supervisor always. The history takes the new words once the customer's platform has; until then, and where that fails, `change` of the message says so. `earlier` keeps what it said before.",
  ...needs("messages.edit"),
  request: {
    params: messageId,
    headers: idempotencyKey,
    body: takes(z.strictObject({ text, acknowledge })),
  },
  responses: { ...alterAnswers, 422: refusal("A text that must not go out as it is: problems say why") },
});

const withdraw = createRoute({
  method: "delete",
  path: "/api/desk/messages/{id}",
  tags: ["desk"],
  summary: "Take a reply back, also where the customer has it already",
  description: "Who may is as for a change. Agents go on seeing what it said.",
  ...needs("messages.withdraw"),
  request: { params: messageId, headers: idempotencyKey },
  responses: alterAnswers,
});

const resend = createRoute({
  method: "post",
  path: "/api/desk/messages/{id}/resend",
  tags: ["desk"],
  summary: "Send a failed or uncertain message again",
  ...needs("messages.resend"),
  request: { params: messageId },
  responses: {
    200: answers("Back on its way", z.object({ resent: z.number().int() })),
    401: refusal("Not signed in"),
    409: refusal("Nothing waits to be sent again"),
  },
});
