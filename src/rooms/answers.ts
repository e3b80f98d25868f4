import type { Channel } from "../channel/contract.ts";
import { render } from "../channel/render.ts";
import type { StaffRoom } from "../channel/staff.ts";
import type { Clock } from "../dispatch/clock.ts";
import type { BudgetShare } from "../dispatch/sender.ts";
import type { RoomAnswer } from "../store/rooms.ts";
import type { Store } from "../store/store.ts";
import { backoff } from "./backoff.ts";
import type { Result } from "./mirror.ts";

/** Attempts that an answer gets. */
const ATTEMPTS = 5;

interface AnswerContext {
  store: Store;
  clock: Clock;
  channel: Channel;
  room: StaffRoom;
  share: BudgetShare;
  attempt(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Lets the room rest where the outcome asks for it; true when it does. */
  restRoom(result: Result): boolean;
  /** Attempts so far, by answer. */
  tried: Map<number, number>;
}

/**
 * Says an answer where its event happened: in the thread, or wherever else in the room or direct message. Resolves with
 * the milliseconds to wait before anything else.
 */
export async function sayAnswer(answer: RoomAnswer, context: AnswerContext): Promise<number> {
  const { store, share, tried } = context;
  const wait = share.take();
  if (wait > 0) return wait;
  const result = await context.attempt((signal) => said(answer, context, signal));
  if (result.outcome !== "sent" && context.restRoom(result)) return 0;
  const times = (tried.get(answer.id) ?? 0) + 1;
  if (result.outcome === "sent" || result.outcome === "failed" || times >= ATTEMPTS) {
    tried.delete(answer.id);
    await store.rooms.answered(answer.id);
    return 0;
  }
  tried.set(answer.id, times);
  return backoff(times);
}

async function said(
  { id, event, text }: RoomAnswer,
  { channel, room, clock }: AnswerContext,
  signal: AbortSignal,
): Promise<Result> {
  const idempotencyKey = `${room.id}/answer/${id}`;
  const replyTo = event.kind !== "press" && "msgId" in event ? { replyTo: event.msgId } : {};
  const thread = event.staff === true ? event.space.thread : undefined;
  const capabilities = thread === undefined ? channel.capabilities : room.capabilities;
  const [part] = render({ text, choices: [], files: [] }, capabilities);
  if (part === undefined) return { outcome: "sent", ids: [] };
  if (thread !== undefined) return room.post({ idempotencyKey, thread, part, ...replyTo }, signal);
  const usable = event.reply !== undefined && event.reply.expiresAt > clock.now();
  return channel.send(
    {
      idempotencyKey,
      conversationId: `room-${id}`,
      space: event.space,
      author: "system",
      part,
      ...replyTo,
      ...(usable && event.reply !== undefined ? { reply: event.reply } : {}),
      attempt: 1,
    },
    signal,
  );
}
