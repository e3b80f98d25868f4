import type { FileRef, OutboundPart } from "../channel/contract.ts";

/** One of our own messages as it stands, part by part: what may still become of it. */
export interface SentMessage {
  author: "bot" | "agent" | "system" | "customer" | "note";
  agentId?: string;
  takenBack: boolean;
  files: FileRef[];
  parts: SentPart[];
}

export interface SentPart {
  part: number;
  /**
   * `waiting`: nothing of it has left; `underway`: it may have; `sent`; `failed`: it surely is not there; `uncertain`: nobody
   * knows; `withdrawn`: it is not there and never will be.
   */
  state: "waiting" | "underway" | "sent" | "failed" | "uncertain" | "withdrawn";
  /** An earlier change of this part is not settled. */
  changing: boolean;
  body: OutboundPart;
  /** When its sending began. */
  sentAt?: number;
}

/** What a channel can do to what was sent. */
export interface Able {
  edits: boolean;
  deletes: boolean;
  deletesWithin?: number;
}

/** What happens to one part: in the store alone while nothing of it has left, else at the platform. */
export type AlterStep =
  | { do: "rewrite"; part: number; body: OutboundPart }
  | { do: "withdraw"; part: number }
  | { do: "edit"; part: number; body: OutboundPart }
  | { do: "delete"; part: number };

export type AlterRefusal =
  | "no_such_reply"
  | "not_author"
  | "taken_back"
  | "channel_cannot"
  | "too_old"
  | "uncertain"
  | "does_not_fit";

type Plan = { ok: true; steps: AlterStep[] } | { ok: false; refusal: AlterRefusal };

/**
 * What has to happen for a message to say `wanted` (undefined: to be no more). New words go into the messages the old ones
 * went out as: those that are left over are removed, and what needs one more, or other files beside it, does not fit.
 */
export function planAlteration(
  sent: SentMessage,
  wanted: readonly OutboundPart[] | undefined,
  able: Able,
  at: number,
): Plan {
  if (sent.takenBack) return { ok: false, refusal: "taken_back" };
  const parts = sent.parts.filter(({ state }) => state !== "withdrawn");
  if (parts.some(({ state }) => state === "uncertain")) return { ok: false, refusal: "uncertain" };
  if (wanted !== undefined && !fits(wanted, parts)) return { ok: false, refusal: "does_not_fit" };
  const steps: AlterStep[] = [];
  for (const [n, part] of parts.entries()) {
    const body = wanted?.[n];
    const step = body === undefined ? removal(part, able, at) : change(part, body, able);
    if (typeof step === "string") return { ok: false, refusal: step };
    if (step !== undefined) steps.push(step);
  }
  return { ok: true, steps };
}

function fits(wanted: readonly OutboundPart[], parts: readonly SentPart[]): boolean {
  if (wanted.length > parts.length) return false;
  return parts.every(({ body }, n) => sameFiles(body.files, wanted[n]?.files ?? []));
}

function sameFiles(before: readonly FileRef[], after: readonly FileRef[]): boolean {
  return before.length === after.length && before.every(({ id }, n) => id === after[n]?.id);
}

function change(part: SentPart, body: OutboundPart, able: Able): AlterStep | AlterRefusal | undefined {
  if (!part.changing && part.body.text === body.text) return undefined;
  if (hasNotLeft(part)) return { do: "rewrite", part: part.part, body };
  return able.edits ? { do: "edit", part: part.part, body } : "channel_cannot";
}

function removal(part: SentPart, able: Able, at: number): AlterStep | AlterRefusal {
  if (hasNotLeft(part)) return { do: "withdraw", part: part.part };
  if (!able.deletes) return "channel_cannot";
  const old = able.deletesWithin !== undefined && at - (part.sentAt ?? at) > able.deletesWithin;
  return old ? "too_old" : { do: "delete", part: part.part };
}

function hasNotLeft({ state }: SentPart): boolean {
  return state === "waiting" || state === "failed";
}
