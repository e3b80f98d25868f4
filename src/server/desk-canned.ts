import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type CannedDeps, cannedReplies, VARIABLES } from "../desk/canned.ts";
import { name as oneLine } from "../guard/bound.ts";
import type { DeskEnv } from "./deps.ts";
import { given } from "./fields.ts";
import { needs } from "./guards.ts";
import { answers, refusal, takes } from "./shapes.ts";
import { CannedListShape, CannedShape } from "./shapes-canned.ts";

const MAX_TEXT = 4_000;
const SHORTCUT = "send 1 to 32 letters, digits and dashes";

const id = z.object({ id: z.string().min(1).max(64, { error: "is no id" }) });
const text = z
  .string({ error: "send a string" })
  .max(MAX_TEXT, { error: `is longer than ${MAX_TEXT} characters` })
  .optional();
const Input = z.strictObject({
  shortcut: z.string({ error: given(SHORTCUT) }).regex(/^[\p{L}\p{N}-]{1,32}$/u, { error: SHORTCUT }),
  name: z
    .string({ error: given("send a string") })
    .max(80, { error: "is longer than 80 characters" })
    .transform(oneLine)
    .refine((shown) => shown !== "", { error: "is empty; say what it is for" }),
  texts: z.strictObject({ zh: text, en: text }, { error: given("send {zh, en}, or one of them") }),
  acknowledge: z.boolean({ error: "send true or false" }).optional().openapi({
    description: "True keeps links, numbers and accounts that are not on the official list",
  }),
});

const one = answers("The reply as it is kept", z.object({ canned: CannedShape }));
const refusals = {
  401: refusal("Not signed in"),
  403: refusal("Not your role"),
};
const saved = {
  200: one,
  ...refusals,
  409: refusal("Another reply has this shortcut"),
  422: refusal("No reply may say this: problems say why"),
};
const base = { tags: ["canned"], path: "/api/desk/canned" as const };
const oneOf = { tags: ["canned"], path: "/api/desk/canned/{id}" as const };

const list = createRoute({
  ...base,
  method: "get",
  summary: "Replies kept for use again, by shortcut",
  ...needs("canned.read"),
  responses: { 200: answers("All of them", CannedListShape), 401: refusals[401] },
});
const add = createRoute({
  ...base,
  method: "post",
  summary: "Keep a reply for use again",
  ...needs("canned.add"),
  request: { body: takes(Input) },
  responses: saved,
});
const change = createRoute({
  ...oneOf,
  method: "put",
  summary: "Change a kept reply",
  ...needs("canned.change"),
  request: { params: id, body: takes(Input) },
  responses: { ...saved, 404: refusal("No such reply") },
});
const remove = createRoute({
  ...oneOf,
  method: "delete",
  summary: "Delete a kept reply",
  ...needs("canned.remove"),
  request: { params: id },
  responses: { 200: answers("Gone", z.object({})), ...refusals, 404: refusal("No such reply") },
});

/** Replies kept for use again: everybody reads them, supervisors write them. */
export function cannedRoutes(app: OpenAPIHono<DeskEnv>, deps: CannedDeps): void {
  const replies = cannedReplies(deps);
  app.openapi(list, async (c) => c.json({ canned: await replies.list(), variables: [...VARIABLES] }, 200));
  app.openapi(add, async (c) => {
    const canned = await replies.add(c.req.valid("json"), c.get("agent").id);
    c.set("target", canned.id);
    return c.json({ canned }, 200);
  });
  app.openapi(change, async (c) => {
    const canned = await replies.change(c.req.valid("param").id, c.req.valid("json"), c.get("agent").id);
    return c.json({ canned }, 200);
  });
  app.openapi(remove, async (c) => {
    await replies.remove(c.req.valid("param").id);
    return c.json({}, 200);
  });
}
