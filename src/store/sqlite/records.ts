import type { Conversation } from "../../conversation/state.ts";
import type { ContactStore, Identity, PersonRecord, RoomCopy, Trace } from "../contacts.ts";
import { history } from "./history.ts";
import type { Identities } from "./identities.ts";
import { tagsOf } from "./tags.ts";
import type { Db, Inside } from "./transaction.ts";

interface RatingRow {
  score: number;
  comment: string | null;
  at: number;
}

interface EscalationRow {
  reason: string;
  priority: string;
  at: number;
  ended_at: number | null;
  how: string | null;
}

type Told = PersonRecord["conversations"][number];

/** All that is held of a person. */
export function records(
  db: Db,
  { identities }: { identities: Identities },
): Pick<Inside<ContactStore>, "record"> {
  const states = db
    .prepare<[string, string], string>(
      "SELECT state FROM conversations WHERE account = ? AND customer_id = ? ORDER BY n",
    )
    .pluck();
  const ratings = db.prepare<[string], RatingRow>(
    "SELECT score, comment, at FROM ratings WHERE conversation_id = ? ORDER BY id",
  );
  const escalations = db.prepare<[string], EscalationRow>(
    "SELECT reason, priority, at, ended_at, how FROM escalations WHERE conversation_id = ? ORDER BY id",
  );
  const rooms = db.prepare<[string], RoomCopy>(
    "SELECT room, thread FROM room_threads WHERE conversation_id = ? AND thread IS NOT NULL",
  );
  const past = history(db);
  const carried = tagsOf(db);
  const conversationsOf = ({ account, customerId }: Identity): Conversation[] =>
    states.all(account, customerId).map((state) => JSON.parse(state) as Conversation);
  const told = (conversation: Conversation): Told => ({
    conversation,
    ...past(conversation.id),
    ratings: ratings.all(conversation.id).map(toRating),
    escalations: escalations.all(conversation.id).map(toEscalation),
    tags: carried(conversation.id),
    rooms: rooms.all(conversation.id),
  });

  return {
    record(id) {
      const createdAt = identities.createdAt(id);
      if (createdAt === undefined) return undefined;
      const all = identities.identitiesOf(id);
      return {
        contact: id,
        createdAt,
        identities: all,
        merges: identities.mergesOf(id),
        conversations: all
          .flatMap(conversationsOf)
          .sort((one, two) => one.openedAt - two.openedAt)
          .map(told),
      };
    },
  };
}

/** A group's id is no trace of one person: others are there too. */
export function traceOf(
  { account, customerId }: Pick<Identity, "account" | "customerId">,
  conversations: readonly Conversation[],
): Trace {
  const spaces = new Map(
    conversations
      .filter(({ space }) => space.kind === "dm")
      .map(({ space }) => [`${space.id}\n${space.thread ?? ""}`, space]),
  );
  const ids = conversations.map(({ id }) => id);
  return { account, customerId, spaces: [...spaces.values()], conversations: ids };
}

function toRating({ comment, ...row }: RatingRow): Told["ratings"][number] {
  return { ...row, ...(comment === null ? {} : { comment }) };
}

function toEscalation({ ended_at, how, ...row }: EscalationRow): Told["escalations"][number] {
  return {
    ...row,
    ...(ended_at === null ? {} : { endedAt: ended_at }),
    ...(how === null ? {} : { how }),
  };
}
