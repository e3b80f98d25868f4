import type { Capabilities, Channel } from "./contract.ts";

/** What an account can do to what it sent: nothing without a way to, whatever its platform could. */
export function ableOf({
  alter,
  capabilities: { edits, deletes, deletesWithin },
}: Pick<Channel, "alter" | "capabilities">): Pick<Capabilities, "edits" | "deletes" | "deletesWithin"> {
  if (alter === undefined) return { edits: false, deletes: false };
  return { edits, deletes, ...(deletesWithin === undefined ? {} : { deletesWithin }) };
}
