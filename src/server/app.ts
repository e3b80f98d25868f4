import { OpenAPIHono } from "@hono/zod-openapi";
import { DEFAULT_LADDER } from "../desk/alert-ladder.ts";
import { deskAlerts } from "../desk/alerts.ts";
import { deskCommands } from "../desk/commands.ts";
import { reasonOf } from "../errors.ts";
import { errorAnswers, refuse } from "./answers.ts";
import { audited } from "./audit.ts";
import { channelRoutes } from "./channels.ts";
import type { DeskEnv, Every, Served, ServerDeps } from "./deps.ts";
import { actRoutes } from "./desk-acts.ts";
import { alertRoutes } from "./desk-alerts.ts";
import { availabilityRoutes, seenAtDesk } from "./desk-availability.ts";
import { cannedRoutes } from "./desk-canned.ts";
import { contactRoutes } from "./desk-contacts.ts";
import { entryRoutes } from "./desk-entries.ts";
import { fileRoutes } from "./desk-files.ts";
import { linkRoutes } from "./desk-links.ts";
import { ownRoutes } from "./desk-own.ts";
import { peopleRoutes } from "./desk-people.ts";
import { presenceRoutes } from "./desk-presence.ts";
import { readRoutes } from "./desk-reads.ts";
import { reportRoutes } from "./desk-reports.ts";
import { searchRoutes } from "./desk-search.ts";
import { signInRoutes, signOutRoute } from "./desk-session.ts";
import { tagRoutes } from "./desk-tags.ts";
import { webhookRoutes } from "./desk-webhooks.ts";
import { safeHeaders, sameOrigin, sessionCookie, signedIn } from "./guards.ts";
import { boundedBody, jsonOnly, sayFault } from "./input.ts";
import { metrics } from "./metrics.ts";
import { openApiDocument } from "./openapi.ts";
import { pages } from "./pages.ts";
import { readiness } from "./readiness.ts";
import { type Streams, streamKeeper } from "./streams.ts";

/** The whole HTTP side: health, the channels' routes, the desk's API and the pages. Opens no port. */
export function createApp(deps: ServerDeps): Served {
  const { log, accounts, publicUrl } = deps;
  const app = new OpenAPIHono<DeskEnv>({ defaultHook: sayFault });
  const streams = openStreams(deps);
  app.onError(errorAnswers(log));
  app.notFound((c) => refuse(c, 404, { code: "not_found", message: "There is nothing at this address." }));
  app.use(safeHeaders);
  app.use(boundedBody);
  operationRoutes(app, deps);
  app.use(channelRoutes({ ...deps, streams }));
  // From here on, the order is the law: the guard stands before every route of the desk but the doors.
  app.use("/api/*", uncached);
  app.use("/api/desk/*", sameOrigin(publicUrl), jsonOnly, audited({ ...deps, audit: deps.store.audit }));
  signInRoutes(app, deps);
  app.use("/api/desk/*", signedIn(accounts, sessionCookie(publicUrl).name));
  app.use("/api/desk/*", seenAtDesk(deps.availability));
  signOutRoute(app, deps);
  ownRoutes(app, deps);
  linkRoutes(app, { rooms: deps.store.rooms, now: deps.now });
  deskRoutes(app, deps, streams);
  fileRoutes(app, { ...deps, desk: deps.store.desk });
  entryRoutes(app, deps);
  cannedRoutes(app, { ...deps, canned: deps.store.canned });
  contactRoutes(app, deps);
  reportRoutes(app, { ...deps, insight: deps.store.insight });
  presenceRoutes(app, { ...deps, desk: deps.store.desk });
  availabilityRoutes(app, deps.availability);
  peopleRoutes(app, { ...deps, audit: deps.store.audit });
  const document = openApiDocument(app, deps);
  app.get("/api/openapi.json", (c) => c.json(document));
  const built = pages(deps.pagesFolder, deps.tenantName);
  if (built.count === 0) log.warn({ folder: deps.pagesFolder }, "the pages are not built: run npm run build");
  app.use(built.handle);
  return served(app, streams);
}

/** The desk's routes, whoever the guard before them lets in. */
export function deskRoutes(app: OpenAPIHono<DeskEnv>, deps: ServerDeps, streams: Streams): void {
  searchRoutes(app, { search: deps.store.search, knowledge: deps.knowledge });
  readRoutes(app, { ...deps, streams, every: deps.every ?? everyInterval });
  actRoutes(app, deskCommands({ ...deps, desk: deps.store.desk }), {
    desk: deps.store.desk,
    files: deps.files,
  });
  tagRoutes(app, { ...deps, tags: deps.store.tags, desk: deps.store.desk });
  const { ladder = DEFAULT_LADDER, now } = deps;
  webhookRoutes(app, { webhooks: deps.store.webhooks, now, wake: deps.wakeWebhooks });
  alertRoutes(app, deskAlerts({ alerts: deps.store.alerts, ladder, now }));
}

export function openStreams(deps: ServerDeps): Streams {
  return streamKeeper((error) => deps.log.warn({ reason: reasonOf(error) }, "a stream ended with an error"));
}

export function served(app: OpenAPIHono<DeskEnv>, streams: Streams): Served {
  return {
    request: async (path, init, peer) => app.request(path, init, peer ?? {}),
    fetch: async (request, peer) => app.fetch(request, peer ?? {}),
    endStreams: streams.endAll,
  };
}

/** What an operator's tools ask. */
function operationRoutes(app: OpenAPIHono<DeskEnv>, deps: ServerDeps): void {
  const ready = readiness(deps);
  const figures = metrics({ ...deps, desk: deps.store.desk });
  app.use("/healthz", uncached);
  app.use("/readyz", uncached);
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const state = await ready();
    return c.json(state, state.status === "unavailable" ? 503 : 200);
  });
  app.get("/metrics", async (c) =>
    c.body(await figures.text(), 200, { "content-type": figures.contentType }),
  );
}

const uncached: Parameters<OpenAPIHono<DeskEnv>["use"]>[1] = async (c, next) => {
  await next();
  if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
};

const everyInterval: Every = (ms, tick) => {
  const timer = setInterval(tick, ms);
  return () => clearInterval(timer);
};
