/** How many days an account's resolved conversations are kept; undefined: for ever. */
export interface RetentionDays {
  /** Of every channel that is not named. */
  usual?: number;
  channels: Record<string, number>;
}

const MOST_DAYS = 3650;

/**
 * Reads RETENTION_DAYS: a number for every channel (`365`), or channels with theirs (`telegram=90,web=30`); both together
 * name the exceptions (`365,web=30`). Faults name the entry, not what it says.
 */
export function readRetention(
  text: string,
): { ok: true; value: RetentionDays } | { ok: false; faults: string[] } {
  const days: RetentionDays = { channels: {} };
  const faults: string[] = [];
  const entries = text.split(/[,;\s]+/).filter((entry) => entry !== "");
  for (const [n, entry] of entries.entries()) {
    const [, name, number] = /^(?:([a-z]+)[=:])?(\d{1,4})$/i.exec(entry) ?? [];
    const count = Number(number);
    const twice = number !== undefined && name === undefined && days.usual !== undefined;
    if (number === undefined || twice || count < 1 || count > MOST_DAYS) {
      faults.push(
        `entry ${n + 1} is no number of days from 1 to ${MOST_DAYS}; write one for all, like 365, or channel=days, like telegram=90,web=30`,
      );
    } else if (name === undefined) days.usual = count;
    else days.channels[name.toLowerCase()] = count;
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: days };
}

/** Of an account ("telegram:42" → telegram). */
export function daysOf({ usual, channels }: RetentionDays, account: string): number | undefined {
  return channels[account.split(":")[0] ?? account] ?? usual;
}
