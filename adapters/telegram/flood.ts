import type { Fault } from "./errors.ts";

/** Whom a refusal of a chat is taken to speak of; asked about every fault, so that it may tell. */
export type FloodScope = (fault: Fault, chat: string) => "space" | "account";

/**
 * Telegram does not say whether a 429 speaks of one chat or of the whole account. One chat's is taken for that
 * chat alone; when a second chat is refused while the first still has to wait, it is the account's.
 */
export function floodScope(now: () => number): FloodScope {
  let last = { chat: "", until: 0 };
  return (fault, chat) => {
    if (fault.kind !== "refused" || fault.code !== 429) return "space";
    const scope = last.chat !== chat && last.until > now() ? "account" : "space";
    last = { chat, until: now() + (fault.retryAfterMs ?? 0) };
    return scope;
  };
}
