import type { Capabilities, Channel, ChannelHealth, ChannelPorts } from "../../src/channel/contract.ts";
import { AppError } from "../../src/errors.ts";
import { diagnose } from "./diagnose.ts";
import { addressLimit, type RateLimit } from "./limit.ts";
import { webRoutes } from "./routes.ts";
import type { WebSettings } from "./settings.ts";
import { signingKey } from "./signing-key.ts";
import type { Every } from "./stream.ts";
import { streamHub } from "./streams.ts";

/** What the channel is given beside its settings. `every` and the limits have defaults: a real timer, 30 sessions a minute per address. */
export interface WebContext {
  log: { warn(fields: Record<string, unknown>, message: string): void };
  now(): number;
  /** Where the world reaches this server. */
  publicUrl?: string;
  every?: Every;
  sessionLimit?: RateLimit;
  uploadLimit?: { address: RateLimit; visitor: RateLimit };
}

/** A handful of screenshots at once; many customers of one company share an address. */
const UPLOAD_LIMIT = { address: { burst: 40, perMinute: 20 }, visitor: { burst: 10, perMinute: 6 } };

const CAPABILITIES: Capabilities = {
  // Our own page has no limit; this keeps one message readable and its stream event small.
  text: { limit: 16_000, unit: "codepoint", counts: "markup" },
  caption: 16_000,
  buttons: 20,
  buttonLabel: 200,
  files: 10,
  edits: true,
  deletes: true,
  typing: true,
  idempotent: true,
};

/** The website's and the app's channel. The customer's stream is read from the store, so a message is sent once it is stored. */
export function openWeb(settings: WebSettings, context: WebContext): Channel {
  const warn = context.log.warn.bind(context.log);
  const streams = streamHub(context.every ?? everyInterval, warn);
  const underway = new Set<Promise<unknown>>();
  let running: { ports: ChannelPorts; key: Uint8Array } | undefined;
  const { address, visitor } = context.uploadLimit ?? UPLOAD_LIMIT;
  let health: ChannelHealth = { state: "stopped" };

  return {
    account: "web",
    capabilities: CAPABILITIES,
    routes: webRoutes({
      settings,
      running: () => running,
      sessions: addressLimit(context.sessionLimit ?? { burst: 30, perMinute: 30 }, context.now),
      uploads: { address: addressLimit(address, context.now), visitor: addressLimit(visitor, context.now) },
      streams,
      now: context.now,
      warn,
      async taking(batch) {
        underway.add(batch);
        try {
          return await batch;
        } finally {
          underway.delete(batch);
        }
      },
    }),
    async start(ports) {
      health = { state: "starting" };
      running = { ports, key: await signingKey(ports.cursor) };
      health = { state: "up" };
    },
    // The row in the customer's stream is the delivery: it was there before we were called.
    async send(delivery) {
      return { outcome: "sent", ids: [delivery.idempotencyKey] };
    },
    // Once we say so, the change is in the stream.
    async alter({ alters }) {
      return { outcome: "sent", ids: alters.ids };
    },
    async fetch(file, signal) {
      if (running === undefined)
        throw new AppError("channel_unreachable", "The website's channel is not running.");
      return running.ports.files.fetch(file, signal);
    },
    async typing(space) {
      streams.typing(space.id);
    },
    health: () => health,
    diagnose: async () => diagnose(settings, context.publicUrl),
    async stop() {
      running = undefined;
      health = { state: "stopped" };
      await Promise.allSettled(underway);
    },
    async close() {
      streams.closeAll();
    },
  };
}

function everyInterval(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  return () => clearInterval(timer);
}
