import type {
  Channel,
  ChannelPorts,
  Delivery,
  InboundEvent,
  SendResult,
} from "../../src/channel/contract.ts";
import type { Post, Update } from "./platform.ts";

export interface HttpChannelOptions {
  url: string;
  account: string;
  idempotent: boolean;
  uncertain: "resend" | "hold";
}

/** A channel of the referee's platform: polls for updates, confirms what is on disk, posts answers. */
export function httpChannel(options: HttpChannelOptions): Channel {
  const { url, account } = options;
  let polling: Promise<void> = Promise.resolve();
  let stopped = false;

  async function poll(ports: ChannelPorts): Promise<void> {
    let offset = Number((await ports.cursor.get("offset")) ?? 0);
    while (!stopped) {
      try {
        const response = await fetch(`${url}/updates?account=${account}&offset=${offset}`);
        const updates = (await response.json()) as Update[];
        const newest = updates.at(-1)?.id ?? offset;
        if (newest > offset) {
          const cursor = { name: "offset", value: `${newest}` };
          await ports.receive({ events: updates.map(eventOf), cursor });
          offset = newest; // Confirmed by the next request, so only after the commit.
        }
      } catch {
        // The platform is away: asked again.
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  return {
    account,
    capabilities: {
      text: { limit: 4096, unit: "utf16", counts: "visible" },
      caption: 1024,
      buttons: 10,
      buttonLabel: 60,
      files: 10,
      edits: false,
      deletes: false,
      typing: false,
      idempotent: options.idempotent,
    },
    uncertain: options.uncertain,
    async start(ports) {
      polling = poll(ports);
    },
    send: (delivery, signal) => post(options, delivery, signal),
    health: () => ({ state: stopped ? "stopped" : "up" }),
    async stop() {
      stopped = true;
      await polling;
    },
    async close() {},
  };
}

function eventOf({ id, who, text, at }: Update): InboundEvent {
  return {
    kind: "message",
    key: `u${id}`,
    msgId: `${id}`,
    at,
    text,
    files: [],
    space: { id: who, kind: "dm" },
    actor: { id: who },
    addressed: "dm",
  };
}

async function post(
  options: HttpChannelOptions,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<SendResult> {
  const { idempotencyKey: key, space, author, replyTo } = delivery;
  const wanted: Post = {
    account: options.account,
    key,
    who: space.id,
    author,
    ...(replyTo === undefined ? {} : { replyTo }),
  };
  try {
    const body = JSON.stringify(wanted);
    const response = await fetch(`${options.url}/post`, { method: "POST", body, signal });
    await response.text();
    if (response.status === 429) {
      return { outcome: "retry", afterMs: 100, scope: "space", detail: "429" };
    }
    return { outcome: "sent", ids: [`${key}!`] };
  } catch (error) {
    return { outcome: "unknown", detail: String(error) };
  }
}
