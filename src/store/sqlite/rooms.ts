import type { Conversation } from "../../conversation/state.ts";
import type { RoomMark, RoomStore, RoomThread } from "../rooms.ts";
import { agentLinks } from "./agent-links.ts";
import type { Conversations } from "./conversations.ts";
import { roomInbox } from "./room-inbox.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface ThreadRow {
  room: string;
  conversation_id: string;
  opening: number;
  thread: string | null;
  card_id: string | null;
  card: string;
  status: string;
  rating: string;
  seq: number;
  live_epoch: number | null;
  shelved: 0 | 1;
}

interface MarkRow {
  kind: RoomMark["kind"];
  message_id: string;
  part: number;
  platform_id: string;
  shown: string;
}

/** The staff's rooms: threads, what stands in them, what was written there, and who is who. */
export function rooms(db: Db, write: Write, conversations: Conversations): Inside<RoomStore> {
  return {
    ...roomInbox(db, write),
    ...agentLinks(db, write),
    ...threads(db, write),
    ...cases(db, conversations),
  };
}

type Threads = Pick<
  Inside<RoomStore>,
  "thread" | "byThread" | "record" | "lost" | "setLive" | "marks" | "marksOf" | "source"
>;

function threads(db: Db, write: Write): Threads {
  const one = db.prepare<[string, string], ThreadRow>(
    "SELECT * FROM room_threads WHERE room = ? AND conversation_id = ?",
  );
  const byThread = db.prepare<[string, string], ThreadRow>(
    "SELECT * FROM room_threads WHERE room = ? AND thread = ?",
  );
  const save = db.prepare(`
    INSERT INTO room_threads (room, conversation_id, opening, thread, card_id, card, status, rating, seq, shelved)
    VALUES (@room, @conversationId, @opening, @thread, @cardId, @card, @status, @rating, @seq, @shelved)
    ON CONFLICT DO UPDATE SET opening = excluded.opening, thread = excluded.thread, card_id = excluded.card_id,
      card = excluded.card, status = excluded.status, rating = excluded.rating, seq = excluded.seq, shelved = excluded.shelved`);
  const forget = db.prepare<[string, string]>(
    "UPDATE room_threads SET thread = NULL, card_id = NULL, seq = 0, shelved = 0 WHERE room = ? AND conversation_id = ?",
  );
  const dropMarks = db.prepare<[string, string]>(
    "DELETE FROM room_posts WHERE room = ? AND conversation_id = ? AND kind <> 'source'",
  );
  const live = db.prepare<[number | null, string, string]>(
    "UPDATE room_threads SET live_epoch = ? WHERE room = ? AND conversation_id = ?",
  );
  const finish = db.prepare<[string, number]>(
    "UPDATE room_inbox SET state = 'answer', answer = ? WHERE id = ? AND state = 'new'",
  );
  const mark = db.prepare(`
    INSERT INTO room_posts (room, conversation_id, kind, message_id, part, platform_id, shown)
    VALUES (@room, @conversationId, @kind, @messageId, @part, @platformId, @shown)
    ON CONFLICT DO UPDATE SET platform_id = excluded.platform_id, shown = excluded.shown`);
  const source = db.prepare(`
    INSERT INTO room_posts (room, conversation_id, kind, message_id, part, platform_id, shown)
    VALUES (@room, @conversationId, 'source', @eventId, 0, @platformId, '') ON CONFLICT DO NOTHING`);
  const marks = db.prepare<[string, string], MarkRow>(
    "SELECT kind, message_id, part, platform_id, shown FROM room_posts WHERE room = ? AND conversation_id = ?",
  );
  const marksOf = db.prepare<[string, string, string], MarkRow>(`
    SELECT p.kind, p.message_id, p.part, p.platform_id, p.shown FROM room_posts p
    JOIN room_threads t ON t.room = p.room AND t.conversation_id = p.conversation_id
    WHERE p.room = ? AND p.platform_id = ? AND t.thread = ?`);

  return {
    thread: (room, conversationId) => toThread(one.get(room, conversationId)),
    byThread: (room, thread) => toThread(byThread.get(room, thread)),
    record: (thread, added) =>
      write(() => {
        const { room, conversationId } = thread;
        save.run({
          ...thread,
          thread: thread.thread ?? null,
          cardId: thread.cardId ?? null,
          shelved: thread.shelved ? 1 : 0,
        });
        for (const one of added) mark.run({ ...one, room, conversationId });
      }),
    lost: (room, conversationId) =>
      write(() => {
        forget.run(room, conversationId);
        dropMarks.run(room, conversationId);
      }),
    setLive: ({ room, conversationId }, epoch, { id, answer }) =>
      write(() => {
        if (finish.run(answer, id).changes > 0) live.run(epoch ?? null, room, conversationId);
      }),
    marks: (room, conversationId) => marks.all(room, conversationId).map(toMark),
    marksOf: (room, thread, platformId) => marksOf.all(room, platformId, thread).map(toMark),
    source: (place) =>
      write(() => {
        source.run(place);
      }),
  };
}

type Cases = Pick<Inside<RoomStore>, "conversation" | "escalated" | "earlier">;

function cases(db: Db, conversations: Conversations): Cases {
  const escalated = db
    .prepare<[], string>(
      "SELECT id FROM conversations WHERE status IN ('open', 'snoozed') AND owner IN ('queue', 'agent') ORDER BY n",
    )
    .pluck();
  const before = `FROM conversations c JOIN conversations b
    ON b.account = c.account AND b.space_id = c.space_id AND b.thread = c.thread AND b.actor = c.actor AND b.n < c.n
    WHERE c.id = ?`;
  const count = db.prepare<[string], number>(`SELECT count(*) ${before}`).pluck();
  const earlier = db
    .prepare<[string, number], string>(`SELECT b.state ${before} ORDER BY b.n DESC LIMIT ?`)
    .pluck();
  return {
    conversation: (id) => conversations.get(id),
    escalated: () => escalated.all(),
    earlier: (id, limit) => ({
      total: count.get(id) ?? 0,
      rows: earlier.all(id, limit).map((state) => JSON.parse(state) as Conversation),
    }),
  };
}

function toThread(row: ThreadRow | undefined): RoomThread | undefined {
  return (
    row && {
      room: row.room,
      conversationId: row.conversation_id,
      opening: row.opening,
      card: row.card,
      status: row.status,
      rating: row.rating,
      seq: row.seq,
      shelved: row.shelved === 1,
      ...(row.thread === null ? {} : { thread: row.thread }),
      ...(row.card_id === null ? {} : { cardId: row.card_id }),
      ...(row.live_epoch === null ? {} : { liveEpoch: row.live_epoch }),
    }
  );
}

function toMark({ kind, message_id, part, platform_id, shown }: MarkRow): RoomMark {
  return { kind, messageId: message_id, part, platformId: platform_id, shown };
}
