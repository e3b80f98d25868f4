import { type ActAnswer, api, mayPass, newKey, type Refused, type Verb } from "./api.ts";
import { coalesced } from "./coalesce.ts";
import { type FeedListener, followFeed } from "./feed.ts";
import { tellsErased, without } from "./forgetting.ts";
import { type Lists, lists } from "./lists.ts";
import { type Followed, followed } from "./live.ts";
import { type Sending, sending } from "./sending.ts";
import { firstState, type Patch, type State, stillPending } from "./state.ts";
import { type Store, storeOf } from "./store.ts";
import type { Case, Colleague, Me, View, Watcher } from "./types.ts";

/** Everything the signed-in page knows and can do. */
export interface Desk extends Sending {
  store: Store<State>;
  lists: Lists;
  /** Reads a conversation anew; undefined when that failed. */
  load(id: string): Promise<Case | undefined>;
  /** Does an act at once on the screen, then truly; on a refusal the screen goes back and the owner is known. */
  act(id: string, verb: Verb, more?: { body?: Record<string, unknown>; patch?: Patch }): Promise<ActAnswer>;
  /** Puts a tag on a conversation or takes it off; what it carries then is on the screen. */
  tag(id: string, tag: string, on: boolean): Promise<Refused | undefined>;
  /** "I'm on it": nobody else is called for a while. */
  acknowledge(alertId: string): Promise<void>;
  /** Says that I have a conversation open, and whether I write to the customer. */
  here(id: string, typing: boolean): Promise<void>;
  left(id: string): Promise<void>;
  /** Says whether I take cases. */
  choose(chosen: Colleague["chosen"]): Promise<void>;
  /** Asks anew who takes cases and how many each has. */
  readColleagues(): Promise<void>;
  /** Gives a reply that was sent other words, or without `text` takes it back. Resolves once the screen shows what came of it. */
  alter(
    messageId: string,
    conversationId: string,
    change: { key: string; text?: string; acknowledge?: true },
  ): Promise<Refused | undefined>;
  resend(messageId: string, conversationId: string): Promise<Refused | undefined>;
  /** A customer was erased: every word of these conversations leaves the page, and what is left is read anew. */
  forget(ids: readonly string[]): void;
  notify(text: string, tone?: "good" | "bad"): void;
  close(): void;
}

export interface DeskEvents {
  signedOut(): void;
  /** The server calls for a person, for the first time or once more. */
  rings(conversationId: string, call: "first" | "again"): void;
  /** The customer was erased: what was written to them goes too. */
  erased(conversationId: string): void;
}

/** Conversations kept in memory; the ones opened longest ago are read anew when they are wanted. */
const MOST_CASES = 60;
const CASE_GAP_MS = 60;
/** Asking for the colleagues says that I am here, too. */
const COLLEAGUES_MS = 60_000;

