/**
 * The day, month and year (UTC) of a time, as tokens. Messages come late and clocks are put right, so that their order
 * says little of their time: a stretch of time is asked for by the periods it is made of.
 */
export function periodTokens(at: number): string[] {
  const { year, month, day } = dateOf(at);
  return [`_d${year}-${month}-${day}`, `_m${year}-${month}`, `_y${year}`];
}

/** Times of messages lie between these, whoever's clock it is. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2070;
const DAY_MS = 86_400_000;

/** The fewest periods that together hold every time from one to another, both included: years, months, days. */
export function periodsOf(from: number | undefined, to: number | undefined): string[] {
  const first = Math.max(from ?? 0, Date.UTC(FIRST_YEAR, 0, 1));
  const last = Math.min(to ?? Number.MAX_SAFE_INTEGER, Date.UTC(LAST_YEAR + 1, 0, 1) - 1);
  const tokens: string[] = [];
  for (let at = Math.floor(first / DAY_MS) * DAY_MS; at <= last; ) {
    const { year, month, day } = dateOf(at);
    const [nextYear, nextMonth] = [Date.UTC(year + 1, 0, 1), Date.UTC(year, month, 1)];
    const [dayToken = "", monthToken = "", yearToken = ""] = periodTokens(at);
    if (month === 1 && day === 1 && nextYear - 1 <= last) {
      tokens.push(yearToken);
      at = nextYear;
    } else if (day === 1 && nextMonth - 1 <= last) {
      tokens.push(monthToken);
      at = nextMonth;
    } else {
      tokens.push(dayToken);
      at += DAY_MS;
    }
  }
  return tokens;
}

/** `month` counts from 1. */
function dateOf(at: number): { year: number; month: number; day: number } {
  const date = new Date(at);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
