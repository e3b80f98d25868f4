import type { ChannelPorts } from "../../src/channel/contract.ts";
import type { RawRequest } from "../../src/channel/http.ts";
import { AppError } from "../../src/errors.ts";
import type { addressLimit } from "./limit.ts";
import type { WebSettings } from "./settings.ts";
import type { StreamHub } from "./streams.ts";
import { readVisitor, type Visitor } from "./visitor.ts";

/** What the routes need to answer; `running` answers undefined before the start and after the stop. */
export interface RouteContext {
  settings: WebSettings;
  running(): { ports: ChannelPorts; key: Uint8Array } | undefined;
  sessions: ReturnType<typeof addressLimit>;
  /** How often one address, and one visitor, may upload. */
  uploads: { address: ReturnType<typeof addressLimit>; visitor: ReturnType<typeof addressLimit> };
  streams: StreamHub;
  now(): number;
  warn(fields: Record<string, unknown>, message: string): void;
  /** Counts a batch that is being taken in, so that a stop can wait for it. */
  taking<T>(batch: Promise<T>): Promise<T>;
}

/** What runs between the start and the stop. @throws AppError stopping */
export function started(context: RouteContext): { ports: ChannelPorts; key: Uint8Array } {
  const running = context.running();
  if (running === undefined) {
    throw new AppError("stopping", "We are restarting. Send it again in a moment.", { retryable: true });
  }
  return running;
}

/** Who asks. @throws AppError unauthorized */
export function visitorOf(context: RouteContext, token: string | undefined): Visitor {
  const { key } = started(context);
  const visitor = token === undefined ? undefined : readVisitor(token, key, context.now());
  if (visitor === undefined) {
    throw new AppError("unauthorized", "No valid session token. Open a session with POST /api/web/sessions.");
  }
  return visitor;
}

export function bearer(request: RawRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

/** Nothing is acknowledged that is not on disk: a store that failed is 503, and the same clientId may be sent again. */
export async function storing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new AppError("store_failed", "It could not be stored. Send it again, with the same clientId.", {
      cause: error,
      retryable: true,
    });
  }
}
