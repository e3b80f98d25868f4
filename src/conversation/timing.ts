import { roundTheClock } from "../hours/clock.ts";
import { type DeskTime, deskTimeOf } from "../hours/desk-times.ts";
import type { TargetName } from "../hours/targets.ts";
import type { Severity } from "../knowledge/entry.ts";
import type { Action, Decision } from "./actions.ts";
import type { ConversationEvent } from "./events.ts";
import type { Conversation, RunningTarget, Timing } from "./state.ts";

/** So much of a target gone is a warning. */
const WARNING_SHARE = 0.75;
const NAMES: readonly TargetName[] = ["first", "next", "resolve"];

/**
 * Keeps what the customer may expect of people in step with what was decided. The clock of a reply starts with the hand-off
 * or the customer's message and stops with an agent's reply alone; that of the end rests while the customer is to answer;
 * both rest while the conversation is snoozed. What falls due is told once, by a warning and by a breach, whichever event
 * comes by first.
 */
export function keepTime(decision: Decision, event: ConversationEvent): Decision {
  const { conversation } = decision;
  if (event.times === undefined) return decision;
  const desk = deskTimeOf(event.times);
  const actions: Action[] = [];
  const before = conversation.timing;
  if (before !== undefined) actions.push(...tellStages(before, event.at, priorityOf(conversation)));
  const wasSet = before?.timerAt;
  if (conversation.owner.kind === "bot" || conversation.status === "resolved") {
    if (conversation.status === "resolved" && before?.resolve !== undefined) {
      actions.push(ended("resolve", before.resolve, event.at, desk, priorityOf(conversation)));
    }
    delete conversation.timing;
  } else {
    const timing = before ?? {};
    conversation.timing = timing;
    if (event.type === "agent.replied")
      actions.push(...replied(timing, event.at, desk, priorityOf(conversation)));
    runTargets(conversation, timing, desk, event);
  }
  actions.push(...setTimer(conversation.timing, wasSet, event));
  return { ...decision, actions: [...decision.actions, ...actions] };
}

/** The urgency of a case that people have, or had last. */
export function priorityOf({ owner, escalation }: Conversation): Severity {
  return (owner.kind === "queue" ? owner.priority : escalation?.priority) ?? "normal";
}

function runTargets(
  conversation: Conversation,
  timing: Timing,
  desk: DeskTime,
  event: ConversationEvent,
): void {
  const { at, line } = event;
  const { owner, status, waitingSince } = conversation;
  const awaited = owner.kind === "queue" || waitingSince !== undefined;
  const since = Math.min(waitingSince ?? at, at);
  const reply = timing.answeredAt === undefined ? "first" : "next";
  if (!awaited) {
    delete timing.first;
    delete timing.next;
  } else if (timing.first === undefined && timing.next === undefined) {
    const ahead = line?.ahead[priorityOf(conversation)];
    timing[reply] = { ...begun(since), ...(ahead === undefined ? {} : { ahead }) };
  }
  timing.resolve ??= begun(since);
  const snoozed = status === "snoozed";
  for (const name of NAMES) {
    const running = timing[name];
    if (running === undefined) continue;
    if (snoozed || (name === "resolve" && !awaited)) rest(running, desk, at);
    else running.from ??= at;
    reckon(running, name, desk, priorityOf(conversation));
  }
}

function begun(since: number): RunningTarget {
  return { since, from: since, openMs: 0, allMs: 0 };
}

function rest(running: RunningTarget, desk: DeskTime, at: number): void {
  if (running.from === undefined) return;
  running.openMs += desk.clock.between(running.from, at);
  running.allMs += Math.max(0, at - running.from);
  delete running.from;
}

/** When it is due, from what is left of it, under the priority of this moment. */
function reckon(running: RunningTarget, name: TargetName, desk: DeskTime, priority: Severity): void {
  const target = desk.targets[priority];
  const limit = target?.[name];
  delete running.dueAt;
  delete running.warnAt;
  if (target === undefined || limit === undefined || running.from === undefined) return;
  const left = (ms: number): number => ms - (target.roundTheClock ? running.allMs : running.openMs);
  const clock = target.roundTheClock ? roundTheClock : desk.clock;
  const dueAt = clock.add(running.from, left(limit));
  const warnAt = clock.add(running.from, left(limit * WARNING_SHARE));
  if (dueAt !== undefined) running.dueAt = dueAt;
  if (warnAt !== undefined) running.warnAt = warnAt;
}

function replied(timing: Timing, at: number, desk: DeskTime, priority: Severity): Action[] {
  timing.answeredAt ??= at;
  return (["first", "next"] as const).flatMap((name) => {
    const running = timing[name];
    delete timing[name];
    return running === undefined ? [] : [ended(name, running, at, desk, priority)];
  });
}

function ended(
  target: TargetName,
  running: RunningTarget,
  at: number,
  desk: DeskTime,
  priority: Severity,
): Action {
  const { since, dueAt, told } = running;
  rest(running, desk, at);
  return {
    type: "end-target",
    target,
    priority,
    since,
    openMs: running.openMs,
    allMs: running.allMs,
    late: told === "breach",
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(running.ahead === undefined ? {} : { ahead: running.ahead }),
  };
}

function tellStages(timing: Timing, at: number, priority: Severity): Action[] {
  return NAMES.flatMap((target): Action[] => {
    const running = timing[target];
    const stage = running && stageOf(running, at);
    if (running?.dueAt === undefined || stage === undefined || stage === running.told) return [];
    if (running.told === "breach") return [];
    running.told = stage;
    return [{ type: "tell-target", target, stage, dueAt: running.dueAt, since: running.since, priority }];
  });
}

function stageOf({ dueAt, warnAt }: RunningTarget, at: number): "warning" | "breach" | undefined {
  if (dueAt !== undefined && at >= dueAt) return "breach";
  return warnAt !== undefined && at >= warnAt ? "warning" : undefined;
}

/** One timer for all of them: it comes when the next of them is to be told. */
function setTimer(
  timing: Timing | undefined,
  wasSet: number | undefined,
  event: ConversationEvent,
): Action[] {
  const moments = NAMES.flatMap((name) => {
    const { told, warnAt, dueAt } = timing?.[name] ?? {};
    if (told === "breach") return [];
    return (told === "warning" ? dueAt : (warnAt ?? dueAt)) ?? [];
  });
  const next = moments.length === 0 ? undefined : Math.min(...moments);
  if (timing !== undefined) {
    if (next === undefined) delete timing.timerAt;
    else timing.timerAt = next;
  }
  const fired = event.type === "timer.fired" && event.name === "sla";
  if (next === undefined) return wasSet === undefined || fired ? [] : [{ type: "cancel-timer", name: "sla" }];
  return next === wasSet && !fired ? [] : [{ type: "set-timer", name: "sla", at: next }];
}

/** A target that runs, and when three quarters of it are gone. */
export interface Due {
  kind: TargetName;
  at: number;
  warnAt: number;
}

/** Every target that runs and was promised, what is due first coming first. */
export function dues(timing: Timing | undefined): Due[] {
  return NAMES.flatMap((kind): Due[] => {
    const { dueAt: at, warnAt } = timing?.[kind] ?? {};
    return at === undefined ? [] : [{ kind, at, warnAt: warnAt ?? at }];
  }).sort((a, b) => a.at - b.at);
}

export function firstDue(timing: Timing | undefined): Due | undefined {
  return dues(timing)[0];
}
