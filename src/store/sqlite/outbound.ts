import type { HandleOutcome, HandleRequest, OutboundStore, SettleResult } from "../store.ts";
import type { Alterations } from "./alterations.ts";
import type { Conversations } from "./conversations.ts";
import type { Messages } from "./messages.ts";
import type { Outbox, OutboxRow } from "./outbox.ts";
import { stream } from "./stream.ts";
import type { Timers } from "./timers.ts";
import type { Db, Inside, Write } from "./transaction.ts";
import type { Watchdog } from "./watchdog.ts";

interface Parts {
  conversations: Conversations;
  messages: Messages;
  outbox: Outbox;
  alterations: Alterations;
  timers: Timers;
  watchdog: Watchdog;
  handle(request: HandleRequest): Promise<HandleOutcome>;
}

/** What goes out: decided, begun, settled, each in a transaction of its own. */
export function outbound(db: Db, write: Write, parts: Parts): Inside<OutboundStore> {
  const { outbox, timers, watchdog } = parts;
  return {
    handle: parts.handle,
    late: (bounds, limit) => watchdog.late(bounds, limit),
    unsent: () =>
      outbox
        .unsettled()
        .filter(({ state }) => state !== "sending")
        .map((row) => ({
          ...outbox.ref(row),
          ...(row.notBefore === undefined ? {} : { notBefore: row.notBefore }),
        })),
    interrupted: () => outbox.unsettled().flatMap((row) => interruptedOne(outbox, row)),
    begin: (id, at) => write(() => begin(parts, id, at)),
    settle: (id, result, at) => write(() => settle(parts, id, result, at)),
    resend: (messageId, at) => write(() => resend(parts, messageId, at)),
    dueTimers: (now, limit) => timers.due(now, limit),
    nextTimer: () => timers.next(),
    stream: stream(db),
  };
}

function interruptedOne(outbox: Outbox, row: OutboxRow) {
  const delivery = row.state === "sending" ? outbox.delivery(row.id) : undefined;
  return delivery ? [{ ...outbox.ref(row), delivery, startedAt: row.startedAt ?? 0 }] : [];
}

type Begun = Awaited<ReturnType<OutboundStore["begin"]>>;

function begin({ outbox, alterations, conversations }: Parts, id: number, at: number): Begun {
  const row = outbox.get(id);
  if (!row) return { outcome: "gone" };
  if (row.state === "superseded") return { outcome: "superseded" };
  if (row.state !== "ready" && row.state !== "retry") return { outcome: "gone" };
  // The fence: whoever owns the conversation now, the bot's words from before are not for them.
  if (row.author === "bot" && conversations.get(row.conversationId)?.epoch !== row.epoch) {
    outbox.move(row, "superseded", at);
    return { outcome: "superseded" };
  }
  if (outbox.blocked(row)) return { outcome: "blocked" };
  if (row.op !== "send" && !alterations.mayBegin(row, at)) return { outcome: "gone" };
  outbox.start(row, at);
  const delivery = outbox.delivery(id);
  return delivery ? { outcome: "send", delivery } : { outcome: "gone" };
}

function settle(parts: Parts, id: number, result: SettleResult, at: number) {
  const { outbox } = parts;
  const row = outbox.get(id);
  if (row && mayEnd(row)) (row.op === "send" ? record : recordChange)(parts, row, result, at);
  const now = outbox.get(id);
  return {
    state: now?.state ?? "superseded",
    ...(now?.notBefore === undefined ? {} : { notBefore: now.notBefore }),
  };
}

/** An unknown outcome may still become known. Everything else ended once and stays as it ended. */
function mayEnd(row: OutboxRow): boolean {
  return row.state === "sending" || row.state === "unknown";
}

function record(
  { outbox, messages, conversations }: Parts,
  row: OutboxRow,
  result: SettleResult,
  at: number,
) {
  switch (result.outcome) {
    case "sent": {
      outbox.move(row, "sent", at, { externalIds: result.ids });
      const spaceId = conversations.get(row.conversationId)?.space.id;
      if (spaceId === undefined) return;
      for (const id of result.ids) messages.addRef(row.account, spaceId, id, row.messageId);
      return;
    }
    case "retry":
      return outbox.move(row, "retry", at, {
        notBefore: result.at,
        detail: result.detail,
        mayDouble: result.mayDouble ?? false,
      });
    case "unknown":
      if (row.state === "sending") outbox.move(row, "unknown", at, { detail: result.detail });
      return;
    case "failed": {
      const detail = `${result.reason}: ${result.detail}`;
      outbox.move(row, "failed", at, { detail });
      for (const later of outbox.ofMessage(row.messageId)) {
        const unsent = later.state === "ready" || later.state === "retry";
        if (later.part > row.part && unsent) outbox.move(later, "failed", at, { detail });
      }
    }
  }
}

/** How an attempt to change something ended. A change that failed takes the rest of it along. */
function recordChange(
  { outbox, alterations }: Parts,
  row: OutboxRow,
  result: SettleResult,
  at: number,
): void {
  switch (result.outcome) {
    case "sent":
      alterations.done(row, at);
      break;
    case "retry":
      outbox.move(row, "retry", at, { notBefore: result.at, detail: result.detail });
      break;
    case "unknown":
      if (row.state === "sending") alterations.unknown(row, result.detail, at);
      break;
    case "failed":
      alterations.fail(row, `${result.reason}: ${result.detail}`, at);
  }
}

function resend({ outbox, conversations }: Parts, messageId: string, at: number) {
  const rows = outbox
    .ofMessage(messageId)
    .filter(({ state }) => state === "failed" || state === "unknown")
    .filter(({ conversationId }) => conversations.get(conversationId)?.erasedAt === undefined);
  for (const row of rows) {
    // A person asked for it: the words count as said now, under the present owner.
    outbox.renew(row, conversations.get(row.conversationId)?.epoch ?? row.epoch, at);
  }
  return rows.map((row) => outbox.ref(row));
}
