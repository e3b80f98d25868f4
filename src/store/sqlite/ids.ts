import { createHash, randomBytes } from "node:crypto";
import { base32 } from "@scure/base";
import type { Space } from "../../channel/contract.ts";

/** Id of an inbound event, and of the message it is: the same for every repetition of the delivery. */
export function eventIdOf(account: string, key: string): string {
  return derive([account, key]);
}

/** What tells one line of conversations from another: in a group each customer has an own one. */
export interface Lane {
  account: string;
  spaceId: string;
  thread: string;
  /** Empty in a direct chat. */
  actor: string;
}

export function laneOf(account: string, space: Space, actorId: string): Lane {
  const actor = space.kind === "dm" ? "" : actorId;
  return { account, spaceId: space.id, thread: space.thread ?? "", actor };
}

/** Id of the nth conversation of a lane: known before it is opened. */
export function conversationIdOf(lane: Lane, ordinal: number): string {
  return derive(["conversation", lane.account, lane.spaceId, lane.thread, lane.actor, String(ordinal)]);
}

/** Id of the note that counts what a flood left out, from the conversation and the number of its first. */
export function floodIdOf(conversationId: string, ordinal: number): string {
  return derive(["flood", conversationId, String(ordinal)]);
}

/** An id nobody can guess. */
export function randomId(): string {
  return base32.encode(randomBytes(10)).toLowerCase();
}

/** Ten bytes of a hash are sixteen characters of base32: no padding, no capitals, 80 bits. */
function derive(parts: string[]): string {
  const digest = createHash("sha256").update(parts.join("\n")).digest();
  return base32.encode(digest.subarray(0, 10)).toLowerCase();
}
