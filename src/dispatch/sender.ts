import type { Channel, Delivery, SendResult } from "../channel/contract.ts";
import type { Log } from "../log.ts";
import type { OutboxRef, Store } from "../store/store.ts";
import { type After, type AttemptContext, attemptOne } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import { createLines, type Lines, type QueuedRow } from "./lines.ts";
import { AUTH_REST_MS } from "./outcome.ts";
import { type SpacePaces, spacePaces } from "./pace.ts";
import { type RateBudget, rateBudget } from "./rate.ts";

/** Requests in flight at once for one account: few where a hard kill may double what is in flight. */
const IN_FLIGHT = { idempotent: 64, other: 4 };
/** How long a stop waits for what is in flight before it ends those calls; their outcome is then unknown. */
const STOP_GRACE_MS = 7000;
/** How long what is posted for the staff waits while an agent's reply waits too. */
const YIELD_MS = 100;

export interface SenderContext {
  store: Store;
  clock: Clock;
  log: Log;
  perSecond(account: string): number;
  /** How many times the channel's usual paces hold for the account. */
  paceFactor(account: string): number;
}

/** A share of an account's budget, for what is posted beside the customers' messages. */
export interface BudgetShare {
  /** Takes the right to one call: 0, or the milliseconds after which to ask again. Agents' replies come first. */
  take(): number;
  /** The platform asked the whole account to rest. */
  pause(ms: number): void;
}

export interface Sender {
  /** Queues rows that are on disk; order within a conversation is the order of the rows. */
  enqueue(rows: (OutboxRef & { notBefore?: number })[]): void;
  attach(channel: Channel): void;
  share(account: string): BudgetShare;
  /** Starts nothing more and resolves when what is in flight has been settled; the rest stays on disk. */
  stop(): Promise<void>;
  inFlight(): number;
  queued(): number;
}

/** One account: its rows, its budget, and what the platform asked to be left alone. */
interface Lane {
  account: string;
  channel?: Channel;
  lines: Lines;
  budget: RateBudget;
  inFlight: number;
  /** Of its spaces; without a channel nothing is sent, and nothing is known of them. */
  paces: SpacePaces;
  /** Cancels the timer that waits for the budget. */
  waiting?: () => void;
}

/** Sends what the store holds: intent, one attempt, settlement. */
export function createSender(context: SenderContext): Sender {
  const { store, clock, log } = context;
  const lanes = new Map<string, Lane>();
  const open = new Set<AbortController>();
  const idle: (() => void)[] = [];
  let stopping = false;
  let flying = 0;

  function laneOf(account: string): Lane {
    const known = lanes.get(account);
    if (known !== undefined) return known;
    const lane: Lane = {
      account,
      lines: createLines(clock, () => pump(lane)),
      budget: rateBudget({ perSecond: context.perSecond(account) }),
      inFlight: 0,
      paces: spacePaces(),
    };
    lanes.set(account, lane);
    return lane;
  }

  function enqueue(rows: (OutboxRef & { notBefore?: number })[]): void {
    const touched = new Set<Lane>();
    for (const { notBefore, ...row } of rows) {
      const lane = laneOf(row.account);
      lane.lines.add(row, notBefore === undefined ? 0 : notBefore - clock.now());
      touched.add(lane);
    }
    for (const lane of touched) pump(lane);
  }

  function pump(lane: Lane): void {
    const { channel } = lane;
    if (channel === undefined) return;
    const limit = channel.capabilities.idempotent ? IN_FLIGHT.idempotent : IN_FLIGHT.other;
    while (!stopping && lane.inFlight < limit && lane.lines.any()) {
      const wait = lane.budget.take(clock.now());
      if (wait > 0) {
        lane.waiting ??= clock.after(wait, () => {
          delete lane.waiting;
          pump(lane);
        });
        return;
      }
      const row = lane.lines.take((space) => lane.paces.wait(space, clock.now()));
      if (row === undefined) {
        lane.budget.giveBack();
        return;
      }
      lane.paces.note(row.space, clock.now());
      void fly(lane, channel, row);
    }
  }

  async function fly(lane: Lane, channel: Channel, row: QueuedRow): Promise<void> {
    lane.inFlight += 1;
    flying += 1;
    let held = true;
    // The next row's intent shares the commit of this one's settlement, and is sent only after it.
    const released = () => {
      if (held) lane.inFlight -= 1;
      held = false;
      pump(lane);
    };
    const after = await attemptOne(channel, row, attemptContext(lane, released));
    if (held) lane.inFlight -= 1;
    flying -= 1;
    apply(lane, row, after);
    if (flying === 0) for (const resolve of idle.splice(0)) resolve();
    pump(lane);
  }

  function apply({ lines, budget, paces }: Lane, row: QueuedRow, after: After): void {
    if (after.next === "rest") lines.rest(row, after.ms, after.whole);
    else if (after.next === "blocked") lines.blocked(row, after.ms);
    else lines.done(row);
    if (after.next === "blocked" || (after.next === "done" && after.unused === true)) {
      budget.giveBack();
      paces.giveBack(row.space);
    }
    if (stopping) lines.clear();
  }

  function attemptContext(lane: Lane, released: () => void): AttemptContext {
    return {
      store,
      clock,
      log,
      open,
      released,
      stopping: () => stopping,
      obey: (delivery, result) => obey(lane, delivery, result),
      restOf: (spaceId) => lane.paces.restOf(spaceId, clock.now()),
    };
  }

  /** What an outcome means for the rest of the account. */
  function obey(lane: Lane, delivery: Delivery, result: SendResult): void {
    const now = clock.now();
    if (result.outcome === "retry" && result.scope === "account") lane.budget.pause(now, result.afterMs);
    if (result.outcome === "retry" && result.scope === "space")
      lane.paces.rest(delivery.space.id, now, result.afterMs);
    if (result.outcome === "failed" && result.reason === "auth") lane.budget.pause(now, AUTH_REST_MS);
    if (result.outcome !== "sent") {
      log.info(
        { account: lane.account, conversation: delivery.conversationId, outcome: result.outcome },
        "an attempt to send did not succeed",
      );
    }
  }

  return {
    enqueue,
    attach(channel) {
      const lane = laneOf(channel.account);
      lane.channel = channel;
      lane.paces = spacePaces(channel.capabilities.paces, context.paceFactor(channel.account));
      pump(lane);
    },
    share(account) {
      const lane = laneOf(account);
      return {
        take: () => (lane.lines.anyOfAgents() ? YIELD_MS : lane.budget.take(clock.now())),
        pause: (ms) => lane.budget.pause(clock.now(), ms),
      };
    },
    async stop() {
      stopping = true;
      for (const lane of lanes.values()) {
        lane.waiting?.();
        lane.lines.clear();
      }
      if (flying === 0) return;
      const cancel = clock.after(STOP_GRACE_MS, () => {
        for (const controller of open) controller.abort();
      });
      await new Promise<void>((resolve) => idle.push(resolve));
      cancel();
    },
    inFlight: () => flying,
    queued: () => [...lanes.values()].reduce((sum, lane) => sum + lane.lines.size(), 0),
  };
}
