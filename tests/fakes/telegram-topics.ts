import { ApiRefusal } from "./telegram-faults.ts";

interface Topic {
  id: number;
  name: string;
  closed: boolean;
  gone: boolean;
}

interface Forum {
  mayManage: boolean;
  topics: Topic[];
}

type Payload = Record<string, unknown>;

/** The forums of one bot: supergroups with topics, and what the bot may do there. */
export function forums() {
  const known = new Map<string, Forum>();
  /** Topics of chats nobody called a forum, which a test took away. */
  const gone = new Set<string>();

  function forum(payload: Payload): Forum {
    const found = known.get(String(payload.chat_id));
    if (!found) throw bad("the chat is not a forum");
    return found;
  }

  function topic(payload: Payload): Topic {
    const { topics, mayManage } = forum(payload);
    const found = topics.find(({ id }) => id === Number(payload.message_thread_id));
    if (!found || found.gone) throw bad("TOPIC_ID_INVALID");
    if (!mayManage) throw bad("not enough rights to manage topics");
    return found;
  }

  function setClosed(payload: Payload, closed: boolean): true {
    const one = topic(payload);
    if (one.closed === closed) throw bad("TOPIC_NOT_MODIFIED");
    one.closed = closed;
    return true;
  }

  return {
    make: (chatId: string, mayManage: boolean) => {
      known.set(chatId, { mayManage, topics: known.get(chatId)?.topics ?? [] });
    },
    unmake: (chatId: string) => void known.delete(chatId),
    /** A group that moves takes its topics along. */
    move(from: string, to: string): void {
      const found = known.get(from);
      if (found) known.set(to, found);
    },
    isForum: (chatId: string) => known.has(chatId),
    mayManage: (chatId: string) => known.get(chatId)?.mayManage === true,
    create(payload: Payload, id: number): Payload {
      const { mayManage, topics } = forum(payload);
      if (!mayManage) throw bad("not enough rights to create a topic");
      const name = typeof payload.name === "string" ? payload.name : "";
      if (name.trim() === "") throw bad("TOPIC_TITLE_EMPTY");
      if (name.length > 128) throw bad("topic name is too long");
      topics.push({ id, name, closed: false, gone: false });
      return { message_thread_id: id, name, icon_color: 7_322_096 };
    },
    close: (payload: Payload) => setClosed(payload, true),
    reopen: (payload: Payload) => setClosed(payload, false),
    remove(chatId: string, id: number): void {
      gone.add(`${chatId}/${id}`);
      const found = known.get(chatId)?.topics.find((one) => one.id === id);
      if (found) found.gone = true;
    },
    /** Refuses what is sent into a topic that is not there. */
    check(chatId: string, id: number | undefined): void {
      const found = known.get(chatId)?.topics.find((one) => one.id === id);
      const missing = known.has(chatId) && id !== undefined && !found;
      if (missing || found?.gone || gone.has(`${chatId}/${id}`)) throw bad("message thread not found");
      // An admin who may manage topics may write into a closed one, which stays closed.
      if (found?.closed && !known.get(chatId)?.mayManage) throw bad("TOPIC_CLOSED");
    },
    topics: (chatId: string): readonly Readonly<Topic>[] => known.get(chatId)?.topics ?? [],
  };
}

function bad(description: string): ApiRefusal {
  return new ApiRefusal(400, `Bad Request: ${description}`);
}
