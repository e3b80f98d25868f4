import type { Capabilities } from "../../src/channel/contract.ts";
import { LIMITS } from "./encode.ts";

/** What one message on Slack can carry. */
export const capabilities: Capabilities = {
  // 12,000 characters of blocks in a message; the rest is room for escapes and the labels of buttons.
  text: { limit: 9_000, unit: "utf16", counts: "markup" },
  caption: 0,
  buttons: LIMITS.buttons,
  buttonLabel: LIMITS.label,
  // A file can only be put into another conversation by uploading its bytes anew.
  files: 0,
  edits: true,
  deletes: true,
  typing: true,
  idempotent: false,
};
