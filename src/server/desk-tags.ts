import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { TAG_RULE, tagOf } from "../desk/tags.ts";
import { AppError } from "../errors.ts";
import type { DeskStore } from "../store/desk.ts";
import type { TagStore } from "../store/tags.ts";
import type { DeskEnv } from "./deps.ts";
import { conversationId } from "./fields.ts";
import { needs } from "./guards.ts";
import { answers, refusal } from "./shapes.ts";
import { TagShape } from "./shapes-tags.ts";

export interface TagDeps {
  tags: TagStore;
  desk: Pick<DeskStore, "find">;
  /** A tag is shown in every list: what the guard would remove from a note is refused here. */
  redact(text: string): string;
  now(): number;
}

/** Words the team files conversations under. */
export function tagRoutes(app: OpenAPIHono<DeskEnv>, { tags, desk, redact, now }: TagDeps): void {
  app.openapi(list, async (c) => c.json({ tags: await tags.list() }, 200));

  async function change(c: Context<DeskEnv>, how: "add" | "remove", param: { id: string; tag: string }) {
    const { tag } = param;
    if (redact(tag) !== tag) {
      throw new AppError("input_invalid", "tag: holds what nobody should keep. Choose another word.");
    }
    const id = await desk.find(param.id);
    const by = c.get("agent");
    const after = id === undefined ? undefined : await tags[how]({ conversationId: id, tag, by, at: now() });
    if (id === undefined || after === undefined) {
      throw new AppError("not_found", "There is no conversation with this id or reference.");
    }
    return { id, tags: after };
  }
  app.openapi(add, async (c) => c.json(await change(c, "add", c.req.valid("param")), 200));
  app.openapi(remove, async (c) => c.json(await change(c, "remove", c.req.valid("param")), 200));
}

/** A tag in an address, as it is kept. */
export const tag = z
  .string()
  .max(200, { error: TAG_RULE })
  .transform((written, context) => {
    const kept = tagOf(written);
    if (kept === undefined) context.addIssue({ code: "custom", message: TAG_RULE });
    return kept ?? "";
  })
  .openapi({ type: "string", description: "Kept in lower case", example: "refund" });

const list = createRoute({
  method: "get",
  path: "/api/desk/tags",
  tags: ["tags"],
  summary: "The tags in use, most used first",
  ...needs("tags.read"),
  responses: {
    200: answers("The tags", z.object({ tags: z.array(TagShape) })),
    401: refusal("Not signed in"),
  },
});

const one = {
  path: "/api/desk/conversations/{id}/tags/{tag}" as const,
  tags: ["tags"],
  ...needs("conversations.tag"),
  request: { params: conversationId.extend({ tag }) },
};
const responses = {
  200: answers("What it carries now", z.object({ id: z.string(), tags: z.array(z.string()) })),
  401: refusal("Not signed in"),
  403: refusal("Not your role"),
  404: refusal("No such conversation"),
};

const add = createRoute({
  ...one,
  method: "put",
  summary: "Put a tag on a conversation; again changes nothing",
  responses: { ...responses, 409: refusal("It carries as many as it can") },
});

const remove = createRoute({
  ...one,
  method: "delete",
  summary: "Take a tag off a conversation; again changes nothing",
  responses,
});
