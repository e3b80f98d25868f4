import { z } from "@hono/zod-openapi";

const time = z.number().int().openapi({ description: "Epoch milliseconds" });

const IdentityShape = z
  .object({
    account: z.string(),
    customerId: z.string(),
    name: z.string().optional(),
    verified: z.boolean().openapi({ description: "The tenant's own backend vouched for who this is" }),
    firstAt: time,
    lastAt: time,
    contactId: z.string(),
  })
  .openapi("Identity");

export const MergeShape = z
  .object({ other: z.string(), survivor: z.string(), at: time, byId: z.string().optional() })
  .openapi("Merge");

export const ContactRowShape = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    verified: z.boolean(),
    identities: z.array(IdentityShape),
  })
  .openapi("ContactRow");

export const ContactShape = z
  .object({
    id: z.string(),
    createdAt: time,
    name: z.string().optional(),
    verified: z.boolean(),
    identities: z.array(IdentityShape),
    conversations: z.array(
      z.object({
        id: z.string(),
        reference: z.string(),
        account: z.string(),
        status: z.enum(["open", "snoozed", "resolved"]),
        openedAt: time,
        lastAt: time,
        lastText: z.string(),
      }),
    ),
    merges: z.array(MergeShape).openapi({ description: "What unmerge may take back, newest first" }),
  })
  .openapi("Contact");

export const ErasureShape = z
  .object({
    contact: z.string(),
    conversations: z.number().int(),
    messages: z.number().int(),
    rooms: z
      .array(z.object({ room: z.string(), thread: z.string() }))
      .openapi({ description: "Threads of staff rooms that still show it: delete them there" }),
    accounts: z
      .array(z.string())
      .openapi({ description: "Where the customer's own chat with us still shows it" }),
  })
  .openapi("Erasure");
