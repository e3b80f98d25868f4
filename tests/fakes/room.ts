import type {
  Capabilities,
  FileRef,
  InboundEvent,
  OutboundPart,
  SendResult,
} from "../../src/channel/contract.ts";
import type { RoomOpening, RoomPost, StaffRoom } from "../../src/channel/staff.ts";

/** How the fake platform takes one call; "lost" posts and says that nobody knows. */
type Script = "ok" | "lost" | Exclude<SendResult, { outcome: "sent" }>;

interface Posted {
  id: string;
  key: string;
  part: OutboundPart;
  replyTo?: string;
}

interface FakeThread {
  id: string;
  key: string;
  title: string;
  posts: Posted[];
  shelved: boolean;
}

export interface FakeRoom extends StaffRoom {
  readonly threads: FakeThread[];
  readonly marked: { id: string; state: "sent" | "failed" }[];
  /** Calls made, by name, in order. */
  readonly calls: string[];
  /** The next calls, in order; then everything goes well. */
  script(...steps: Script[]): void;
  /** Somebody deletes a thread. */
  drop(thread: string): void;
  /** The texts of a thread, the card first. */
  texts(thread?: number): string[];
}

export interface FakeRoomOptions {
  account?: string;
  idempotent?: boolean;
  capabilities?: Partial<Capabilities>;
}

/** A room whose platform does what the test says. */
export function fakeRoom(options: FakeRoomOptions = {}): FakeRoom {
  const threads: FakeThread[] = [];
  const marked: FakeRoom["marked"] = [];
  const calls: string[] = [];
  const steps: Script[] = [];
  let n = 0;
  const idempotent = options.idempotent ?? true;
  const threadOf = (id: string) => threads.find((thread) => thread.id === id);
  const once = <T>(work: () => T): T | Exclude<SendResult, { outcome: "sent" }> => {
    const step = steps.shift() ?? "ok";
    if (step === "ok") return work();
    if (step !== "lost") return step;
    work();
    return { outcome: "unknown", detail: "no answer" };
  };
  const gone = { outcome: "failed", reason: "space_gone", detail: "no such thread" } as const;

  return {
    id: `${options.account ?? "fake:1"}/staff`,
    capabilities: {
      text: { limit: 4096, unit: "utf16", counts: "visible" },
      caption: 1024,
      buttons: 10,
      buttonLabel: 60,
      files: 10,
      edits: true,
      deletes: true,
      typing: false,
      ...options.capabilities,
      idempotent,
    },
    titleLimit: 100,
    threads,
    marked,
    calls,
    script: (...more) => void steps.push(...more),
    drop: (id) =>
      void threads.splice(
        threads.findIndex((thread) => thread.id === id),
        1,
      ),
    texts: (thread = 0) => threads[thread]?.posts.map(({ part }) => part.text) ?? [],
    async open({ idempotencyKey: key, title, card }): Promise<RoomOpening> {
      calls.push("open");
      return once((): RoomOpening => {
        const known = idempotent ? threads.find((thread) => thread.key === key) : undefined;
        const thread = known ?? { id: `t${threads.length + 1}`, key, title, posts: [], shelved: false };
        if (known === undefined) {
          thread.posts.push({ id: `p${++n}`, key, part: card });
          threads.push(thread);
        }
        return { outcome: "opened", thread: thread.id, ids: thread.posts.slice(0, 1).map(({ id }) => id) };
      });
    },
    async post({ idempotencyKey: key, thread: id, part, replyTo }: RoomPost) {
      calls.push("post");
      return once((): SendResult => {
        const thread = threadOf(id);
        if (thread === undefined) return gone;
        const known = idempotent ? thread.posts.find((one) => one.key === key) : undefined;
        if (known !== undefined) return { outcome: "sent", ids: [known.id] };
        const posted = { id: `p${++n}`, key, part, ...(replyTo === undefined ? {} : { replyTo }) };
        thread.posts.push(posted);
        thread.shelved = false;
        return { outcome: "sent", ids: [posted.id] };
      });
    },
    async change({ thread: id, id: post, part }) {
      calls.push("change");
      return once((): SendResult => {
        const found = threadOf(id)?.posts.find((one) => one.id === post);
        if (threadOf(id) === undefined) return gone;
        if (found === undefined) return { outcome: "failed", reason: "bad_format", detail: "not ours" };
        found.part = part;
        return { outcome: "sent", ids: [post] };
      });
    },
    async mark({ id, state }) {
      calls.push("mark");
      marked.push({ id, state });
    },
    async shelve(id) {
      calls.push("shelve");
      const thread = threadOf(id);
      if (thread !== undefined) thread.shelved = true;
    },
  };
}

let number = 0;

type Written =
  | { text: string; replyTo?: string; files?: FileRef[] }
  | { command: string; args?: string }
  | { press: string }
  | { edit: string; text: string }
  | { deleted: string };

/** Something that happens in the room; every one has a key of its own unless the test gives one. */
export function inRoom(
  who: string,
  thread: string | undefined,
  what: Written,
  fields: { at: number; key?: string },
): InboundEvent {
  number += 1;
  const base = {
    key: `r${number}`,
    space: { id: "staff", kind: "group" as const, ...(thread === undefined ? {} : { thread }) },
    actor: { id: who, name: who },
    addressed: "ambient" as const,
    staff: true as const,
    ...fields,
  };
  const msgId = `w${number}`;
  if ("command" in what)
    return { ...base, kind: "command", name: what.command, args: what.args ?? "", msgId };
  if ("press" in what) return { ...base, kind: "press", token: what.press };
  if ("edit" in what) return { ...base, kind: "edit", msgId: what.edit, text: what.text, files: [] };
  if ("deleted" in what) return { ...base, kind: "delete", msgIds: [what.deleted] };
  const replyTo = what.replyTo === undefined ? {} : { replyTo: what.replyTo };
  return { ...base, kind: "message", msgId, text: what.text, files: what.files ?? [], ...replyTo };
}
