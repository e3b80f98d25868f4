/** An event on its way to the operator's own program. The id is the same for every attempt. */
export interface WebhookDelivery {
  id: string;
  type: string;
  conversationId: string;
  state: "ready" | "sent" | "dead";
  attempts: number;
  createdAt: number;
  /** When the next attempt may be made. */
  notBefore: number;
  settledAt?: number;
  /** How the last attempt failed. */
  detail?: string;
}

export interface WebhookEvent {
  id: string;
  type: string;
  conversationId: string;
  /** The whole request body, fixed when the event is queued. */
  body: string;
  /** From when its age counts. */
  at: number;
}

/** Webhooks on their way out, in the order of the feed. Each method is one transaction. */
export interface WebhookStore {
  /** Up to where the feed was read; undefined before the first time. */
  place(): Promise<number | undefined>;
  /** Queues events and keeps the place, together; an id that is there already is left as it is. */
  queue(place: number, events: readonly WebhookEvent[]): Promise<void>;
  /** The oldest that is neither delivered nor given up: nothing overtakes it. */
  next(): Promise<(WebhookDelivery & { body: string }) | undefined>;
  /** How an attempt ended; `retry` carries the time of the next. */
  settle(
    id: string,
    result:
      | { state: "sent" }
      | { state: "retry"; at: number; detail: string }
      | { state: "dead"; detail: string },
    at: number,
  ): Promise<void>;
  /** Newest first. */
  list(state: WebhookDelivery["state"] | undefined, limit: number): Promise<WebhookDelivery[]>;
  /** Puts a dead one back, to be delivered before all that came after it. False when it is not dead. */
  retry(id: string, at: number): Promise<boolean>;
  gauges(): Promise<{ waiting: number; dead: number; oldestAt?: number; lastDetail?: string }>;
  /** Forgets what was settled before this time. */
  prune(before: number): Promise<void>;
}
