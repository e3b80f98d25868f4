import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Accounts } from "../desk/accounts.ts";
import type { DeskAction } from "../desk/roles.ts";
import { AppError } from "../errors.ts";
import type { AuditStore } from "../store/access.ts";
import type { DeskEnv } from "./deps.ts";
import { email, password, personName } from "./fields.ts";
import { needs } from "./guards.ts";
import {
  AgentShape,
  AuditShape,
  answers,
  InvitationShape,
  RoleShape,
  refusal,
  SessionShape,
  takes,
} from "./shapes.ts";

const id = z.object({ id: z.string().min(1).max(64, { error: "is no id" }) });
const refusals = {
  401: refusal("Not signed in"),
  403: refusal("Not your role, or the second step is missing"),
};
const agentAnswer = answers("The agent", z.object({ agent: AgentShape }));
const issued = answers(
  "The agent; a made-up password or a key is told this once",
  z.object({ agent: AgentShape, password: z.string().optional(), key: z.string().optional() }),
);
const nothing = answers("Done", z.object({}));
const flag = z.boolean({ error: "send true or false" }).optional();

function onAgent<A extends DeskAction, P extends string>(verb: P, action: A, summary: string) {
  return {
    method: "post" as const,
    path: `/api/desk/agents/{id}/${verb}` as const,
    tags: ["people"],
    summary,
    ...needs(action),
    request: { params: id },
    responses: { 200: agentAnswer, 404: refusal("No such agent"), 409: refusal("Not yourself"), ...refusals },
  };
}

const add = createRoute({
  method: "post",
  path: "/api/desk/agents",
  tags: ["people"],
  summary: "Add an agent, with a password or with a key for a program",
  ...needs("people.add"),
  request: {
    body: takes(
      z.strictObject({
        email,
        name: personName,
        role: RoleShape.default("agent"),
        password: password.optional(),
        key: flag,
      }),
    ),
  },
  responses: { 200: issued, 409: refusal("The address is taken"), ...refusals },
});
const role = createRoute({
  ...onAgent("role", "people.role", "Give an agent another role"),
  request: { params: id, body: takes(z.strictObject({ role: RoleShape })) },
});
const disable = createRoute(onAgent("disable", "people.disable", "Shut an agent out; sessions and keys end"));
const enable = createRoute(onAgent("enable", "people.enable", "Let an agent in again"));
const reset = createRoute({
  ...onAgent("reset", "people.reset", "A new password, or with totp an end to the second step; sessions end"),
  request: { params: id, body: takes(z.strictObject({ password: password.optional(), totp: flag })) },
  responses: { 200: issued, 404: refusal("No such agent"), 409: refusal("Not yourself"), ...refusals },
});
const sessions = createRoute({
  method: "get",
  path: "/api/desk/agents/{id}/sessions",
  tags: ["people"],
  summary: "Where an agent is signed in",
  ...needs("people.sessions"),
  request: { params: id },
  responses: { 200: answers("Sessions", z.object({ sessions: z.array(SessionShape) })), ...refusals },
});
const endSessions = createRoute({
  method: "delete",
  path: "/api/desk/agents/{id}/sessions",
  tags: ["people"],
  summary: "Sign an agent out everywhere",
  ...needs("people.sessions.end"),
  request: { params: id },
  responses: { 200: answers("How many ended", z.object({ ended: z.number().int() })), ...refusals },
});
const invite = createRoute({
  method: "post",
  path: "/api/desk/invitations",
  tags: ["people"],
  summary: "Invite somebody; the code is told this once and counts for 72 hours",
  ...needs("invitations.add"),
  request: { body: takes(z.strictObject({ email, role: RoleShape.default("agent") })) },
  responses: {
    200: answers(
      "Hand code or link on; it opens the door once",
      z.object({ invitation: InvitationShape, code: z.string(), link: z.string() }),
    ),
    409: refusal("An agent has the address"),
    ...refusals,
  },
});
const invitations = createRoute({
  method: "get",
  path: "/api/desk/invitations",
  tags: ["people"],
  summary: "Who was invited",
  ...needs("invitations.read"),
  responses: {
    200: answers("Newest first", z.object({ invitations: z.array(InvitationShape) })),
    ...refusals,
  },
});
const revoke = createRoute({
  method: "delete",
  path: "/api/desk/invitations/{id}",
  tags: ["people"],
  summary: "Take an invitation back",
  ...needs("invitations.revoke"),
  request: { params: id },
  responses: { 200: nothing, 404: refusal("No open invitation"), ...refusals },
});
const audit = createRoute({
  method: "get",
  path: "/api/desk/audit",
  tags: ["people"],
  summary: "Who did and read what, newest first",
  ...needs("audit.read"),
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      before: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .openapi({ description: "The id the page before ended with" }),
      agentId: z.string().max(64).optional(),
      action: z.string().max(64).optional(),
      target: z.string().max(64).optional(),
    }),
  },
  responses: {
    200: answers(
      "Entries; next is the `before` of the next page",
      z.object({ entries: z.array(AuditShape), next: z.number().int().optional() }),
    ),
    ...refusals,
  },
});

/** What admins do to the desk's people, and what supervisors may look up. */
export function peopleRoutes(
  app: OpenAPIHono<DeskEnv>,
  deps: { accounts: Accounts; audit: AuditStore; publicUrl?: string | undefined },
): void {
  const { accounts } = deps;
  /** Whoever shuts themselves out needs the operator to get in again. */
  const other = (c: Context<DeskEnv>, agentId: string): string => {
    if (agentId !== c.get("agent").id) return agentId;
    throw new AppError("conflict", "Not to yourself: ask another admin, or the operator.");
  };
  app.openapi(add, async (c) => {
    const made = await accounts.add(c.req.valid("json"));
    c.set("target", made.agent.id);
    return c.json(made, 200);
  });
  app.openapi(role, async (c) => {
    const agent = await accounts.setRole(other(c, c.req.valid("param").id), c.req.valid("json").role);
    return c.json({ agent }, 200);
  });
  app.openapi(disable, async (c) =>
    c.json({ agent: await accounts.setDisabled(other(c, c.req.valid("param").id), true) }, 200),
  );
  app.openapi(enable, async (c) =>
    c.json({ agent: await accounts.setDisabled(other(c, c.req.valid("param").id), false) }, 200),
  );
  app.openapi(reset, async (c) =>
    c.json(await accounts.reset(other(c, c.req.valid("param").id), c.req.valid("json")), 200),
  );
  app.openapi(sessions, async (c) =>
    c.json({ sessions: await accounts.sessions(c.req.valid("param").id) }, 200),
  );
  app.openapi(endSessions, async (c) =>
    c.json({ ended: await accounts.endSessions(c.req.valid("param").id) }, 200),
  );
  app.openapi(invite, async (c) => {
    const made = await accounts.invite({ ...c.req.valid("json"), byId: c.get("agent").id });
    c.set("target", made.invitation.id);
    // After the # nothing reaches a server's log or a referrer.
    return c.json({ ...made, link: `${deps.publicUrl ?? ""}/inbox/invitation#${made.code}` }, 200);
  });
  app.openapi(invitations, async (c) => c.json({ invitations: await accounts.invitations() }, 200));
  app.openapi(revoke, async (c) => {
    await accounts.revokeInvitation(c.req.valid("param").id);
    return c.json({}, 200);
  });
  app.openapi(audit, async (c) => {
    const query = c.req.valid("query");
    const entries = await deps.audit.list(query);
    const last = entries.length === query.limit ? entries.at(-1) : undefined;
    return c.json({ entries, ...(last === undefined ? {} : { next: last.id }) }, 200);
  });
}
