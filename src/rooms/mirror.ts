import type { Channel, ChannelHealth, SendResult } from "../channel/contract.ts";
import type { RoomOpening, StaffRoom } from "../channel/staff.ts";
import type { Clock } from "../dispatch/clock.ts";
import { within } from "../dispatch/deadline.ts";
import type { BudgetShare } from "../dispatch/sender.ts";
import { reasonOf } from "../errors.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { sayAnswer } from "./answers.ts";
import { backoff } from "./backoff.ts";
import { caseOf } from "./case.ts";
import { type Due, dueCases } from "./due.ts";
import { roomHealth } from "./health.ts";
import { plainly } from "./plainly.ts";
import { nextStep, type RoomCase, type Step } from "./plan.ts";

const CALL_TIMEOUT_MS = 30_000;
const AUTH_REST_MS = 60_000;
/** A thread that is said to be gone is asked once more: platforms err. */
const DOUBT_MS = 2_000;

export interface MirrorContext {
  store: Store;
  clock: Clock;
  log: Log;
  channel: Channel;
  room: StaffRoom;
  locale: Locale;
  share: BudgetShare;
  /** Called when a case's thread was opened, and written down. */
  opened(thread: string): void;
  /** Called whenever nothing is left to show. */
  settled(): void;
}

/** Keeps one room in step with the cases. */
export interface Mirror {
  /** A case may have changed, or an answer waits. */
  wake(conversationId?: string): void;
  health(): ChannelHealth;
  /** True while nothing waits to be shown. */
  inStep(): boolean;
  /** Starts nothing more; resolves when the call under way has ended. */
  stop(): Promise<void>;
}

/** How one call to the room ended. */
export type Result = SendResult | RoomOpening;

/**
 * One post at a time, in order, by comparing what is with what was shown: nothing is queued that a restart could lose.
 * An outcome that nobody knows is tried again: doubled, an internal post harms nobody; lost, it would.
 */
