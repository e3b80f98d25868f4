import type { Log } from "../../src/log.ts";
import type { SlackApi } from "./api.ts";
import type { DecodeContext } from "./decode.ts";
import { historyEvents, timeOf } from "./decode-message.ts";
import { backoffMs, faultOf, isTokenRefusal } from "./errors.ts";
import type { Intake } from "./intake.ts";
import { nextCursor } from "./lookup.ts";
import { later, type Place, type Places, stampOf } from "./places.ts";

export interface CatchUpParts {
  api: SlackApi;
  places: Places;
  context(): DecodeContext;
  store: Intake["store"];
  log: Log;
  delay(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}

/** Slack takes about fifty reads of a history a minute (its Tier 3). */
const PACE_MS = 1_250;
const PAGE = 100;
const MOST_PAGES = 5;
/** Read again although it was seen: what came out of order, or was corrected a moment ago. Repeats fall out by their key. */
const OVERLAP_MS = 5 * 60_000;
const MOST_TRIES = 4;

/** Where to look for what: the messages of a direct message or a channel, or the answers in a thread. */
interface Reading {
  channel: string;
  thread?: string;
  oldest: string;
  places: Place[];
}

/**
 * Reads what was written while nobody listened: Slack sends an unacknowledged event three times in some six minutes and
 * never again. Known direct messages first, then threads, and known channels for calls; at Slack's pace, and no more
 * than five pages each. Ends quietly when `signal` aborts.
 */
export async function catchUp(parts: CatchUpParts): Promise<void> {
  const { log, delay, signal } = parts;
  let found = 0;
  for (const reading of readings(parts.places.list())) {
    if (signal.aborted) return;
    const result = await read(reading, parts);
    if (result === "stop") return;
    found += result;
    for (const place of reading.places) parts.places.release(place);
    await delay(PACE_MS, signal);
  }
  if (found > 0) log.info({ messages: found }, "slack: read what was written meanwhile");
}

function readings(list: readonly Place[]): Reading[] {
  const own = list.map((place): Reading => ({ ...place, oldest: before(place.seen), places: [place] }));
  const direct = own.filter(({ channel }) => channel.startsWith("D"));
  const threads = own.filter(({ channel }) => !channel.startsWith("D"));
  const channels = new Map<string, Reading>();
  for (const { channel, seen } of list) {
    const known = channels.get(channel);
    if (channel.startsWith("D") || (known && !later(before(seen), known.oldest))) continue;
    channels.set(channel, { channel, oldest: before(seen), places: [] });
  }
  return [...direct, ...threads, ...channels.values()];
}

function before(ts: string): string {
  return stampOf(Math.max(0, timeOf(ts) - OVERLAP_MS));
}

/** How many messages were handed in, or "stop" when there is no sense in going on. */
async function read(reading: Reading, parts: CatchUpParts): Promise<number | "stop"> {
  const { channel, thread, oldest } = reading;
  const messages: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (page > 0) await parts.delay(PACE_MS, parts.signal);
    const payload = { channel, oldest, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await patiently(
      thread === undefined ? "conversations.history" : "conversations.replies",
      thread === undefined ? payload : { ...payload, ts: thread },
      parts,
    );
    if (typeof answer === "string") return answer === "stop" ? "stop" : 0;
    if (Array.isArray(answer.messages)) messages.push(...answer.messages);
    cursor = nextCursor(answer);
    if (cursor === undefined) break;
  }
  const arrivals = historyEvents(inOrder(messages, oldest), channel, parts.context());
  try {
    for (const arrival of arrivals) await parts.store([arrival]);
  } catch {
    return "stop";
  }
  return arrivals.length;
}

/** Oldest first. A thread's first message comes with every page, however old it is. */
function inOrder(messages: readonly unknown[], oldest: string): unknown[] {
  const stamp = (message: unknown) => {
    const ts = typeof message === "object" && message !== null ? Reflect.get(message, "ts") : undefined;
    return typeof ts === "string" ? ts : "";
  };
  return messages
    .filter((message) => later(stamp(message), oldest))
    .sort((a, b) => (later(stamp(a), stamp(b)) ? 1 : -1));
}

/** One read, waiting as long as Slack asks. "skip": this place cannot be read; "stop": nothing can. */
async function patiently(
  method: string,
  payload: Record<string, unknown>,
  { api, log, delay, signal }: CatchUpParts,
): Promise<Record<string, unknown> | "skip" | "stop"> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    if (signal.aborted) return "stop";
    try {
      return await api.call(method, payload, { signal });
    } catch (error) {
      const fault = faultOf(error, api.redact);
      if (signal.aborted || isTokenRefusal(fault)) return "stop";
      if (fault.kind === "refused") {
        log.warn({ reason: fault.detail }, "slack: a history cannot be read");
        return fault.code === "missing_scope" ? "stop" : "skip";
      }
      await delay(fault.kind === "limited" ? (fault.retryAfterMs ?? 5_000) : backoffMs(attempt), signal);
    }
  }
  return "stop";
}
