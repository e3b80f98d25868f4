import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Accounts } from "../desk/accounts.ts";
import { AppError } from "../errors.ts";
import { errorAnswers, refuse } from "./answers.ts";
import { deskRoutes, openStreams, served } from "./app.ts";
import type { DeskEnv, Served, ServerDeps } from "./deps.ts";
import { email, password, personName } from "./fields.ts";
import { isAtWork } from "./guards.ts";
import { boundedBody, jsonOnly, sayFault } from "./input.ts";
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
  peopleRoutes(app, deps.accounts);
  app.post("/local/backup", async (c) => {
    const { file } = read(Backup, await c.req.text());
    await deps.store.backup(file);
    return c.json({ file });
  });
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

const NewPerson = z.strictObject({
  email,
  name: personName,
  role: z.enum(["admin", "agent"], { error: "send admin or agent" }).optional(),
  key: z.boolean({ error: "send true or false" }).optional(),
  password: password.optional(),
});

const Backup = z.strictObject({ file: z.string().startsWith("/", { error: "send an absolute path" }) });

const Reset = z.strictObject({ password: password.optional(), key: z.boolean().optional() });

/**
 * POST /local/agents adds: with `key` it answers a program key, else, unless a password was given, a made-up password;
 * either is told this once. …/reset ends all sessions and keys and answers likewise.
 */
function peopleRoutes(app: OpenAPIHono<DeskEnv>, accounts: Accounts): void {
  app.get("/local/agents", async (c) => c.json({ agents: await accounts.agents() }));
  app.post("/local/agents", async (c) => c.json(await accounts.add(read(NewPerson, await c.req.text()))));
  app.post("/local/agents/:email/disable", async (c) =>
    c.json({ agent: await accounts.setDisabled(c.req.param("email"), true) }),
  );
  app.post("/local/agents/:email/enable", async (c) =>
    c.json({ agent: await accounts.setDisabled(c.req.param("email"), false) }),
  );
  app.post("/local/agents/:email/reset", async (c) =>
    c.json(await accounts.reset(c.req.param("email"), read(Reset, await c.req.text()))),
  );
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
