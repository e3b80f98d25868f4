import type { OpenAPIHono } from "@hono/zod-openapi";
import type { DeskEnv } from "./deps.ts";
import { sessionCookie } from "./guards.ts";
import { ErrorShape } from "./shapes.ts";
import { describeWebApi } from "./web-api.ts";

/** The document of all of the API. Call it when every route is there. */
export function openApiDocument(
  app: OpenAPIHono<DeskEnv>,
  about: { version: string; publicUrl?: string | undefined },
): Record<string, unknown> {
  const registry = app.openAPIRegistry;
  describeWebApi(app);
  registry.register("Error", ErrorShape);
  registry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
  const { name } = sessionCookie(about.publicUrl);
  registry.registerComponent("securitySchemes", "session", { type: "apiKey", in: "cookie", name });
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "kefu",
      version: about.version,
      description: "Customer service: the customers' web channel and the agents' desk.",
      license: { name: "MIT" },
    },
    ...(about.publicUrl === undefined ? {} : { servers: [{ url: about.publicUrl }] }),
    security: [{ key: [] }, { session: [] }],
  });
  const paths = structuredClone(document.paths ?? {});
  for (const operations of Object.values(paths)) {
    for (const operation of Object.values(operations)) describeRefusals(operation);
  }
  return { ...document, paths };
}

/** Refusals look the same everywhere, and any call may meet one nobody listed. */
function describeRefusals(operation: unknown): void {
  if (!isRecord(operation) || !isRecord(operation.responses)) return;
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Error" } } };
  operation.responses.default = { description: "Refused" };
  for (const [status, response] of Object.entries(operation.responses)) {
    if (isRecord(response) && !/^[123]/.test(status)) response.content ??= content;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
