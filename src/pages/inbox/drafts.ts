import type { Memory } from "./memory.ts";

/** What an agent has written and not sent. */
export interface Draft {
  text: string;
  note: boolean;
  /** The idempotency key of an attempt whose outcome is not known: the same words go out under the same key. */
  key?: string;
  at: number;
}

export interface Drafts {
  get(conversationId: string): Draft | undefined;
  /** Keeps it; an empty text forgets it. Changed words lose the key of the attempt before. */
  set(conversationId: string, draft: Draft): void;
  /** Forgets what was sent, unless other words have been written since. */
  sent(conversationId: string, text: string): void;
  /** Forgets whatever was written there. */
  forget(conversationId: string): void;
}

const NAME = "drafts";
/** Drafts kept at most; the oldest go first. */
const MOST = 200;

/** Drafts by conversation, kept over reloads. Every tab reads afresh, so that one tab's draft is not lost to another. */
export function draftStore(memory: Memory): Drafts {
  const all = (): Record<string, Draft> => {
    try {
      return JSON.parse(memory.get(NAME) ?? "{}");
    } catch {
      return {};
    }
  };
  const keep = (drafts: Record<string, Draft>): void => {
    const newest = Object.entries(drafts)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, MOST);
    memory.set(NAME, newest.length === 0 ? null : JSON.stringify(Object.fromEntries(newest)));
  };
  const forget = (conversationId: string): void => {
    const { [conversationId]: _, ...others } = all();
    keep(others);
  };
  return {
    forget,
    get: (conversationId) => all()[conversationId],
    set(conversationId, draft) {
      if (draft.text === "") return forget(conversationId);
      const before = all()[conversationId];
      const { key: given, ...rest } = draft;
      const same = before?.text === draft.text && before.note === draft.note;
      const key = given ?? (same ? before?.key : undefined);
      keep({ ...all(), [conversationId]: { ...rest, ...(key === undefined ? {} : { key }) } });
    },
    sent(conversationId, text) {
      if (all()[conversationId]?.text === text) forget(conversationId);
    },
  };
}
