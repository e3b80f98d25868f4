import type { Capabilities } from "../../src/channel/contract.ts";
import type { Pace } from "../../src/channel/paces.ts";
import { LIMITS } from "./encode.ts";

/** docs.slack.dev/apis/web-api/rate-limits: one message a second to a channel of any kind, short bursts pass. */
const ONE_A_SECOND: Pace = { messages: 5, withinMs: 5_000 };

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
  paces: { dm: [ONE_A_SECOND], group: [ONE_A_SECOND], channel: [ONE_A_SECOND] },
  idempotent: false,
};
