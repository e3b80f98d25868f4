import { SocketModeReceiver } from "@slack/bolt";
import type { ChannelHealth } from "../../src/channel/contract.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { clientOptions, type SlackApi, sdkLogger } from "./api.ts";
import { backoffMs, type Fault, faultOf, isTokenRefusal } from "./errors.ts";
import type { Take } from "./intake.ts";

export interface SocketParts {
  appToken: string;
  root: string;
  api: SlackApi;
  take: Take;
  setHealth(health: ChannelHealth): void;
  /** A connection is up: what came while there was none is to be read. */
  connected(): void;
  log: Log;
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

const appTokenRefused =
  "Slack refuses the app-level token. Make a new one with connections:write on your app's page “Basic Information”, set SLACK_APP_TOKEN and restart.";
const socketModeOff =
  "Socket Mode is switched off for this app. Switch it on on your app's page “Socket Mode”.";

const START_MS = 30_000;
/** A connection that lasted shorter is no success: the next waits longer. */
const LASTING_MS = 10_000;
/** How long the far side may take to say goodbye. */
const GOODBYE_MS = 2_000;

/**
 * Receives by Socket Mode until `signal` aborts or the app-level token is refused. The SDK's own reconnection stays off:
 * it waits five seconds without a connection at every refresh, and a token refused there ends the process.
 */
export async function keepSocket(parts: SocketParts): Promise<void> {
  const { signal, setHealth, log, api } = parts;
  let failures = 0;
  while (!signal.aborted) {
    const session = openSession(parts);
    const began = parts.now();
    const ended = await session.run(() => {
      setHealth({ state: "up" });
      parts.connected();
    });
    if (signal.aborted) return;
    if (ended.fault && isRefused(ended.fault)) {
      log.error({ reason: ended.fault.detail }, "slack socket mode refused");
      return setHealth({ state: "down", detail: appTokenRefused });
    }
    const asked = ended.reason === "refresh_requested" || ended.reason === "warning";
    const lasted = ended.fault === undefined && parts.now() - began >= LASTING_MS;
    failures = asked || lasted ? 0 : failures + 1;
    if (ended.reason === "link_disabled") setHealth({ state: "down", detail: socketModeOff });
    else if (failures > 0) {
      const detail = ended.fault ? api.redact(ended.fault.detail) : "the connection was cut";
      setHealth({ state: "degraded", detail: `Slack: ${detail}` });
      log.warn({ reason: detail, attempt: failures }, "slack socket lost");
    }
    await parts.delay(failures > 0 ? waitAfter(ended.fault, failures) : 0, signal);
  }
}

interface Ended {
  fault?: Fault;
  /** Slack's word for why it asked us to go, if it did. */
  reason?: string;
}

function isRefused(fault: Fault): boolean {
  const wrongKind = fault.kind === "refused" && /^(?:missing_scope|not_allowed_token_type)$/.test(fault.code);
  return isTokenRefusal(fault) || wrongKind;
}

function waitAfter(fault: Fault | undefined, failures: number): number {
  const asked = fault?.kind === "limited" ? (fault.retryAfterMs ?? 0) : 0;
  return Math.max(asked, backoffMs(failures));
}

/** One connection, from asking for its address to its end. */
function openSession({ appToken, root, api, take, log, signal }: SocketParts) {
  const { client } = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: sdkLogger(log, api.redact),
    installerOptions: { clientOptions: clientOptions(root, 15_000) },
  });
  const open = new Set<Promise<void>>();
  let reason: string | undefined;
  const gone = new Promise<void>((resolve) => client.once("disconnected", () => resolve()));

  // The SDK reads a message in an async listener, where an envelope it does not expect ends the process.
  const readers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (data: unknown, isBinary: unknown) => {
    reason = goodbyeIn(data) ?? reason;
    for (const reader of readers) {
      Promise.resolve(Reflect.apply(reader, client, [data, isBinary])).catch(() => {
        log.warn({}, "slack envelope not understood");
      });
    }
  });

  client.on("slack_event", ({ body, ack }: { body: unknown; ack(): Promise<void> }) => {
    // Not acknowledged once we stop: Slack sends it again, to whoever listens then.
    if (signal.aborted) return;
    const taken = take(body).then(
      () => ack().catch(() => log.debug({}, "slack envelope not acknowledged: Slack sends it again")),
      (error: unknown) => log.error({ reason: reasonOf(error) }, "slack delivery not stored"),
    );
    open.add(taken);
    void taken.finally(() => open.delete(taken));
  });

  async function run(connected: () => void): Promise<Ended> {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    const started = client.start();
    let up = false;
    try {
      const first = await Promise.race([
        started.then(() => "up"),
        stopped.then(() => "stopped"),
        late(START_MS),
      ]);
      if (first === "late") throw new Error(`no connection within ${START_MS / 1_000} s`);
      up = first === "up";
      if (up) {
        connected();
        await Promise.race([gone, stopped]);
      }
      return reason === undefined ? {} : { reason };
    } catch (error) {
      return { fault: endOf(error), ...(reason === undefined ? {} : { reason }) };
    } finally {
      signal.removeEventListener("abort", stop);
      await Promise.allSettled(open);
      if (up) await leave();
      // A start that we no longer wait for must not leave a connection behind.
      else void started.then(leave, () => undefined);
    }
  }

  /** The SDK gives no reason when a connection ends before Slack's hello. */
  function endOf(error: unknown): Fault {
    return error === undefined
      ? { kind: "lost", detail: "the connection was cut" }
      : faultOf(error, api.redact);
  }

  /** Says goodbye. Asking the SDK a second time cuts the connection, with whatever was still on its way. */
  async function leave(): Promise<void> {
    const left = client.disconnect().catch(() => undefined);
    if ((await Promise.race([left, late(GOODBYE_MS)])) === "late")
      void client.disconnect().catch(() => undefined);
  }

  return { run };
}

function late(ms: number): Promise<"late"> {
  return new Promise((resolve) => setTimeout(() => resolve("late"), ms).unref());
}

function goodbyeIn(data: unknown): string | undefined {
  if (typeof data !== "string" || !data.includes('"disconnect"')) return undefined;
  try {
    const message: unknown = JSON.parse(data);
    if (typeof message !== "object" || message === null || Reflect.get(message, "type") !== "disconnect")
      return undefined;
    return String(Reflect.get(message, "reason") ?? "unknown");
  } catch {
    return undefined;
  }
}
