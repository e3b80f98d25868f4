import type { ChannelPorts, InboundEvent, Receipt, Space } from "../channel/contract.ts";
import { languageOf } from "../conversation/language.ts";
import { route } from "../conversation/route.ts";
import { type Conversation, newConversation } from "../conversation/state.ts";
import { bound, name } from "../guard/bound.ts";
import { admit as admitFlood, type FloodBucket, type FloodLimits } from "../guard/flood.ts";
import { redact } from "../guard/secrets.ts";
import type { Locale } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { AdmitContext, Admitted, FeedChange, Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";

/** Customers whose flood buckets are remembered at once; the longest silent are forgotten first. */
const REMEMBERED_CUSTOMERS = 50_000;

export interface ReceiveContext {
  store: Store;
  clock: Clock;
  log: Log;
  /** Called after the commit with the conversations that have something to do. */
  wake(conversationIds: string[]): void;
  limitsOf(account: string): FloodLimits | undefined;
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
  const buckets = new Map<string, FloodBucket>();
  const watchers = spaceWatchers(store);

  async function receive(
    account: string,
    batch: { events: InboundEvent[]; cursor?: { name: string; value: string } },
  ): Promise<Receipt[]> {
    for (const event of batch.events) {
      if (event.kind === "space" && event.change === "migrated" && event.to !== undefined) {
        await store.inbound.moveSpace(account, event.space.id, event.to, clock.now());
      }
    }
    const receipts = await store.inbound.accept({
      account,
      at: clock.now(),
      events: batch.events,
      ...(batch.cursor === undefined ? {} : { cursor: batch.cursor }),
      route,
      admit: (event, admitContext) => admitted(event, admitContext, verdict(account, event)),
      open: opened(account),
    });
    const changed = receipts.flatMap((receipt) =>
      receipt.outcome === "accepted" && receipt.conversationId !== undefined ? [receipt.conversationId] : [],
    );
    context.wake([...new Set(changed)]);
    return receipts;
  }

  function verdict(account: string, event: InboundEvent): Admitted["flood"] {
    if (event.kind !== "message" && event.kind !== "unsupported") return "ok";
    const key = `${account}\n${event.actor.id}`;
    const { bucket, verdict } = admitFlood(buckets.get(key), clock.now(), context.limitsOf(account));
    buckets.delete(key);
    buckets.set(key, bucket);
    const oldest = buckets.keys().next();
    if (buckets.size > REMEMBERED_CUSTOMERS && !oldest.done) buckets.delete(oldest.value);
    return verdict;
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
      watch: (space, changed) => watchers.add(`${account}\n${space.id}`, changed),
      now: () => clock.now(),
    };
  }

  return { portsOf, close: watchers.close };
}

/** An event as it may be stored: texts redacted and bounded, names made harmless. */
function admitted(event: InboundEvent, context: AdmitContext, flood: Admitted["flood"]): Admitted {
  const expects = context.expects?.kind === "slot" ? context.expects.slot : undefined;
  const read = (text: string) =>
    redact(bound(text), { recent: context.recent, ...(expects === undefined ? {} : { expects }) });
  const found = new Set<string>();
  let ambiguousHash = false;
  const clean = (text: string): string => {
    const redaction = read(text);
    for (const { kind } of redaction.found) found.add(kind);
    if (redaction.ambiguous.length > 0) ambiguousHash = true;
    return redaction.text;
  };
  const actor =
    event.actor.name === undefined ? event.actor : { ...event.actor, name: name(clean(event.actor.name)) };
  const safe = { ...cleaned(event, clean), actor } as InboundEvent;
  found.delete("hash-or-key");
  return { event: safe, found: [...found], ambiguousHash, flood };
}

function cleaned(event: InboundEvent, clean: (text: string) => string): InboundEvent {
  switch (event.kind) {
    case "message":
    case "edit":
      return {
        ...event,
        text: clean(event.text),
        files: event.files.map((file) =>
          file.name === undefined ? file : { ...file, name: clean(file.name) },
        ),
      };
    case "command":
      return { ...event, name: event.name.slice(0, 32), args: clean(event.args) };
    case "rating":
      return event.comment === undefined ? event : { ...event, comment: clean(event.comment) };
    case "unsupported":
      return { ...event, label: clean(event.label) };
    default:
      return event;
  }
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
