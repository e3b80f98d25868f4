import { reasonOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { AuditStore } from "../store/access.ts";
import type { ContactStore } from "../store/contacts.ts";
import type { Eraser } from "./erasure.ts";
import { daysOf, type RetentionDays } from "./retention-days.ts";

/** What of one account has outlived its days. */
export interface RetentionLine {
  account: string;
  /** Absent: kept for ever. */
  days?: number;
  /** Resolved conversations that are older. */
  expired: number;
  /** When the oldest of them last had a word. */
  oldest?: number;
}

export interface Retention {
  /** What a run would erase now. Changes nothing. */
  plan(): Promise<RetentionLine[]>;
  /** Erases it, a few at a time; answers how many conversations went. A run that is under way is joined. */
  run(): Promise<number>;
  /** Runs a minute from now and then daily, until stopped. Does nothing where nothing is to be erased, ever. */
  start(): void;
  /** Resolves when a run under way has ended, which is after the batch it is at. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const FIRST_MS = 60_000;
/** One transaction: some 20 messages each, so some 10 ms. */
const BATCH = 20;

/** Erases what has been resolved for longer than it is kept. What is not resolved stays, however old. */
export function retention(parts: {
  days: RetentionDays;
  contacts: Pick<ContactStore, "accounts" | "expired" | "expiry">;
  eraser: Pick<Eraser, "conversations">;
  audit: Pick<AuditStore, "add">;
  clock: { now(): number; after(ms: number, work: () => void): () => void };
  log: Log;
}): Retention {
  const { days, contacts, clock, log } = parts;
  let running: Promise<number> | undefined;
  let cancel: (() => void) | undefined;
  let stopped = false;

  const before = (kept: number): number => clock.now() - kept * DAY_MS;

  async function eraseAccount(account: string, kept: number): Promise<number> {
    let erased = 0;
    while (!stopped) {
      const batch = await contacts.expired(account, before(kept), BATCH);
      if (batch.length === 0) break;
      const ids = batch.map(({ id }) => id);
      const done = await parts.eraser.conversations(ids, clock.now());
      erased += done.conversations;
      if (done.conversations === 0) break; // Opened anew in between: they are told next time.
    }
    return erased;
  }

  async function eraseAll(): Promise<number> {
    let erased = 0;
    for (const account of await contacts.accounts()) {
      const kept = daysOf(days, account);
      if (kept !== undefined) erased += await eraseAccount(account, kept);
    }
    await parts.audit.add({
      at: clock.now(),
      via: "operator",
      action: "retention",
      target: `conversations:${erased}`,
      address: "local",
      outcome: "done",
    });
    if (erased > 0) log.info({ conversations: erased }, "erased what was kept long enough");
    return erased;
  }

  async function run(): Promise<number> {
    running ??= eraseAll().finally(() => {
      running = undefined;
    });
    return running;
  }

  function daily(ms: number): void {
    cancel = clock.after(ms, () => {
      run()
        .catch((error) => log.error({ reason: reasonOf(error) }, "what was kept long enough was not erased"))
        .finally(() => {
          if (!stopped) daily(DAY_MS);
        });
    });
  }

  return {
    async plan() {
      const lines: RetentionLine[] = [];
      for (const account of await contacts.accounts()) {
        const kept = daysOf(days, account);
        if (kept === undefined) lines.push({ account, expired: 0 });
        else lines.push({ account, days: kept, ...(await contacts.expiry(account, before(kept))) });
      }
      return lines;
    },
    run,
    start() {
      if (days.usual !== undefined || Object.keys(days.channels).length > 0) daily(FIRST_MS);
    },
    async stop() {
      stopped = true;
      cancel?.();
      await running?.catch(() => undefined);
    },
  };
}
