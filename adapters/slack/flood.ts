import type { Fault } from "./errors.ts";

export type FloodScope = (fault: Fault, channel: string) => "space" | "account";

/**
 * Slack's limit on chat.postMessage is a channel's (about one a second), with another on the whole workspace. A 429 is
 * taken for the channel's; when a second channel is refused while the first still has to wait, it is the workspace's.
 */
export function floodScope(now: () => number): FloodScope {
  let last = { channel: "", until: 0 };
  return (fault, channel) => {
    if (fault.kind !== "limited") return "space";
    const scope = last.channel !== channel && last.until > now() ? "account" : "space";
    last = { channel, until: now() + (fault.retryAfterMs ?? 0) };
    return scope;
  };
}
