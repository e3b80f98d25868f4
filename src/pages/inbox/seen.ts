import type { Message } from "./types.ts";

/** A message counts as read after it was in sight for this long. */
export const READ_MS = 2_000;

/** What the person at the composer has seen: when each message first came into sight. */
export interface Sight {
  /** Tells which messages are in sight now; call it at every change of the thread and when the page is looked at again. */
  look(messages: readonly Message[], at: number): void;
  /** Everything up to here is known, as when the person chose to send in spite of it. */
  know(seq: number): void;
  /** The newest message up to which this person can have read all that others said. */
  read(messages: readonly Message[], me: string, at: number): number;
}

/** Keeps what was seen in one conversation. What is there when it is opened counts as seen from the start. */
export function sightOf(opened: readonly Message[]): Sight {
  let known = newest(opened);
  const since = new Map<number, number>();
  return {
    look(messages, at) {
      for (const { seq } of messages) if (seq > known && !since.has(seq)) since.set(seq, at);
    },
    know(seq) {
      known = Math.max(known, seq);
    },
    read(messages, me, at) {
      const unread = messages.filter((message) => {
        if (message.seq <= known || message.author === "system" || message.agentId === me) return false;
        const shown = since.get(message.seq);
        return shown === undefined || at - shown < READ_MS;
      });
      const first = Math.min(...unread.map(({ seq }) => seq));
      return Math.max(known, Math.min(newest(messages), first - 1));
    },
  };
}

function newest(messages: readonly Message[]): number {
  return messages.reduce((highest, { seq }) => Math.max(highest, seq), 0);
}
