import type BetterSqlite from "better-sqlite3";
import { storeError } from "./errors.ts";

export type Db = BetterSqlite.Database;

/**
 * Runs work in a transaction and resolves once it is on disk; a throw undoes all of this work and nothing else.
 * Work that is asked for in the same turn of the event loop shares one commit: a full sync costs milliseconds, however
 * much it covers. Never hand it an async function.
 */
export type Write = <T>(work: () => T) => Promise<T>;

/** Told how each piece of work ended, then how the commit around it ended. */
export interface CommitHooks {
  kept(): void;
  dropped(): void;
  committed(): void;
  aborted(): void;
}

interface Job {
  work(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Outcome = { job: Job } & ({ ok: true; value: unknown } | { ok: false; error: unknown });

/** One commit must not hold the event loop for long: what does not fit goes into the next. */
const LONGEST_COMMIT_MS = 20;

/** Taken before anybody puts a fake clock in its place: a commit is no matter of time. */
const afterThisTurn = setImmediate;

export function transactions(db: Db, hooks: CommitHooks): { write: Write; flush(): void } {
  let queue: Job[] = [];
  const inner = db.transaction((work: () => unknown) => work());
  const attempt = (job: Job): Outcome => {
    try {
      const value = inner(job.work); // A savepoint, as it runs inside the transaction of the batch.
      hooks.kept();
      return { job, ok: true, value };
    } catch (error) {
      hooks.dropped();
      if (!db.inTransaction) throw error; // A full disk may end the whole transaction, not only this part.
      return { job, ok: false, error };
    }
  };
  const together = db.transaction((jobs: Job[]): Outcome[] => {
    const begun = performance.now();
    const outcomes: Outcome[] = [];
    for (const job of jobs) {
      outcomes.push(attempt(job));
      if (performance.now() - begun > LONGEST_COMMIT_MS) break;
    }
    return outcomes;
  });
  const commit = (): void => {
    const jobs = queue;
    queue = [];
    if (jobs.length === 0) return;
    let outcomes: Outcome[];
    try {
      outcomes = together.immediate(jobs);
    } catch (error) {
      hooks.aborted();
      for (const job of jobs) job.reject(error);
      return;
    }
    queue = jobs.slice(outcomes.length);
    if (queue.length > 0) afterThisTurn(commit);
    hooks.committed();
    for (const outcome of outcomes) {
      if (outcome.ok) outcome.job.resolve(outcome.value);
      else outcome.job.reject(outcome.error);
    }
  };
  return {
    write: <T>(work: () => T): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        if (queue.length === 0) afterThisTurn(commit);
        queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      }),
    /** Commits what is asked for so far, before the database closes. */
    flush(): void {
      while (queue.length > 0) commit();
    },
  };
}

/** A part of the port as this folder implements it: reads answer at once, writes with their commit. */
export type Inside<Port> = {
  [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result | Promise<Result>
    : never;
};

/** The port from its inner form: a throw becomes a rejection, with database errors translated. */
export function asPromises<Port extends object>(methods: Inside<Port>): Port {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    (...args: unknown[]) => promised(() => (method as (...args: unknown[]) => unknown)(...args)),
  ]);
  return Object.fromEntries(wrapped) as Port;
}

/** Does a piece of store work; resolves with its result or rejects with a translated error. */
export async function promised<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}
