import type { OpenAPIHono } from "@hono/zod-openapi";
import { eraser } from "../desk/erasure.ts";
import { AppError } from "../errors.ts";
import { named } from "./audit.ts";
import type { DeskEnv, ServerDeps } from "./deps.ts";

/**
 * What `kefu export` and `kefu erase` call. GET /local/contacts?query finds by a contact's id, a conversation's id or
 * reference, a part of a name, or the beginning of a platform's id.
 */
export function localContacts(app: OpenAPIHono<DeskEnv>, deps: ServerDeps): void {
  const { contacts, inbound } = deps.store;
  const erasing = eraser({ contacts, inbound, channels: deps.channels, files: deps.files, log: deps.log });

  app.get("/local/contacts", async (c) => {
    const query = c.req.query("query") ?? "";
    const id = await contacts.find(query);
    const exact = id === undefined ? undefined : await contacts.show(id);
    return c.json({ contacts: exact === undefined ? await contacts.search(query, 20) : [exact] });
  });
  // A run writes its own line in the audit log, as those of the timer do.
  app.get("/local/retention", async (c) => c.json({ lines: (await deps.retention?.plan()) ?? [] }));
  app.post("/local/retention", async (c) => c.json({ erased: (await deps.retention?.run()) ?? 0 }));
  app.get("/local/contacts/:contact/export", named("contacts.export"), async (c) => {
    const id = c.req.param("contact");
    const record = await contacts.record(id);
    if (record === undefined) throw new AppError("not_found", "There is no such contact.");
    c.set("target", id);
    return c.json({ record });
  });
  app.post("/local/contacts/:contact/erase", named("contacts.erase"), async (c) => {
    const erased = await erasing.contact(c.req.param("contact"), deps.now());
    c.set("target", erased.contact);
    return c.json({ erased });
  });
}
