import type { MessageLimits } from "../answering/answer-length.ts";

/**
 * The longest text of one message on each shipped channel, so that an answer can be judged without opening any. The
 * adapters' own capabilities decide what is sent; a test keeps these from being wider. Slack's is that of one block.
 */
export const MESSAGE_LIMITS: MessageLimits = {
  web: { limit: 16_000, unit: "codepoint", counts: "markup" },
  telegram: { limit: 4000, unit: "utf16", counts: "visible" },
  discord: { limit: 1900, unit: "utf16", counts: "markup" },
  slack: { limit: 3000, unit: "utf16", counts: "markup" },
};
