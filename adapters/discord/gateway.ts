import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Partials,
  SimpleShardingStrategy,
} from "discord.js";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { restOptions } from "./api.ts";
import { faultOf } from "./errors.ts";

/** None is privileged: Discord shows us the words of direct messages, mentions and replies without more. */
const intents = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
] as const;

export interface GatewayParts {
  token: string;
  root: string;
  /** Every dispatch we know of, as Discord sent it, in the order it came in. */
  dispatch(type: string, data: unknown): void;
  /** The connection is lost and being mended, or works again. */
  connected(now: boolean): void;
  log: Log;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

/** Why a connection is over: a person must act, or a new one may be made. */
type GatewayEnd = { kind: "refused"; detail: string } | { kind: "lost"; detail: string; afterMs?: number };

export interface Gateway {
  /** Resolves at the end, and never rejects. */
  readonly ended: Promise<GatewayEnd>;
  /** Ends it, so that a new one is made. */
  give(end: GatewayEnd): void;
  close(): Promise<void>;
}

const tokenRefused =
  "Discord refused the token. Open the application at https://discord.com/developers, page Bot, choose Reset Token, set DISCORD_BOT_TOKEN and restart.";
const intentsRefused =
  "Discord refused the intents, although none is privileged. Check the application at https://discord.com/developers, page Bot, and restart.";

/** How long a connection may take to be made, and to be mended, before it is made anew. */
const loginMs = 60_000;
const mendMs = 120_000;

const heard = [
  GatewayDispatchEvents.Ready,
  GatewayDispatchEvents.Resumed,
  GatewayDispatchEvents.MessageCreate,
  GatewayDispatchEvents.MessageUpdate,
  GatewayDispatchEvents.MessageDelete,
  GatewayDispatchEvents.MessageDeleteBulk,
  GatewayDispatchEvents.InteractionCreate,
  GatewayDispatchEvents.GuildCreate,
  GatewayDispatchEvents.ChannelCreate,
  GatewayDispatchEvents.ChannelDelete,
  GatewayDispatchEvents.ThreadCreate,
  GatewayDispatchEvents.ThreadUpdate,
  GatewayDispatchEvents.ThreadDelete,
  GatewayDispatchEvents.ThreadListSync,
] as const;

/**
 * One life of the SDK's client, which logs in, keeps the heartbeat and resumes. We take the raw dispatches; whatever
 * fails inside the SDK ends this life alone, never the process.
 */
export function openGateway(parts: GatewayParts): Gateway {
  const { log, delay } = parts;
  const life = new AbortController();
  let settle: (end: GatewayEnd) => void = () => undefined;
  const ended = new Promise<GatewayEnd>((resolve) => {
    settle = resolve;
  });
  const isOpen = () => !life.signal.aborted;
  const fault = (error: unknown) => {
    if (!isOpen()) return;
    log.warn({ reason: reasonOf(error) }, "discord's client failed; connecting anew");
    settle({ kind: "lost", detail: `Discord's client failed: ${reasonOf(error)}` });
  };
  const client = clientFor(parts, isOpen, fault);
  let mending: AbortController | undefined;
  let reached = false;

  const connected = (now: boolean) => {
    mending?.abort();
    mending = undefined;
    if (!isOpen()) return;
    parts.connected(now);
    reached ||= now;
    if (now) return;
    const watch = new AbortController();
    mending = watch;
    void delay(mendMs, watch.signal).then(() => {
      if (!watch.signal.aborted) settle({ kind: "lost", detail: "The connection could not be mended." });
    });
  };

  for (const type of heard) {
    client.ws.on(type, (data: unknown) => {
      if (!isOpen()) return;
      if (type === GatewayDispatchEvents.Ready || type === GatewayDispatchEvents.Resumed) connected(true);
      parts.dispatch(type, data);
    });
  }
  client.on(Events.Error, fault);
  client.on(Events.ShardError, (error) => log.debug({ reason: error.message }, "discord connection error"));
  client.on(Events.ShardReconnecting, () => connected(false));
  client.on(Events.ShardDisconnect, ({ code }) => settle(endOfClose(code)));

  client.login(parts.token).catch((error: unknown) => settle(endOfLogin(error, parts.token)));
  void delay(loginMs, life.signal).then(() => {
    if (isOpen() && !reached) settle({ kind: "lost", detail: "Discord did not let us in within a minute." });
  });

  return {
    ended,
    give: (end) => settle(end),
    async close() {
      life.abort();
      mending?.abort();
      await client.destroy().catch(() => undefined);
    },
  };
}

function clientFor(parts: GatewayParts, isOpen: () => boolean, fault: (error: unknown) => void): Client {
  const client = new Client({
    intents,
    partials: [Partials.Channel, Partials.Message],
    rest: restOptions(parts.root),
    ws: { buildStrategy: (manager) => new GuardedStrategy(manager, isOpen, fault) },
  });
  // The client is our connection, not our memory: of its own handling it gets what it needs to be one. Else every
  // payload it cannot read, and a session that ends just as it resumes, would be an error nobody catches.
  const { ws } = client;
  const handle = Reflect.get(ws, "handlePacket") as (packet?: { t?: string }, shard?: unknown) => boolean;
  Reflect.set(ws, "handlePacket", (packet?: { t?: string }, shard?: unknown) =>
    packet?.t === GatewayDispatchEvents.Ready ? handle.call(ws, packet, shard) : true,
  );
  return client;
}

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** The SDK leaves these of a connection's promises to nobody: a rejection would end the process. */
const unwatched = ["onMessage", "onClose", "heartbeat", "internalConnect"] as const;

/** Connections whose failures are told, and that make no further one after their end. */
class GuardedStrategy extends SimpleShardingStrategy {
  readonly #isOpen: () => boolean;
  readonly #fault: (error: unknown) => void;

  constructor(manager: Manager, isOpen: () => boolean, fault: (error: unknown) => void) {
    super(manager);
    this.#isOpen = isOpen;
    this.#fault = fault;
  }

  override async spawn(shardIds: number[]): Promise<void> {
    await super.spawn(shardIds);
    const shards = Reflect.get(this, "shards") as Map<number, object>;
    for (const shard of shards.values()) {
      for (const name of unwatched) {
        const run = Reflect.get(shard, name) as (...args: unknown[]) => Promise<unknown>;
        Reflect.set(shard, name, async (...args: unknown[]) => {
          if (!this.#isOpen()) return;
          try {
            await run.apply(shard, args);
          } catch (error) {
            this.#fault(error);
          }
        });
      }
    }
  }
}

function endOfClose(code: number): GatewayEnd {
  if (code === 4004) return { kind: "refused", detail: tokenRefused };
  if (code === 4013 || code === 4014) return { kind: "refused", detail: intentsRefused };
  return { kind: "lost", detail: `Discord closed the connection (${code}).` };
}

function endOfLogin(error: unknown, token: string): GatewayEnd {
  const refused = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
  if (refused) return { kind: "refused", detail: tokenRefused };
  const fault = faultOf(error, (text) => text.replaceAll(token, "[token]"));
  if (fault.kind === "refused" && fault.status === 401) return { kind: "refused", detail: tokenRefused };
  const afterMs = fault.kind === "limited" ? { afterMs: fault.afterMs } : {};
  return { kind: "lost", detail: `Discord: ${fault.detail}`, ...afterMs };
}