export function openDesk(me: Me, view: View, events: DeskEvents): Desk {
  const store = storeOf(firstState(me, view));
  let feed: { close(): void } | undefined;
  let position: Followed = { seq: 0 };
  let closed = false;

  const load = async (id: string): Promise<Case | undefined> => {
    const answer = await api.show(id);
    if (!answer.ok) {
      if (answer.status === 401) events.signedOut();
      else if (!mayPass(answer)) store.set({ missing: { ...store.get().missing, [id]: answer } });
      return undefined;
    }
    keep(answer.data);
    return store.get().cases[answer.data.conversation.id];
  };

  const keep = (read: Case): void => {
    const { cases, pending, agent: me } = store.get();
    const { id } = read.conversation;
    const known = cases[id];
    if (read.seq < (erasedAt.get(id) ?? 0)) return;
    // Answers may overtake each other: the one that was read later counts.
    if (known !== undefined && known.seq > read.seq) return;
    const { [id]: _, ...others } = cases;
    const kept = Object.fromEntries(Object.entries(others).slice(-MOST_CASES));
    store.set({ cases: { ...kept, [id]: read }, pending: stillPending(pending, read, me.id) });
  };

  /** Where the feed told that a conversation was erased: what was read before that still holds words. */
  const erasedAt = new Map<string, number>();
  const forget = (ids: readonly string[], seq = 0): void => {
    for (const id of ids) {
      const open = store.get().cases[id];
      erasedAt.set(id, Math.max(seq, erasedAt.get(id) ?? 0));
      if (open?.conversation.erasedAt !== undefined) continue;
      store.set(without(store.get(), id));
      events.erased(id);
      if (open !== undefined) void reload(id);
    }
    void listed.refresh();
  };

  const reloads = new Map<string, () => Promise<void>>();
  const reload = (id: string): Promise<void> => {
    const known = reloads.get(id);
    const run = known ?? coalesced(async () => void (await load(id)), CASE_GAP_MS);
    reloads.set(id, run);
    return run();
  };

  const readAlerts = coalesced(async () => {
    const answer = await api.alerts();
    if (!answer.ok) return;
    store.set({ alerts: Object.fromEntries(answer.data.alerts.map((one) => [one.conversationId, one])) });
  }, CASE_GAP_MS);

  const readColleagues = coalesced(async () => {
    const answer = await api.colleagues();
    if (answer.ok) store.set({ colleagues: answer.data.colleagues });
  }, CASE_GAP_MS);
  const here = setInterval(() => void readColleagues(), COLLEAGUES_MS);
  const readTags = coalesced(async () => {
    const answer = await api.tags();
    if (answer.ok) store.set({ tags: answer.data.tags });
  }, CASE_GAP_MS);

  const watched = (id: string, watchers: readonly Watcher[]): void => {
    const { [id]: _, ...others } = store.get().watchers;
    store.set({ watchers: watchers.length === 0 ? others : { ...others, [id]: watchers } });
  };

  const listed = lists(store, {
    seq(seq) {
      // The first list tells where the feed has to begin.
      if (feed !== undefined || closed) return;
      position = { seq };
      feed = followFeed(seq, listener);
    },
  });

  const listener: FeedListener = {
    item(item) {
      const then = followed(position, item);
      position = then.followed;
      if (!then.fresh) return;
      if (tellsErased(item)) return forget([item.conversationId], item.seq);
      void listed.refresh();
      if (store.get().cases[item.conversationId] !== undefined) void reload(item.conversationId);
      if (item.kind === "alert") void readAlerts();
      if (item.kind === "tags") void readTags();
      if (then.rings !== undefined) events.rings(item.conversationId, then.rings);
    },
    reset(seq) {
      position = { seq };
      const opened = Object.keys(store.get().cases);
      store.set({ cases: {} });
      void listed.refresh();
      void readAlerts();
      void readTags();
      for (const id of opened) void reload(id);
    },
    passing(kind, data) {
      if (kind === "availability") void readColleagues();
      else watched(String(data.conversationId), data.watchers as Watcher[]);
    },
    connected(yes) {
      if (yes) void readColleagues();
      if (store.get().connected !== yes) store.set({ connected: yes });
    },
    signedOut: events.signedOut,
  };

  const patched = (id: string, patch: Patch | undefined): void => {
    const { [id]: _, ...others } = store.get().patches;
    store.set({ patches: patch === undefined ? others : { ...others, [id]: patch } });
  };

  let notices = 0;
  const notify: Desk["notify"] = (text, tone = "good") => {
    notices += 1;
    store.set({ notice: { text, tone, id: notices } });
  };

  /** After an act: its conversation, then the lists, then the screen shows the truth alone. */
  const settleAct = async (id: string, answer: ActAnswer): Promise<void> => {
    await Promise.all([reload(id), answer.ok ? listed.refresh() : undefined]);
    patched(id, undefined);
    if (!answer.ok) void listed.refresh();
  };

  const act: Desk["act"] = async (id, verb, { body = {}, patch } = {}) => {
    if (patch !== undefined) patched(id, patch);
    const key = newKey();
    let answer = await api.act(id, verb, key, body);
    // The same key: whether the first call arrived or not, it is done once.
    if (!answer.ok && answer.status === 0) answer = await api.act(id, verb, key, body);
    if (!answer.ok && answer.status === 401) events.signedOut();
    if (!answer.ok) patched(id, undefined);
    void settleAct(id, answer);
    return answer;
  };

  const sends = sending(store, { reload, signedOut: events.signedOut });

  void begin();
  async function begin(): Promise<void> {
    void readAlerts();
    void readColleagues();
    void readTags();
    void api.agents().then((answer) => answer.ok && store.set({ agents: answer.data.agents }));
    void api.channels().then((answer) => answer.ok && store.set({ channels: answer.data.channels }));
  }

  return {
    store,
    lists: listed,
    load: (id) => load(id),
    act,
    ...sends,
    async tag(id, tag, on) {
      const answer = await api.tag(id, tag, on);
      if (!answer.ok) {
        if (answer.status === 401) events.signedOut();
        return answer;
      }
      const { cases } = store.get();
      const known = cases[id];
      if (known !== undefined) {
        store.set({ cases: { ...cases, [id]: { ...known, tags: answer.data.tags } } });
      }
      void listed.refresh();
      return undefined;
    },
    async acknowledge(alertId) {
      const answer = await api.acknowledge(alertId);
      if (!answer.ok) notify(answer.message, "bad");
      await readAlerts();
    },
    async here(id, typing) {
      const answer = await api.here(id, { typing });
      if (answer.ok) watched(id, answer.data.watchers);
    },
    async left(id) {
      watched(id, []);
      await api.here(id, { gone: true });
    },
    readColleagues,
    async choose(chosen) {
      const answer = await api.choose(chosen);
      if (answer.ok) store.set({ colleagues: answer.data.colleagues });
      else notify(answer.message, "bad");
    },
    async alter(messageId, conversationId, { key, text, ...how }) {
      const body = text === undefined ? undefined : { text, ...how };
      let answer = await api.alter(messageId, key, body);
      // The same key: whether the first call arrived or not, it is done once.
      if (!answer.ok && answer.status === 0) answer = await api.alter(messageId, key, body);
      if (!answer.ok && answer.status === 401) events.signedOut();
      await reload(conversationId);
      return answer.ok ? undefined : answer;
    },
    async resend(messageId, conversationId) {
      const answer = await api.resend(messageId);
      await reload(conversationId);
      return answer.ok ? undefined : answer;
    },
    forget: (ids) => forget(ids),
    notify,
    close() {
      closed = true;
      clearInterval(here);
      feed?.close();
    },
  };
}
