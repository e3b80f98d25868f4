import type { Channel, OutboundMessage } from "../channel/contract.ts";
import { render } from "../channel/render.ts";
import { decide } from "../conversation/decide.ts";
import type { FloodLimits } from "../guard/flood.ts";
import type { Knowledge } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Match } from "../matching/match.ts";
import type { HandleOutcome, HandleRequest, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import type { AgentCommand, Dispatch, DispatchHealth } from "./dispatch.ts";
import { eventId } from "./ids.ts";
import { createReceiver } from "./receive.ts";
import { recover } from "./recover.ts";
import { createSender } from "./sender.ts";
import { createTimers } from "./timers.ts";
import { createWorker } from "./worker.ts";

export interface DispatchContext {
  store: Store;
  channels: readonly Channel[];
  clock: Clock;
  log: Log;
  match(text: string): Promise<Match>;
  knowledge(): Knowledge;
  /** Messages a second an account may send. */
  perSecond(account: string): number;
  floodLimitsOf(account: string): FloodLimits | undefined;
  parts(): Pick<DispatchHealth, "matcher" | "knowledge">;
}

export interface RunningDispatch extends Dispatch {
  /** Recovers, then opens the doors. Resolves when every channel has started or said why not. */
  start(): Promise<void>;
  /** Closes the inbound door, lets what is begun finish, settles what is in flight. */
  stop(): Promise<void>;
}

/** Puts the shell together: receive → worker → sender, with agents entering by `command`. */
export function createDispatch(context: DispatchContext): RunningDispatch {
  const { store, clock, log, channels } = context;
  let phase: DispatchHealth["phase"] = "starting";
  const fit: HandleRequest["fit"] = (message: OutboundMessage, account) => {
    const channel = channels.find((candidate) => candidate.account === account);
    return channel === undefined ? [message] : render(message, channel.capabilities);
  };
  const sender = createSender({ store, clock, log, perSecond: context.perSecond });
  const deliver = sender.enqueue;
  const worker = createWorker({
    store,
    clock,
    log,
    match: context.match,
    knowledge: context.knowledge,
    fit,
    deliver,
  });
  const timers = createTimers({ store, clock, log, fit, deliver });
  const receiver = createReceiver({
    store,
    clock,
    log,
    wake: (ids) => ids.forEach(worker.wake),
    limitsOf: context.floodLimitsOf,
  });

  async function command(request: AgentCommand): Promise<HandleOutcome> {
    const at = clock.now();
    const outcome = await store.outbound.handle({
      conversationId: request.conversationId,
      at,
      cause: { kind: "command", agentId: request.agent.id, key: request.key, route: request.act.type },
      event: {
        id: eventId(request.agent.id, request.key, request.conversationId),
        at,
        agent: request.agent,
        ...request.act,
      },
      decide,
      fit,
    });
    if (outcome.outcome === "done") deliver(outcome.deliveries);
    return outcome;
  }

  return {
    command,
    async resend(messageId) {
      const rows = await store.outbound.resend(messageId, clock.now());
      deliver(rows);
      return rows.length;
    },
    health: () => ({
      phase,
      channels: Object.fromEntries(channels.map((channel) => [channel.account, channel.health()])),
      ...context.parts(),
    }),
    async start() {
      await recover(store, channels, { clock, log });
      sender.enqueue(await store.outbound.unsent());
      channels.forEach(sender.attach);
      (await store.inbound.waiting()).forEach(worker.wake);
      timers.start();
      await Promise.all(channels.map((channel) => channel.start(receiver.portsOf(channel.account))));
      phase = "running";
    },
    async stop() {
      phase = "stopping";
      await Promise.all(channels.map((channel) => channel.stop()));
      await worker.stop();
      await timers.stop();
      await sender.stop();
      receiver.close();
      await Promise.all(channels.map((channel) => channel.close()));
    },
  };
}
