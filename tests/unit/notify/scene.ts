import { decide } from "../../../src/conversation/decide.ts";
import { enterQueue } from "../../../src/conversation/handoff.ts";
import { beginTurn, endTurn } from "../../../src/conversation/turn.ts";
import { DEFAULT_LADDER, type Ladder } from "../../../src/desk/alert-ladder.ts";
import { AppError } from "../../../src/errors.ts";
import type { Severity } from "../../../src/knowledge/entry.ts";
import { silentLog } from "../../../src/log.ts";
import { type Climber, createClimber } from "../../../src/notify/climber.ts";
import type { Setup } from "../../../src/notify/ways.ts";
import type { Store } from "../../../src/store/store.ts";
import { acceptOne, messageOf } from "../../contract/store-scene.ts";
import { type ManualClock, manualClock } from "../../fakes/clock.ts";

export const MEI = { id: "agent-mei", name: "Mei" };
export const MINUTE = 60_000;

/** A customer whose case waits in the queue, as the real engine leaves it. Answers the conversation's id. */
export async function escalate(
  store: Store,
  clock: ManualClock,
  who: string | number,
  priority: Severity = "normal",
): Promise<string> {
  const space = { id: `s${who}`, kind: "dm" } as const;
  const event = messageOf(`${who}-${clock.now()}`, "human", { space, at: clock.now() });
  const { conversationId } = await acceptOne(store, event, { at: clock.now() });
  const next = await store.inbound.next(conversationId);
  if (next === undefined) throw new AppError("internal", "nothing waits");
  await store.outbound.handle({
    conversationId,
    at: clock.now(),
    cause: { kind: "inbox", id: next.item.id, revision: next.item.revision },
    event: { type: "customer.reached", id: next.item.eventId, at: clock.now(), state: "ok" },
    decide: (conversation, given) => {
      const turn = beginTurn(conversation, given);
      enterQueue(turn, "wish", priority);
      turn.conversation.waitingSince ??= given.at;
      return endTurn(turn);
    },
    fit: (message) => [message],
  });
  return conversationId;
}

let acts = 0;

/** An agent claims the case. */
export async function claim(store: Store, clock: ManualClock, conversationId: string, agent = MEI) {
  acts += 1;
  return store.outbound.handle({
    conversationId,
    at: clock.now(),
    cause: { kind: "command", agentId: agent.id, key: `k${acts}`, route: "claim" },
    event: { type: "agent.claimed", id: `claim${acts}`, at: clock.now(), agent },
    decide,
    fit: (message) => [message],
  });
}

export interface ClimbScene {
  clock: ManualClock;
  climber: Climber;
}

export function climbing(
  store: Store,
  setup: Partial<Setup> = {},
  { clock = manualClock(), ladder = DEFAULT_LADDER }: { clock?: ManualClock; ladder?: Ladder } = {},
): ClimbScene {
  const climber = createClimber({
    store,
    clock,
    log: silentLog,
    ladder,
    setup: { room: false, mail: false, webhook: false, ...setup },
    mailed: () => {},
  });
  climber.start();
  return { clock, climber };
}
