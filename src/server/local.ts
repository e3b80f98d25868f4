import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Accounts } from "../desk/accounts.ts";
import { links } from "../desk/links.ts";
import { ROLES } from "../desk/roles.ts";
import { AppError } from "../errors.ts";
import { errorAnswers, refuse } from "./answers.ts";
import { deskRoutes, openStreams, served } from "./app.ts";
import { audited, named } from "./audit.ts";
import type { DeskEnv, Served, ServerDeps } from "./deps.ts";
import { localReportRoutes, ReportQuery } from "./desk-reports.ts";
import { email, password, personName } from "./fields.ts";
import { isAtWork } from "./guards.ts";
import { boundedBody, jsonOnly, sayFault } from "./input.ts";
import { localContacts } from "./local-contacts.ts";
import { readiness } from "./readiness.ts";

/**
 * What the command line calls, in process or over the socket that only the operator's user may open: whoever gets here
 * is the operator. The desk's routes act for the agent named in `x-kefu-as`; `/local` manages the people themselves.
 * Every answer is JSON.
 */
export function createLocalApp(deps: ServerDeps): Served {
  const app = new OpenAPIHono<DeskEnv>({ defaultHook: sayFault });
  const streams = openStreams(deps);
  app.onError(errorAnswers(deps.log));
  app.notFound((c) => refuse(c, 404, { code: "not_found", message: "There is nothing at this address." }));
  app.use(boundedBody, jsonOnly);
  app.use(audited({ ...deps, audit: deps.store.audit }), async (c, next) => {
    c.set("via", "operator");
    return next();
  });
  operatorRoutes(app, deps);
  linkRoutes(app, deps);
  localContacts(app, deps);
  app.post("/local/backup", named("backup"), async (c) => {
    const { file } = read(Backup, await c.req.text());
    await deps.store.backup(file);
    return c.json({ file });
  });
  localReportRoutes(app, { ...deps, insight: deps.store.insight }, (query) =>
    read(ReportQuery.strict(), JSON.stringify(query)),
  );
  const ready = readiness(deps);
  app.get("/local/health", async (c) => c.json({ version: deps.version, ...(await ready()) }));
  app.use("/api/desk/*", actingAs(deps.accounts));
  deskRoutes(app, deps, streams);
  return served(app, streams);
}

function actingAs(accounts: Accounts): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    const address = c.req.header("x-kefu-as");
    if (address === undefined) {
      throw new AppError("unauthorized", "Say who acts: --as EMAIL. See who there is: kefu agents list");
    }
    const agent = await accounts.byEmail(address);
    if (!isAtWork(agent)) {
      const what = agent === undefined ? "No agent has the address" : "Disabled is the agent";
      throw new AppError("unauthorized", `${what} ${address}. See who there is: kefu agents list`);
    }
    c.set("agent", agent);
    c.set("stillIn", async () => isAtWork(await accounts.byEmail(address)));
    return next();
  };
}

const Role = z.enum(ROLES, { error: `send one of ${ROLES.join(", ")}` });

const NewPerson = z.strictObject({
  email,
  name: personName,
  role: Role.optional(),
  key: z.boolean({ error: "send true or false" }).optional(),
  password: password.optional(),
});

const Backup = z.strictObject({ file: z.string().startsWith("/", { error: "send an absolute path" }) });

const Reset = z.strictObject({
  password: password.optional(),
  key: z.boolean().optional(),
  totp: z.boolean().optional(),
});

const Invite = z.strictObject({ email, role: Role.default("agent") });

const AuditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.coerce.number().int().min(1).optional(),
  actor: z.string().optional(),
});

/**
 * POST /local/agents adds: with `key` it answers a program key, else, unless a password was given, a made-up password;
 * either is told this once. …/reset ends all sessions and keys and answers likewise; with `totp` it ends the second step.
 */
function operatorRoutes(app: OpenAPIHono<DeskEnv>, { accounts, store, publicUrl }: ServerDeps): void {
  app.get("/local/agents", async (c) => c.json({ agents: await accounts.agents() }));
  app.post("/local/agents", named("people.add"), async (c) => {
    const made = await accounts.add(read(NewPerson, await c.req.text()));
    c.set("target", made.agent.id);
    return c.json(made);
  });
  for (const act of ["disable", "enable"] as const) {
    app.post(`/local/agents/:email/${act}`, named(`people.${act}`), async (c) => {
      const agent = await accounts.setDisabled(c.req.param("email") ?? "", act === "disable");
      c.set("target", agent.id);
      return c.json({ agent });
    });
  }
  app.post("/local/agents/:email/reset", named("people.reset"), async (c) => {
    const done = await accounts.reset(c.req.param("email"), read(Reset, await c.req.text()));
    c.set("target", done.agent.id);
    return c.json(done);
  });
  app.post("/local/agents/:email/role", named("people.role"), async (c) => {
    const { role } = read(z.strictObject({ role: Role }), await c.req.text());
    const agent = await accounts.setRole(c.req.param("email"), role);
    c.set("target", agent.id);
    return c.json({ agent });
  });
  app.post("/local/invitations", named("invitations.add"), async (c) => {
    const made = await accounts.invite(read(Invite, await c.req.text()));
    c.set("target", made.invitation.id);
    return c.json({ ...made, link: `${publicUrl ?? ""}/inbox/invitation#${made.code}` });
  });
  app.get("/local/audit", async (c) => {
    const { actor, ...page } = read(AuditQuery, JSON.stringify(c.req.query()));
    const agents = await accounts.agents();
    const agentId =
      actor === undefined ? undefined : (agents.find(({ email }) => email === actor)?.id ?? "nobody");
    const who = new Map(agents.map(({ id, email }) => [id, email]));
    const entries = await store.audit.list({ ...page, agentId });
    return c.json({
      entries: entries.map((entry) => ({ ...entry, email: who.get(entry.agentId ?? "") ?? "" })),
    });
  });
}

/** POST /local/agents/EMAIL/link answers a code for `/link` in a staff's room, told this once; …/unlink ends all bonds. */
function linkRoutes(app: OpenAPIHono<DeskEnv>, { accounts, store, now }: ServerDeps): void {
  const bonds = links({ rooms: store.rooms, now });
  const known = async (address: string) => {
    const agent = await accounts.byEmail(address);
    if (agent !== undefined) return agent;
    throw new AppError(
      "not_found",
      `No agent has the address ${address}. See who there is: kefu agents list`,
    );
  };
  app.post("/local/agents/:email/link", named("people.link"), async (c) => {
    const agent = await known(c.req.param("email"));
    c.set("target", agent.id);
    return c.json({ agent, ...(await bonds.make(agent)) });
  });
  app.post("/local/agents/:email/unlink", named("people.unlink"), async (c) => {
    const agent = await known(c.req.param("email"));
    c.set("target", agent.id);
    return c.json({ agent, ended: await bonds.end(agent.id) });
  });
}

/** A body as the given shape; none at all is an empty one. @throws AppError input_invalid */
function read<T>(shape: z.ZodType<T>, body: string): T {
  let value: unknown = {};
  try {
    if (body !== "") value = JSON.parse(body);
  } catch {
    throw new AppError("input_invalid", "The body is not JSON. Send a JSON object in UTF-8.");
  }
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  sayFault({ target: "json", success: false, error: result.error });
  throw new AppError("input_invalid", "The request is not valid.");
}
