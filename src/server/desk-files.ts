import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { fileHeaders } from "../channel/served-file.ts";
import type { DeskFiles } from "../desk/files.ts";
import type { Dispatch } from "../dispatch/dispatch.ts";
import { AppError } from "../errors.ts";
import { bound, name as oneLine } from "../guard/bound.ts";
import type { DeskStore } from "../store/desk.ts";
import type { DeskEnv } from "./deps.ts";
import { given } from "./fields.ts";
import { needs } from "./guards.ts";
import { UPLOADS } from "./input.ts";
import { answers, FileShape, refusal } from "./shapes.ts";

/** Whoever looks at a picture waits for its platform. */
const FETCH_MS = 25_000;

const Upload = z.object({
  conversation: z
    .string({ error: given("send the conversation's id") })
    .min(1)
    .max(64, { error: "is no id and no reference" }),
  file: z
    .instanceof(File, { error: "send a file" })
    .openapi({ type: "string", format: "binary", description: "20 MB at most" }),
});

const upload = createRoute({
  method: "post",
  path: UPLOADS,
  tags: ["desk"],
  summary: "Upload a file, to be sent with a reply of this conversation",
  description: "What no reply carries within a day is forgotten.",
  ...needs("files.add"),
  request: { body: { required: true, content: { "multipart/form-data": { schema: Upload } } } },
  responses: {
    200: answers("Its id, for `files` of a reply", z.object({ file: FileShape })),
    401: refusal("Not signed in"),
    404: refusal("No such conversation"),
    413: refusal("More than 20 MB"),
  },
});

const PLACE = "send the place of the file in the message, from 0";

const show = createRoute({
  method: "get",
  path: "/api/desk/messages/{id}/files/{place}",
  tags: ["desk"],
  summary: "A file of a message, from whichever platform has it",
  description: "Pictures come as what they are; all else as a download that no browser opens by itself.",
  ...needs("files.read"),
  request: {
    params: z.object({
      id: z.string().min(1).max(64, { error: "is no id of a message" }),
      place: z.coerce.number({ error: PLACE }).int({ error: PLACE }).min(0, { error: PLACE }),
    }),
  },
  responses: {
    200: { description: "The file", content: { "application/octet-stream": { schema: z.string() } } },
    401: refusal("Not signed in"),
    404: refusal("No such file, or it is gone"),
  },
});

/** Files that agents send, and a look at those of customers. */
export function fileRoutes(
  app: OpenAPIHono<DeskEnv>,
  deps: {
    desk: Pick<DeskStore, "find" | "show" | "conversationOf">;
    files: DeskFiles;
    dispatch: Pick<Dispatch, "file">;
    redact(text: string): string;
  },
): void {
  const { desk, files, dispatch } = deps;
  app.openapi(upload, async (c) => {
    const { conversation, file } = c.req.valid("form");
    const conversationId = await desk.find(conversation);
    if (conversationId === undefined) {
      throw new AppError("not_found", "There is no conversation with this id or reference.");
    }
    c.set("target", conversationId);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const named = oneLine(deps.redact(bound(file.name, 200))) || "file";
    const {
      id,
      name,
      kind,
      mime,
      bytes: size,
    } = await files.add({
      conversationId,
      agentId: c.get("agent").id,
      name: named,
      bytes,
    });
    return c.json({ file: { id, name, kind, mime, bytes: size } }, 200);
  });
  app.openapi(show, async (c) => {
    const { id, place } = c.req.valid("param");
    const conversation = await desk.conversationOf(id);
    const shown = conversation && (await desk.show(conversation.id));
    const file = shown?.messages.find((message) => message.id === id)?.files[place];
    if (conversation === undefined || file === undefined) {
      throw new AppError("not_found", "This message has no such file.");
    }
    const whose = { account: conversation.account, ...file };
    const found = await dispatch.file(whose, AbortSignal.timeout(FETCH_MS));
    return new Response(Uint8Array.from(found.bytes), { headers: fileHeaders(found) });
  });
}
