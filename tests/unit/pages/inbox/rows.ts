import type { Message, Row } from "../../../../src/pages/inbox/types.ts";

/** A row of the queue, with what a test cares about. */
export function rowOf(id: string, more: Partial<Row> = {}): Row {
  return {
    id,
    reference: `K-${id}`,
    account: "web",
    customer: { id },
    locale: "en",
    status: "open",
    owner: { kind: "queue", since: 1, reason: "wish", priority: "normal" },
    priority: "normal",
    lastText: "hello",
    lastAuthor: "customer",
    lastAt: 1,
    openedAt: 1,
    tags: [],
    ...more,
  };
}

/** A message of the customer, with what a test cares about. */
export function messageOf(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    seq,
    author: "customer",
    text: `words ${seq}`,
    choices: [],
    files: [],
    at: seq,
    found: [],
    ...more,
  };
}
