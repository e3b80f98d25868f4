import { z } from "zod";

const id = z.union([z.int(), z.string().regex(/^-?\d+$/)]).transform(String);
const chat = z.looseObject({ id, type: z.string(), is_forum: z.boolean().optional() });

const shape = z.looseObject({
  message: z
    .looseObject({ chat, migrate_to_chat_id: id.optional(), migrate_from_chat_id: id.optional() })
    .optional(),
  my_chat_member: z.looseObject({ chat }).optional(),
});

/** What an update tells of the staff's chat itself. */
export interface RoomNews {
  /** Its id from now on: a group that became a supergroup. */
  movedTo?: string;
  /** Whether it has topics. */
  topics?: boolean;
  /** The bot's own place in it changed. */
  membership?: true;
}

/** Undefined where an update has nothing to do with the staff's chat; `holds` knows its ids. */
export function roomNews(update: unknown, holds: (chatId: string) => boolean): RoomNews | undefined {
  const read = shape.safeParse(update).data;
  if (read?.my_chat_member) return holds(read.my_chat_member.chat.id) ? { membership: true } : undefined;
  const { message } = read ?? {};
  if (!message) return undefined;
  const { chat: where, migrate_to_chat_id: to, migrate_from_chat_id: from } = message;
  if (to !== undefined && holds(where.id)) return { movedTo: to };
  if (from !== undefined && holds(from)) return { movedTo: where.id };
  if (!holds(where.id)) return undefined;
  return where.type === "supergroup" ? { topics: where.is_forum === true } : {};
}
