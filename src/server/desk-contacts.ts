import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { eraser } from "../desk/erasure.ts";
import { AppError } from "../errors.ts";
import type { DeskEnv, ServerDeps } from "./deps.ts";
import { needs } from "./guards.ts";
import { answers, refusal, takes } from "./shapes.ts";
import { ContactRowShape, ContactShape, ErasureShape, MergeShape } from "./shapes-contacts.ts";

/** Not `id`: what is asked for may be a platform's id of somebody, and the audit log keeps only ids of ours. */
const contact = z.object({
  contact: z.string().min(1).max(64, { error: "is no id" }).openapi({
    description: "The contact's id, or the id or reference (K-XXXXXX) of one of their conversations",
  }),
});
const LIMIT = "send a whole number from 1 to 100";
const refusals = {
  401: refusal("Not signed in"),
  403: refusal("Not your role"),
  404: refusal("No such contact"),
};

const list = createRoute({
  method: "get",
  path: "/api/desk/contacts",
  tags: ["desk"],
  summary: "Contacts by a part of a name or the beginning of a platform's id, heard last first",
  ...needs("contacts.list"),
  request: {
    query: z.object({
      query: z.string().max(200, { error: "is longer than 200 characters" }).default(""),
      limit: z.coerce
        .number({ error: LIMIT })
        .int({ error: LIMIT })
        .min(1, { error: LIMIT })
        .max(100, { error: LIMIT })
        .default(20),
    }),
  },
  responses: {
    200: answers("The contacts", z.object({ contacts: z.array(ContactRowShape) })),
    401: refusal("Not signed in"),
  },
});

const show = createRoute({
  method: "get",
  path: "/api/desk/contacts/{contact}",
  tags: ["desk"],
  summary: "A contact: identities on each channel, verified or not, and all conversations",
  ...needs("contacts.read"),
  request: { params: contact },
  responses: { 200: answers("The contact", z.object({ contact: ContactShape })), ...refusals },
});

const merge = createRoute({
  method: "post",
  path: "/api/desk/contacts/{contact}/merge",
  tags: ["desk"],
  summary:
    "Show another contact as part of this one; nothing a customer sees changes, and unmerge takes it back",
  ...needs("contacts.merge"),
  request: {
    params: contact,
    body: takes(z.strictObject({ other: z.string({ error: "send the id of a contact" }).min(1).max(64) })),
  },
  responses: {
    200: answers("The contact that stays", z.object({ contact: ContactShape, merge: MergeShape })),
    ...refusals,
    409: refusal("They are one already"),
  },
});

const unmerge = createRoute({
  method: "post",
  path: "/api/desk/contacts/{contact}/unmerge",
  tags: ["desk"],
  summary: "Take back the newest merge into this contact, or the one of `other`",
  ...needs("contacts.merge"),
  request: {
    params: contact,
    body: takes(z.strictObject({ other: z.string().min(1).max(64).optional() })),
  },
  responses: {
    200: answers("The contact as it was", z.object({ contact: ContactShape, merge: MergeShape })),
    ...refusals,
  },
});

const exportAll = createRoute({
  method: "get",
  path: "/api/desk/contacts/{contact}/export",
  tags: ["desk"],
  summary: "Everything that is held of a person",
  ...needs("contacts.export"),
  request: { params: contact },
  responses: { 200: answers("The record", z.object({ record: z.looseObject({}) })), ...refusals },
});

const erase = createRoute({
  method: "delete",
  path: "/api/desk/contacts/{contact}",
  tags: ["desk"],
  summary: "Erase a person: texts, names, files, ids. What reports count stays, without the person",
  description:
    "Runs to its end before it answers; the file is made anew, which holds up everything for about 5 ms a megabyte. " +
    "`rooms` and `accounts` name the copies only people can reach.",
  ...needs("contacts.erase"),
  request: { params: contact },
  responses: { 200: answers("What was erased", z.object({ erased: ErasureShape })), ...refusals },
});

/** Contacts: who wrote, which are one person, and what is held of them. */
export function contactRoutes(app: OpenAPIHono<DeskEnv>, deps: ServerDeps): void {
  const { contacts, inbound } = deps.store;
  const erasing = eraser({ contacts, inbound, channels: deps.channels, files: deps.files, log: deps.log });
  const found = async (c: Context<DeskEnv>, asked: string): Promise<string> => {
    const id = await contacts.find(asked);
    if (id === undefined) throw noContact();
    c.set("target", id);
    return id;
  };
  const shown = async (id: string) => {
    const one = await contacts.show(id);
    if (one === undefined) throw noContact();
    return one;
  };

  app.openapi(list, async (c) => {
    const { query, limit } = c.req.valid("query");
    return c.json({ contacts: await contacts.search(query, limit) }, 200);
  });
  app.openapi(show, async (c) => {
    const id = await found(c, c.req.valid("param").contact);
    return c.json({ contact: await shown(id) }, 200);
  });
  app.openapi(merge, async (c) => {
    const id = await found(c, c.req.valid("param").contact);
    const other = await contacts.find(c.req.valid("json").other);
    if (other === undefined) throw noContact();
    const merged = await contacts.merge(id, other, c.get("agent").id, deps.now());
    return c.json({ contact: await shown(merged.survivor), merge: merged }, 200);
  });
  app.openapi(unmerge, async (c) => {
    const id = await found(c, c.req.valid("param").contact);
    const undone = await contacts.unmerge(id, c.req.valid("json").other);
    return c.json({ contact: await shown(id), merge: undone }, 200);
  });
  app.openapi(exportAll, async (c) => {
    const id = await found(c, c.req.valid("param").contact);
    const record = await contacts.record(id);
    if (record === undefined) throw noContact();
    return c.json({ record }, 200);
  });
  app.openapi(erase, async (c) => {
    const id = await found(c, c.req.valid("param").contact);
    return c.json({ erased: await erasing.contact(id, deps.now()) }, 200);
  });
}

function noContact(): AppError {
  return new AppError(
    "not_found",
    "There is no such contact. Give its id, or the id or reference of one of its conversations.",
  );
}
