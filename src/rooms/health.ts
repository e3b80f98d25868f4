import type { ChannelHealth } from "../channel/contract.ts";

/** How a room is: as its channel is, and degraded while posts do not get through. */
export function roomHealth(): {
  up(): void;
  trouble(detail: string): void;
  now(channel: ChannelHealth): ChannelHealth;
} {
  let detail: string | undefined;
  return {
    up() {
      detail = undefined;
    },
    trouble(why) {
      detail = why;
    },
    now(channel) {
      if (channel.state !== "up" || detail === undefined) return channel;
      return { state: "degraded", detail: `posts wait: ${detail}` };
    },
  };
}
