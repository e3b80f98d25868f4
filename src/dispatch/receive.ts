import type { Actor, ChannelPorts, InboundEvent, Receipt, Space } from "../channel/contract.ts";
import type { FormDialog } from "../channel/dialog.ts";
import type { OwnFiles } from "../channel/own-files.ts";
import { dialogOf } from "../conversation/form-dialog.ts";
import { languageOf } from "../conversation/language.ts";
import { route } from "../conversation/route.ts";
import { type Conversation, newConversation } from "../conversation/state.ts";
import type { FloodLimits } from "../guard/flood.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { FeedChange, Store } from "../store/store.ts";
import { admitted } from "./admit.ts";
import type { Clock } from "./clock.ts";
import { createFloodGates } from "./flood-gates.ts";

/** The door of the staff's rooms: what happens there is no customer's, and never becomes one. */
export interface StaffDoor {
  /** Does this event belong there? All that happens in a room does, and whoever says who they are in a direct message. */
  takes(account: string, event: InboundEvent): boolean;
  /** Stores what it takes; resolves after the commit. A repeated key is a no-op. */
  accept(account: string, events: InboundEvent[]): Promise<Receipt[]>;
}

export interface ReceiveContext {
  store: Store;
  clock: Clock;
  log: Log;
  /** Called after the commit with the conversations that have something to do. */
  wake(conversationIds: string[]): void;
  limitsOf(account: string): FloodLimits | undefined;
  /** The bytes of a file, from the channel whose it is. */
  file: ChannelPorts["file"];
  /** What an account keeps with us. */
  filesOf(account: string): OwnFiles;
  staff?: StaffDoor | undefined;
}

/**
 * The inbound door. Everything is guarded and bounded before it is stored; `receive` resolves after the commit.
 * Returns what each account's adapter is handed.
 */
export function createReceiver(context: ReceiveContext): {
  portsOf(account: string): ChannelPorts;
  close(): void;
} {
  const { store, clock } = context;
  const gates = createFloodGates(context.limitsOf);
  const watchers = spaceWatchers(store);

  async function receive(
    account: string,
    batch: { events: InboundEvent[]; cursor?: { name: string; value: string } },
  ): Promise<Receipt[]> {
    const [forStaff, events] = parted(batch.events, (event) => isStaffs(account, event));
    // Committed before the cursor that covers it: should the rest fail, it is delivered again and known.
    const first = await acceptStaffs(account, forStaff);
    for (const event of events) {
      if (event.kind === "space" && event.change === "migrated" && event.to !== undefined) {
        await store.inbound.moveSpace(account, event.space.id, event.to, clock.now());
      }
      if (event.kind === "space" && event.change === "removed") {
        await store.inbound.leaveSpace(account, event.space.id, clock.now());
      }
    }
    const at = clock.now();
    const flood = gates.enter(account, at);
    try {
      const receipts = await store.inbound.accept({
        account,
        at,
        events,
        ...(batch.cursor === undefined ? {} : { cursor: batch.cursor }),
        route,
        admit: (event, around) => admitted(event, around, flood.verdict(event), context.log),
        open: opened(account),
      });
      flood.kept();
      context.wake(changedBy(receipts));
      return inOrder(batch.events, [...first, ...receipts], [...forStaff, ...events]);
    } catch (error) {
      flood.dropped();
      throw error;
    }
  }

  function isStaffs(account: string, event: InboundEvent): boolean {
    return event.staff === true || context.staff?.takes(account, event) === true;
  }

  async function acceptStaffs(account: string, events: InboundEvent[]): Promise<Receipt[]> {
    if (events.length === 0) return [];
    if (context.staff === undefined) return events.map(({ key }) => ({ key, outcome: "ignored" }));
    return context.staff.accept(account, events);
  }

  function portsOf(account: string): ChannelPorts {
    return {
      receive: (batch) => receive(account, batch),
      cursor: {
        get: (cursor) => store.inbound.cursor(account, cursor),
        set: (cursor, value) => store.inbound.setCursor(account, cursor, value),
      },
      conversationOf: (space, actor) => store.inbound.conversationOf(account, space, actor.id),
      replay: (space, afterSeq, limit) => store.outbound.stream(account, space, afterSeq, limit),
      state: (space) => stateOf(store, account, space),
      form: (token, space, actor) => formOf(store, account, { token, space, actor }),
      file: context.file,
      files: context.filesOf(account),
      watch: (space, changed) => watchers.add(`${account}\n${space.id}`, changed),
      now: () => clock.now(),
    };
  }

  return { portsOf, close: watchers.close };
}

function parted<T>(all: readonly T[], first: (one: T) => boolean): [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const one of all) (first(one) ? yes : no).push(one);
  return [yes, no];
}

/** Receipts in the order in which their events were handed in. */
function inOrder(events: InboundEvent[], receipts: Receipt[], theirs: InboundEvent[]): Receipt[] {
  const byEvent = new Map(theirs.map((event, n) => [event, receipts[n]]));
  return events.flatMap((event) => byEvent.get(event) ?? []);
}

function changedBy(receipts: Receipt[]): string[] {
  const ids = receipts.flatMap(({ outcome, conversationId }) =>
    outcome === "accepted" && conversationId !== undefined ? [conversationId] : [],
  );
  return [...new Set(ids)];
}

function opened(account: string) {
  return (event: InboundEvent, id: string, at: number, previous: Conversation | undefined): Conversation =>
    newConversation({
      id,
      account,
      space: event.space,
      customer: {
        id: event.actor.id,
        ...(event.actor.name === undefined ? {} : { name: event.actor.name }),
      },
      locale: languageOf(event.kind === "message" ? event.text : "", previous?.locale ?? hinted(event)),
      at,
      ...(previous === undefined ? {} : { previousId: previous.id }),
    });
}

function hinted(event: InboundEvent): Locale {
  return event.actor.locale?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

async function formOf(
  store: Store,
  account: string,
  pressed: { token: string; space: Space; actor: Actor },
): Promise<FormDialog | undefined> {
  const { token, space, actor } = pressed;
  const found = await store.inbound.offered(account, space, actor.id, token);
  return found && dialogOf(found.conversation, found.choice.value);
}

async function stateOf(store: Store, account: string, space: Space) {
  const latest = await store.inbound.latest(account, space);
  if (latest === undefined) return undefined;
  return {
    conversationId: latest.id,
    status: latest.status,
    owner: latest.owner.kind,
    rating: latest.expects?.kind === "rating",
  };
}

/** Hands the store's changes to those who watch a space. */
function spaceWatchers(store: Store) {
  const listeners = new Map<string, Set<() => void>>();
  const close = store.watch((change: FeedChange) => {
    for (const listener of listeners.get(`${change.account}\n${change.spaceId}`) ?? []) listener();
  });
  return {
    close,
    add(key: string, changed: () => void): () => void {
      const set = listeners.get(key) ?? new Set();
      set.add(changed);
      listeners.set(key, set);
      return () => {
        set.delete(changed);
        if (set.size === 0) listeners.delete(key);
      };
    },
  };
}
