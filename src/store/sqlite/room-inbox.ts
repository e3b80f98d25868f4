import type { RoomAdmitted, RoomStore } from "../rooms.ts";
import type { Db, Inside, Write } from "./transaction.ts";

interface Row {
  id: number;
  room: string;
  account: string;
  attempts: number;
  answer: string | null;
  body: string;
}

type Port = Pick<Inside<RoomStore>, "accept" | "next" | "finish" | "failed" | "answer" | "answered">;

/** What happened in rooms, by key, and what is still to be said about it. What was dealt with leaves its key alone. */
export function roomInbox(db: Db, write: Write): Port {
  const insert = db.prepare(`
    INSERT INTO room_inbox (account, key, room, state, received_at, body)
    VALUES (@account, @key, @room, 'new', @at, @body) ON CONFLICT DO NOTHING`);
  const oldest = db.prepare<[string, string], Row>(
    "SELECT * FROM room_inbox WHERE room = ? AND state = ? AND state <> 'done' ORDER BY id LIMIT 1",
  );
  const answer = db.prepare<[string, number]>(
    "UPDATE room_inbox SET state = 'answer', answer = ? WHERE id = ? AND state = 'new'",
  );
  const done = db.prepare<[number]>(
    "UPDATE room_inbox SET state = 'done', answer = NULL, body = '{}' WHERE id = ?",
  );
  const attempt = db
    .prepare<[number], number>(
      "UPDATE room_inbox SET attempts = attempts + 1 WHERE id = ? AND state = 'new' RETURNING attempts",
    )
    .pluck();

  return {
    accept: ({ account, room, at, items }) =>
      write(() =>
        items.map((item) => {
          const { key } = item.event;
          const added = insert.run({ account, key, room, at, body: JSON.stringify(item) }).changes > 0;
          return { key, outcome: added ? ("accepted" as const) : ("duplicate" as const) };
        }),
      ),
    next(room) {
      const row = oldest.get(room, "new");
      return row && { ...toPlace(row), attempts: row.attempts, ...toBody(row) };
    },
    finish: (id, text) =>
      write(() => {
        if (text === undefined) done.run(id);
        else answer.run(text, id);
      }),
    failed: (id, limit, text) =>
      write(() => {
        if ((attempt.get(id) ?? limit) < limit) return false;
        answer.run(text, id);
        return true;
      }),
    answer(room) {
      const row = oldest.get(room, "answer");
      return row && { ...toPlace(row), text: row.answer ?? "", event: toBody(row).event };
    },
    answered: (id) =>
      write(() => {
        done.run(id);
      }),
  };
}

function toPlace({ id, room, account }: Row) {
  return { id, room, account };
}

function toBody({ body }: Row): RoomAdmitted {
  return JSON.parse(body) as RoomAdmitted;
}