export function createMirror(context: MirrorContext): Mirror {
  const { store, clock, log, room, channel } = context;
  const due: Due = dueCases();
  const health = roomHealth();
  const open = new Set<AbortController>();
  /** Posts the platform would not take as they are, by key: shown plainly once, then left out. */
  const refused = new Map<string, number>();
  const doubted = new Set<string>();
  const tried = new Map<number, number>();
  let restUntil = 0;
  let failures = 0;
  let timer: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopping = false;

  function wake(conversationId?: string): void {
    if (conversationId !== undefined) due.add(conversationId);
    again = true;
    if (running !== undefined || stopping) return;
    timer?.();
    timer = undefined;
    running = run().finally(() => {
      running = undefined;
      if (again) wake();
    });
  }

  async function run(): Promise<void> {
    for (;;) {
      again = false;
      const wait = stopping ? undefined : await turn().catch(storeFailed);
      if (!stopping && (wait === 0 || again)) continue;
      if (wait !== undefined && !stopping) timer = clock.after(wait, () => wake());
      again = false;
      if (due.size() === 0) context.settled();
      return;
    }
  }

  function storeFailed(error: unknown): number {
    log.error({ room: room.id, reason: reasonOf(error) }, "a staff room could not be brought up to date");
    failures += 1;
    return backoff(failures);
  }

  /** Does one thing. 0: there may be more; undefined: nothing waits; else the time until there may be. */
  async function turn(): Promise<number | undefined> {
    const now = clock.now();
    if (restUntil > now) return restUntil - now;
    const answer = await store.rooms.answer(room.id);
    if (answer !== undefined)
      return sayAnswer(answer, {
        store,
        clock,
        channel,
        room,
        share: context.share,
        attempt,
        restRoom,
        tried,
      });
    const next = due.next(now);
    if (next === undefined) return due.wait(now);
    const view = await caseOf(next, { store, room, locale: context.locale, now });
    const step = view && nextStep(view);
    if (step === undefined) {
      due.done(next);
      return 0;
    }
    return take(step, view as RoomCase, next);
  }

  async function take(step: Step, view: RoomCase, id: string): Promise<number> {
    switch (step.do) {
      case "wait":
        due.rest(id, clock.now() + step.ms);
        return 0;
      case "note":
        await record(step.note());
        return 0;
      case "mark":
      case "shelve":
        return courtesy(step, view);
      default:
        return call(step, view, id);
    }
  }

  async function record(noted: ReturnType<Extract<Step, { do: "note" }>["note"]>): Promise<void> {
    await store.rooms.record(noted.thread, noted.marks);
  }

  /** What nobody waits for: done once, whatever becomes of it. */
  async function courtesy(step: Extract<Step, { do: "mark" | "shelve" }>, view: RoomCase): Promise<number> {
    const thread = view.thread?.thread ?? "";
    const wait = context.share.take();
    if (wait > 0) return wait;
    await within(
      clock,
      CALL_TIMEOUT_MS,
      async (signal) => {
        if (step.do === "shelve") await room.shelve(thread, signal);
        else await room.mark?.({ thread, id: step.id, state: step.state }, signal);
      },
      open,
    ).catch((error) => log.debug({ room: room.id, reason: reasonOf(error) }, "a room would not be tidied"));
    await record(step.note());
    return 0;
  }

  async function call(step: Extract<Step, { do: "open" | "post" | "change" }>, view: RoomCase, id: string) {
    const wait = context.share.take();
    if (wait > 0) return wait;
    const thread = view.thread?.thread ?? "";
    const result = await attempt((signal): Promise<Result> => {
      if (step.do === "open") {
        return room.open({ idempotencyKey: step.key, title: step.title, card: step.card }, signal);
      }
      if (step.do === "change") return room.change({ thread, id: step.id, part: step.part }, signal);
      const part = refused.has(step.key) ? plainly(step.part) : step.part;
      const replyTo = step.replyTo === undefined ? {} : { replyTo: step.replyTo };
      return room.post({ idempotencyKey: step.key, thread, part, ...replyTo }, signal);
    });
    if (result.outcome === "opened" && step.do === "open") {
      await succeeded(id);
      await record(step.note(result.thread, result.ids));
      context.opened(result.thread);
      return 0;
    }
    if (result.outcome === "sent" && step.do !== "open") {
      await succeeded(id);
      await record(step.do === "post" ? step.note(result.ids) : step.note());
      return 0;
    }
    return failed(step, result, view, id);
  }

  async function attempt(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    try {
      const result = await within(clock, CALL_TIMEOUT_MS, work, open);
      return result ?? { outcome: "unknown", detail: "the platform did not answer in time" };
    } catch (error) {
      return { outcome: "unknown", detail: `the room failed: ${reasonOf(error)}` };
    }
  }

  async function succeeded(id: string): Promise<void> {
    failures = 0;
    doubted.delete(id);
    due.succeeded(id);
    health.up();
  }

  async function failed(
    step: Extract<Step, { do: "open" | "post" | "change" }>,
    result: Result,
    view: RoomCase,
    id: string,
  ): Promise<number> {
    const detail = "detail" in result ? result.detail : "no answer that could be read";
    log.info(
      { room: room.id, conversation: id, outcome: result.outcome, detail },
      "a post in a staff room did not succeed",
    );
    if (restRoom(result)) {
      health.trouble(detail);
      return 0;
    }
    if (result.outcome === "failed" && result.reason === "space_gone") {
      if (step.do !== "open") return gone(id, view);
    } else if (result.outcome === "failed" && step.do === "change") {
      return (step.otherwise && (await take(step.otherwise, view, id))) ?? 0;
    } else if (result.outcome === "failed" && step.do === "post" && mendable(result.reason)) {
      return leaveOut(step, detail);
    }
    health.trouble(detail);
    due.failed(id, clock.now(), backoff);
    return 0;
  }

  /** Trouble of the whole room or account; true when it rests now. */
  function restRoom(result: Result): boolean {
    const now = clock.now();
    if (result.outcome === "retry" && result.scope !== "call") {
      restUntil = now + Math.max(result.afterMs, 100);
      if (result.scope === "account") context.share.pause(result.afterMs);
      return true;
    }
    if (result.outcome === "failed" && result.reason === "auth") {
      restUntil = now + AUTH_REST_MS;
      context.share.pause(AUTH_REST_MS);
      return true;
    }
    return false;
  }

  async function gone(id: string, view: RoomCase): Promise<number> {
    if (!doubted.has(id)) {
      doubted.add(id);
      due.rest(id, clock.now() + DOUBT_MS);
      return 0;
    }
    doubted.delete(id);
    log.warn(
      { room: room.id, conversation: id },
      "a case's thread is gone; another is opened if it is still open",
    );
    await store.rooms.lost(room.id, view.conversation.id);
    return 0;
  }

  async function leaveOut(step: Extract<Step, { do: "post" }>, detail: string): Promise<number> {
    const times = (refused.get(step.key) ?? 0) + 1;
    refused.set(step.key, times);
    if (times < 2) return 0;
    refused.delete(step.key);
    log.error({ room: room.id, detail }, "a staff room would not take a post; it stands at the desk alone");
    await record(step.note([]));
    return 0;
  }

  return {
    wake,
    health: () => health.now(channel.health()),
    inStep: () => due.size() === 0,
    async stop() {
      stopping = true;
      timer?.();
      for (const controller of open) controller.abort();
      await running;
    },
  };
}

function mendable(reason: string): boolean {
  return reason === "too_large" || reason === "bad_format";
}
