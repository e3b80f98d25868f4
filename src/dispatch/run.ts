import { ableOf } from "../channel/able.ts";
import type { Channel, FileBytes, FileRef, OutboundMessage, Space } from "../channel/contract.ts";
import { noOwnFiles, type OwnFiles } from "../channel/own-files.ts";
import { render } from "../channel/render.ts";
import { decide } from "../conversation/decide.ts";
import { AppError, reasonOf } from "../errors.ts";
import type { FloodLimits } from "../guard/flood.ts";
import type { DeskTimes } from "../hours/desk-times.ts";
import type { Knowledge } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Match } from "../matching/match.ts";
import type { HandleOutcome, HandleRequest, OutboxRef, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import type { AgentCommand, Dispatch, DispatchHealth } from "./dispatch.ts";
import { eventId } from "./ids.ts";
import { createLine } from "./line.ts";
import { createReceiver, type StaffDoor } from "./receive.ts";
import { recover } from "./recover.ts";
import { type BudgetShare, createSender } from "./sender.ts";
import { createTimers } from "./timers.ts";
import { ANSWER_WITHIN_MS, createWatchdog } from "./watchdog.ts";
import { createWorker } from "./worker.ts";

const TYPING_TIMEOUT_MS = 5_000;

export interface DispatchContext {
  store: Store;
  channels: readonly Channel[];
  clock: Clock;
  log: Log;
  match(text: string, before?: string): Promise<Match>;
  knowledge(): Knowledge;
  /** What has files and is no channel: what agents uploaded. */
  files?: Pick<Channel, "account" | "fetch"> | undefined;
  /** Where accounts keep files that have no platform to keep them; without it they can keep none. */
  uploads?: ((account: string) => OwnFiles) | undefined;
  /** Messages a second an account may send. */
  perSecond(account: string): number;
  /** How many times a channel's usual paces (`Capabilities.paces`) hold for this account; once, where left out. */
  paceFactor?: ((account: string) => number) | undefined;
  floodLimitsOf(account: string): FloodLimits | undefined;
  /** "leave": rows of accounts that are not among `channels` belong to another process and are not touched. */
  others?: "leave" | undefined;
  parts(): Pick<DispatchHealth, "matcher" | "knowledge" | "embeddings" | "rooms">;
  /** The desk's hours and targets; every event carries them. */
  times?: DeskTimes | undefined;
  /** Milliseconds the bot may take over a message. */
  answerWithin?: number | undefined;
  /** Where events of staff rooms go; without it they are dropped. */
  staff?: StaffDoor | undefined;
}

export interface RunningDispatch extends Dispatch {
  /** Recovers, then opens the doors. Resolves when every channel has started or said why not. */
  start(): Promise<void>;
  /** A share of an account's budget, for posts that are no rows of the outbox. */
  share(account: string): BudgetShare;
  /** Closes the inbound door, lets what is begun finish, settles what is in flight. */
  stop(): Promise<void>;
}

/** Puts the shell together: receive → worker → sender, with agents entering by `command`. */
export function createDispatch(context: DispatchContext): RunningDispatch {
  const { store, clock, log, channels } = context;
  const withFiles = context.files === undefined ? channels : [...channels, context.files];
  let phase: DispatchHealth["phase"] = "starting";
  const fit: HandleRequest["fit"] = (message: OutboundMessage, account) => {
    const channel = channels.find((candidate) => candidate.account === account);
    return channel === undefined ? [message] : render(message, channel.capabilities);
  };
  const able: NonNullable<HandleRequest["able"]> = (account) => {
    const channel = channels.find((candidate) => candidate.account === account);
    return channel === undefined ? { edits: false, deletes: false } : ableOf(channel);
  };
  const sender = createSender({
    store,
    clock,
    log,
    perSecond: context.perSecond,
    paceFactor: context.paceFactor ?? (() => 1),
  });
  const deliver = sender.enqueue;
  const timed = context.times === undefined ? {} : { times: context.times };
  const line = createLine(store, clock, context.times);
  function showTyping(account: string, space: Space): void {
    const channel = channels.find((candidate) => candidate.account === account);
    // A courtesy: nobody waits for it, and an adapter says that its failures are of no interest.
    channel?.typing?.(space, AbortSignal.timeout(TYPING_TIMEOUT_MS)).catch(() => {});
  }
  const worker = createWorker({
    store,
    clock,
    log,
    match: context.match,
    knowledge: context.knowledge,
    timed,
    line,
    fit,
    deliver,
    typing: showTyping,
  });
  const timers = createTimers({ store, clock, log, timed, line, fit, deliver });
  const file: Dispatch["file"] = (wanted, signal) => fetched(withFiles, wanted, signal);
  const watchdog = createWatchdog({
    store,
    clock,
    log,
    fit,
    deliver,
    channel: (account) => channels.find((channel) => channel.account === account)?.health(),
    within: context.answerWithin ?? ANSWER_WITHIN_MS,
  });
  const receiver = createReceiver({
    store,
    clock,
    log,
    wake: (ids) => ids.forEach(worker.wake),
    limitsOf: context.floodLimitsOf,
    file,
    filesOf: context.uploads ?? (() => noOwnFiles),
    staff: context.staff,
  });

  const stopping = () => phase === "stopping";

  async function command(request: AgentCommand): Promise<HandleOutcome> {
    if (stopping()) {
      throw new AppError("stopping", "The desk is restarting. Try again in a moment.", { retryable: true });
    }
    const at = clock.now();
    const outcome = await store.outbound.handle({
      conversationId: request.conversationId,
      at,
      cause: {
        kind: "command",
        agentId: request.agent.id,
        key: request.key,
        route: request.act.type,
        seenSeq: request.seenSeq,
      },
      event: {
        id: eventId(request.agent.id, request.key, request.conversationId),
        at,
        agent: request.agent,
        ...timed,
        ...request.act,
      },
      decide,
      fit,
      able,
    });
    if (outcome.outcome === "done") deliver(outcome.deliveries);
    return outcome;
  }

  return {
    command,
    file,
    share: sender.share,
    async typing(conversationId, agentId) {
      const found = await store.desk.show(conversationId).catch(() => undefined);
      if (found === undefined) return;
      const { owner, status, account, space } = found.conversation;
      if (owner.kind !== "agent" || owner.agentId !== agentId || status === "resolved") return;
      showTyping(account, space);
    },
    async resend(messageId) {
      const rows = await store.outbound.resend(messageId, clock.now());
      deliver(rows);
      return rows.length;
    },
    health: () => ({
      phase,
      channels: Object.fromEntries(channels.map((channel) => [channel.account, channel.health()])),
      watchdog: watchdog.health(),
      ...context.parts(),
    }),
    async start() {
      await recover(store, channels, { clock, log, stopping, others: context.others });
      const rows = await store.outbound.unsent();
      const waiting = await store.inbound.waiting();
      if (stopping()) return;
      if (context.others !== "leave") warnOfOrphans(rows, channels, log);
      channels.forEach(sender.attach);
      deliver(rows);
      waiting.forEach(worker.wake);
      timers.start();
      watchdog.start();
      await Promise.all(channels.map((channel) => channel.start(receiver.portsOf(channel.account))));
      if (!stopping()) phase = "running";
    },
    async stop() {
      phase = "stopping";
      await every(channels, (channel) => channel.stop(), log);
      await worker.stop();
      await timers.stop();
      await watchdog.stop();
      await sender.stop();
      receiver.close();
      await every(channels, (channel) => channel.close(), log);
    },
  };
}

/** A file, from the channel whose handle it is. */
async function fetched(
  channels: readonly Pick<Channel, "account" | "fetch">[],
  file: FileRef,
  signal: AbortSignal,
): Promise<FileBytes> {
  const channel = channels.find(({ account }) => account === file.account);
  if (channel?.fetch === undefined) {
    throw new AppError("not_found", `${file.account ?? "The file"}: no channel here can fetch this file.`);
  }
  return channel.fetch(file, signal);
}

/** Does the same to every channel; one that fails does not keep the others from ending well. */
async function every(
  channels: readonly Channel[],
  work: (channel: Channel) => Promise<void>,
  log: Log,
): Promise<void> {
  const ends = await Promise.allSettled(channels.map(async (channel) => work(channel)));
  for (const [n, end] of ends.entries()) {
    if (end.status === "fulfilled") continue;
    log.error({ account: channels[n]?.account, reason: reasonOf(end.reason) }, "a channel did not stop well");
  }
}

function warnOfOrphans(rows: OutboxRef[], channels: readonly Channel[], log: Log): void {
  const configured = new Set(channels.map(({ account }) => account));
  for (const account of new Set(rows.map((row) => row.account))) {
    if (configured.has(account)) continue;
    log.warn({ account }, "messages wait for an account that is not configured; they are kept until it is");
  }
}
