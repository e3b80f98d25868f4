import type BetterSqlite from "better-sqlite3";
import { storeError } from "./errors.ts";

export type Db = BetterSqlite.Database;

/** Runs work in one `BEGIN IMMEDIATE` transaction; a throw undoes all of it. Never hand it an async function. */
export type Write = <T>(work: () => T) => T;

/** A part of the port as this folder implements it: the same methods without the promises. */
export type Sync<Port> = {
  [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never;
};

/** Calls `committed` after each commit and `dropped` after each rollback. */
export function transactions(db: Db, hooks: { committed(): void; dropped(): void }): Write {
  const run = db.transaction((work: () => unknown) => work()).immediate;
  return <T>(work: () => T): T => {
    let result: T;
    try {
      result = run(work) as T;
    } catch (error) {
      hooks.dropped();
      throw error;
    }
    hooks.committed();
    return result;
  };
}

/** The port from its synchronous form: a throw becomes a rejection, with database errors translated. */
export function asPromises<Port extends object>(methods: Sync<Port>): Port {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    async (...args: unknown[]) => promised(() => (method as (...args: unknown[]) => unknown)(...args)),
  ]);
  return Object.fromEntries(wrapped) as Port;
}

/** Runs a piece of store work now; resolves with its result or rejects with a translated error. */
export async function promised<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    throw storeError(error);
  }
}
