import type { Capabilities } from "../../src/channel/contract.ts";
import { LIMITS } from "./encode.ts";

/** What one message on Slack can carry. */
export const capabilities: Capabilities = {
  // 12,000 characters of blocks in a message; the rest is room for escapes and the labels of buttons.
  text: { limit: 9_000, unit: "utf16", counts: "markup" },
  // Words beside a file are one text in Slack's own writing, which escapes make longer.
  caption: 1_500,
  buttons: LIMITS.buttons,
  buttonLabel: LIMITS.label,
  // As many as Slack's own clients put into one. Each is uploaded anew, also one that is at Slack already.
  files: 10,
  edits: true,
  deletes: true,
  typing: true,
  idempotent: false,
};
