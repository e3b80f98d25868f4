/** One message, or one part of a long one (`id#part`), as the stream tells it. */
export interface Message {
  id: string;
  /** Its place. The stream tells a change under the same id with a later seq; the place stays the first one's. */
  seq: number;
  author: "bot" | "agent" | "system" | "customer";
  name?: string;
  text: string;
  choices?: { token: string; label: string }[];
  files?: { kind: string; name: string; url: string }[];
  at: number;
  inReplyTo?: string;
  /** Set when the words are not the first ones. */
  editedAt?: number;
  /** It was taken back; `text` is empty. */
  removed?: true;
  /** The seq of the newest telling, once a change came while the page was open. */
  revised?: number;
}

interface ConversationState {
  conversationId: string;
  status: "open" | "snoozed" | "resolved";
  owner: "bot" | "queue" | "agent";
  rating: boolean;
}

/** A message of the customer that the stream has not shown yet. */
export interface Pending {
  clientId: string;
  text: string;
  at: number;
  delivery: "sending" | "sent" | "failed" | "refused";
  messageId?: string;
  why?: string;
}

/** All that the page shows of the conversation. */
export interface Timeline {
  messages: Message[];
  pending: Pending[];
  state: ConversationState | undefined;
  /** Until when somebody is shown as writing. */
  typingUntil: number;
}

export type Change =
  | { type: "message"; message: Message }
  | { type: "state"; state: ConversationState }
  | { type: "typing"; until: number }
  | { type: "send"; pending: Pending }
  | { type: "retry"; clientId: string }
  | { type: "delivered"; clientId: string; messageId: string }
  | { type: "undelivered"; clientId: string; why?: string }
  | { type: "reset" };

export const EMPTY: Timeline = { messages: [], pending: [], state: undefined, typingUntil: 0 };

/** What one change makes of the timeline. No message is there twice: what is told again takes the place it has. */
export function changed(timeline: Timeline, change: Change): Timeline {
  switch (change.type) {
    case "message":
      return withMessage(timeline, change.message);
    case "state":
      return { ...timeline, state: change.state };
    case "typing":
      return { ...timeline, typingUntil: change.until };
    case "send":
      return { ...timeline, pending: [...timeline.pending, change.pending] };
    case "retry":
      return withPending(timeline, change.clientId, { delivery: "sending" });
    case "delivered":
      return delivered(timeline, change.clientId, change.messageId);
    case "undelivered":
      return withPending(
        timeline,
        change.clientId,
        change.why === undefined ? { delivery: "failed" } : { delivery: "refused", why: change.why },
      );
    case "reset":
      return { ...EMPTY, pending: timeline.pending };
  }
}

/** The messages to show: of what was taken back one line is left, and none where another part of it still stands. */
export function shownOf(messages: readonly Message[]): Message[] {
  const standing = new Set(messages.filter(({ removed }) => !removed).map(wholeOf));
  return messages.filter((message) => {
    if (!message.removed) return true;
    const whole = wholeOf(message);
    const shown = !standing.has(whole);
    standing.add(whole);
    return shown;
  });
}

function wholeOf({ id }: Message): string {
  return id.replace(/#\d+$/, "");
}

function withMessage(timeline: Timeline, message: Message): Timeline {
  const known = timeline.messages.find(({ id }) => id === message.id);
  if (known !== undefined) return withRevision(timeline, known, message);
  const messages = [...timeline.messages, message].sort((a, b) => a.seq - b.seq);
  if (message.author !== "customer") return { ...timeline, messages, typingUntil: 0 };
  // The stream may be quicker than the answer to our own request: then the words alone tell that it is ours.
  const own =
    timeline.pending.find((pending) => pending.messageId === message.id) ??
    timeline.pending.find((pending) => pending.messageId === undefined && pending.text === message.text);
  return { ...timeline, messages, pending: timeline.pending.filter((pending) => pending !== own) };
}

function withRevision(timeline: Timeline, known: Message, told: Message): Timeline {
  const newest = known.revised ?? known.seq;
  if (told.seq <= newest || sameWords(known, told)) return timeline;
  const revised = { ...told, seq: known.seq, revised: told.seq };
  return { ...timeline, messages: timeline.messages.map((one) => (one === known ? revised : one)) };
}

/** The stream tells every place of a message as it is now: after a reload a change comes again, and changes nothing. */
function sameWords(one: Message, other: Message): boolean {
  return one.text === other.text && one.editedAt === other.editedAt && one.removed === other.removed;
}

function delivered(timeline: Timeline, clientId: string, messageId: string): Timeline {
  if (timeline.messages.some((message) => message.id === messageId)) {
    return { ...timeline, pending: timeline.pending.filter((pending) => pending.clientId !== clientId) };
  }
  return withPending(timeline, clientId, { delivery: "sent", messageId });
}

function withPending(timeline: Timeline, clientId: string, change: Partial<Pending>): Timeline {
  const pending = timeline.pending.map((one) => (one.clientId === clientId ? { ...one, ...change } : one));
  return { ...timeline, pending };
}
