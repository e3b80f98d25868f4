import { TooManyTries } from "./too-many.ts";

/** Tries an account gets from one address before waiting begins. */
const FREE_TRIES = 5;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After this long without a try an account's count starts anew. */
const FORGET_MS = 60 * 60_000;
const PER_ADDRESS = 20;
const ADDRESS_WINDOW_MS = 60_000;
/** Bounds the memory a flood of addresses or names can take. */
const MAX_ENTRIES = 10_000;

/**
 * Slows down guessing: from the fifth try on, each one for the same account from the same address doubles the wait
 * (2 s, 4 s … 15 min), and an address has 20 tries a minute over all accounts. Tries are counted before they are
 * judged, so that many at once are not one. In memory: a restart forgets.
 */
export function lockout(now: () => number): {
  /** Counts a try. @throws TooManyTries when there must be none yet. */
  begin(account: string, address: string): void;
  /** The try was right: the account's count ends. */
  succeeded(account: string, address: string): void;
} {
  const accounts = new Map<string, { tries: number; until: number; last: number }>();
  const addresses = new Map<string, number[]>();

  function countAddress(address: string, at: number): void {
    const recent = (addresses.get(address) ?? []).filter(
      (time) => time > at - ADDRESS_WINDOW_MS && time <= at,
    );
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= PER_ADDRESS) refuse(oldest + ADDRESS_WINDOW_MS - at);
    renew(addresses, address, [...recent, at]);
    prune(addresses, (times) => (times.at(-1) ?? 0) <= at - ADDRESS_WINDOW_MS);
  }

  return {
    begin(account, address) {
      const at = now();
      const key = `${account}\n${address}`;
      const found = accounts.get(key);
      const known = found !== undefined && found.last > at - FORGET_MS ? found : { tries: 0, until: 0 };
      // A clock that was set back must not make a wait longer than it was: it begins anew.
      if (found !== undefined && found.last > at) {
        renew(accounts, key, { tries: found.tries, until: at + waitAfter(found.tries), last: at });
        if (found.until > at) refuse(waitAfter(found.tries));
      }
      if (at < known.until) refuse(known.until - at);
      countAddress(address, at);
      const tries = known.tries + 1;
      renew(accounts, key, { tries, until: at + waitAfter(tries), last: at });
      prune(accounts, (entry) => entry.last <= at - FORGET_MS);
    },
    succeeded(account, address) {
      accounts.delete(`${account}\n${address}`);
    },
  };
}

function waitAfter(tries: number): number {
  return tries < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (tries - FREE_TRIES + 1));
}

function refuse(waitMs: number): never {
  const seconds = Math.ceil(waitMs / 1000);
  throw new TooManyTries(`Too many tries. Wait ${seconds} s and try again.`, waitMs);
}

/** Sets an entry as the newest of its map. */
function renew<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}

function prune<T>(map: Map<string, T>, over: (value: T) => boolean): void {
  if (map.size <= MAX_ENTRIES) return;
  for (const [key, value] of map) if (over(value)) map.delete(key);
  for (const key of map.keys()) {
    if (map.size <= MAX_ENTRIES) break;
    map.delete(key);
  }
}
