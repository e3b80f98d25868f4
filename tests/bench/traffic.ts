import type { BenchApi } from "./bot-api.ts";
import { type Times, timesOf } from "./figures.ts";

/** What came of a run of customers' messages. */
export interface Answers {
  asked: number;
  answered: number;
  /** From writing to the reply's reaching Telegram. */
  times: Times;
  /** Replies a second, from the first question to the last reply. */
  perSecond: number;
}

interface Watch {
  asked(chatId: number): void;
  /** Resolves when everything is answered, or nothing has come for `quietMs`, or `longestMs` are over. */
  end(limits: { quietMs: number; longestMs: number }): Promise<Answers>;
}

/** Customers who write at a steady rate, whoever has been answered. */
export async function steady(
  api: BenchApi,
  texts: readonly string[],
  of: { perSecond: number; customers: number; quietMs: number },
): Promise<Answers> {
  const watch = watchReplies(api);
  const begun = performance.now();
  for (const [i, text] of texts.entries()) {
    const wait = begun + (i * 1000) / of.perSecond - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    ask(api, watch, i % of.customers, text);
  }
  return watch.end({ quietMs: of.quietMs, longestMs: of.quietMs * 2 });
}

/** Everything is waiting at once: how fast is it worked off? */
export async function backlog(
  api: BenchApi,
  texts: readonly string[],
  of: { customers: number; quietMs: number; longestMs: number },
): Promise<Answers> {
  const watch = watchReplies(api);
  for (const [i, text] of texts.entries()) ask(api, watch, i % of.customers, text);
  return watch.end(of);
}

let customersSoFar = 100_000;

/** Customers nobody has written with before. */
export function newCustomers(): void {
  customersSoFar += 100_000;
}

function ask(api: BenchApi, watch: Watch, customer: number, text: string): void {
  const chatId = customersSoFar + customer;
  watch.asked(chatId);
  api.say(chatId, text);
}

/** The first message to a chat after a question is its reply; later ones of the same answer are not counted. */
function watchReplies(api: BenchApi): Watch {
  const open = new Map<number, number[]>();
  const times: number[] = [];
  const begun = performance.now();
  let asked = 0;
  let last = begun;
  let complete = () => {};
  api.onSent((chatId) => {
    const at = open.get(chatId)?.shift();
    if (at === undefined) return;
    last = performance.now();
    times.push(last - at);
    if (times.length === asked) complete();
  });
  return {
    asked(chatId) {
      asked += 1;
      const queue = open.get(chatId) ?? [];
      queue.push(performance.now());
      open.set(chatId, queue);
    },
    async end({ quietMs, longestMs }) {
      const latest = performance.now() + longestMs;
      const all = new Promise<void>((resolve) => {
        complete = resolve;
        if (times.length === asked) resolve();
      });
      let timer: NodeJS.Timeout | undefined;
      const quiet = new Promise<void>((resolve) => {
        timer = setInterval(() => {
          const now = performance.now();
          if (now > latest || now - last > quietMs) resolve();
        }, 50);
      });
      await Promise.race([all, quiet]);
      clearInterval(timer);
      api.onSent(() => {});
      const seconds = (last - begun) / 1000;
      return {
        asked,
        answered: times.length,
        times: timesOf(times),
        perSecond: times.length / Math.max(0.001, seconds),
      };
    },
  };
}
