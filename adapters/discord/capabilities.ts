import type { Capabilities } from "../../src/channel/contract.ts";
import { labelLimit } from "./encode.ts";

/** What a Discord message carries. */
export const capabilities: Capabilities = {
  // 2000 by Discord's own count; the rest is room for what escaping adds.
  text: { limit: 1900, unit: "utf16", counts: "markup" },
  caption: 1900,
  buttons: 25,
  buttonLabel: labelLimit,
  files: 10,
  edits: true,
  deletes: true,
  typing: true,
  // A nonce with enforce_nonce: the same one by us within minutes gives the message that is there already.
  idempotent: true,
};
