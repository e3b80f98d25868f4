import { ApiRefusal } from "./telegram-faults.ts";

export type RawUpdate = { update_id: number } & Record<string, unknown>;

interface Webhook {
  url: string;
  secret: string;
}

/** The updates Telegram holds for the bot, and the two ways it hands them over: one at a time, never both. */
export function updateQueue(changed: () => void) {
  let nextId = 700_000_001;
  let held: RawUpdate[] = [];
  let confirmed = 0;
  let webhook: Webhook | undefined;
  let lastError: { last_error_date: number; last_error_message: string } | undefined;
  let waiting: { wake(): void; end(refusal: ApiRefusal): void } | undefined;
  let delivering = false;
  let closed = false;

  function push(content: Record<string, unknown>): number {
    const id = typeof content.update_id === "number" ? content.update_id : nextId++;
    held.push({ ...content, update_id: id });
    waiting?.wake();
    void deliver();
    return id;
  }

  /** Long poll. A second one ends the first with 409, like the real thing; `gone` aborts with the client. */
  async function getUpdates(request: Record<string, unknown>, gone: AbortSignal): Promise<RawUpdate[]> {
    if (webhook) {
      const words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook";
      throw new ApiRefusal(409, `${words} to delete the webhook first`);
    }
    waiting?.end(
      new ApiRefusal(409, "Conflict: terminated by other getUpdates request; make sure that only one runs"),
    );
    const offset = typeof request.offset === "number" ? request.offset : 0;
    const newest = held.at(-1)?.update_id ?? nextId - 1;
    // An offset far beyond the newest update is not believed: ids are given anew after a quiet week.
    if (offset <= newest + 10) confirm(offset);
    const limit = Math.min(100, typeof request.limit === "number" ? request.limit : 100);
    if (held.length === 0) await arrival(Number(request.timeout ?? 0) * 1_000, gone);
    return held.slice(0, limit);
  }

  function arrival(ms: number, gone: AbortSignal): Promise<void> {
    if (ms <= 0 || gone.aborted || closed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const over = (settle: () => void) => {
        clearTimeout(timer);
        if (waiting === mine) waiting = undefined;
        settle();
      };
      const mine = {
        wake: () => over(resolve),
        end: (refusal: ApiRefusal) => over(() => reject(refusal)),
      };
      const timer = setTimeout(mine.wake, ms);
      timer.unref();
      waiting = mine;
      gone.addEventListener("abort", mine.wake, { once: true });
    });
  }

  function confirm(offset: number): void {
    const before = held.length;
    held = held.filter((update) => update.update_id >= offset);
    confirmed = Math.max(confirmed, offset - 1);
    if (held.length !== before) changed();
  }

  /** One delivery at a time, in order, again and again until it is answered with 2xx. */
  async function deliver(): Promise<void> {
    if (delivering) return;
    delivering = true;
    for (let update = held[0]; webhook && update && !closed; update = held[0]) {
      const failure = await post(webhook, update);
      if (failure === undefined) {
        held.shift();
        confirmed = update.update_id;
      } else {
        lastError = { last_error_date: Math.floor(Date.now() / 1_000), last_error_message: failure };
        await new Promise((resolve) => setTimeout(resolve, 5).unref());
      }
      changed();
    }
    delivering = false;
  }

  async function post({ url, secret }: Webhook, update: RawUpdate): Promise<string | undefined> {
    const headers = {
      "content-type": "application/json",
      ...(secret ? { "x-telegram-bot-api-secret-token": secret } : {}),
    };
    try {
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(update) });
      await answer.arrayBuffer();
      return answer.ok ? undefined : `Wrong response from the webhook: ${answer.status}`;
    } catch {
      return "Connection failed";
    }
  }

  return {
    push,
    getUpdates,
    setWebhook(next: Webhook | undefined): void {
      webhook = next?.url ? next : undefined;
      void deliver();
    },
    webhookInfo: () => ({
      url: webhook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: held.length,
      ...lastError,
    }),
    /** Highest update id the bot has confirmed, by a later offset or by answering the webhook with 2xx. */
    confirmed: () => confirmed,
    pending: () => held.length,
    close(): void {
      closed = true;
      waiting?.wake();
    },
  };
}
