import type { Absent } from "./channel-stage.ts";

/** What each channel cannot have, and why: shown in the suite's output, and told in the README's table. */
export const ABSENT: Readonly<Record<"telegram" | "discord" | "slack" | "web", Absent>> = {
  telegram: {
    remove: "Telegram tells a bot nothing of deletions",
    lookup: "a bot cannot read what it has posted",
  },
  discord: {
    lookup: "the nonce makes sending again safe; nothing needs to be looked up",
  },
  slack: {
    block: "Slack tells nothing when a person mutes or closes an app's messages",
    file: "a file goes out by an upload of its bytes (adapter's own suite)",
  },
  web: {
    edit: "the page has no editing",
    remove: "the page has no deleting",
    attach: "the page takes no files yet",
    mention: "the page has no room where others read along",
    chatter: "the page has no room where others read along",
    command: "the page has buttons instead of commands",
    block: "closing the page is not told to anybody",
    gone: "a customer's stream is kept as long as the conversation",
    trouble: "a message is delivered once it is stored: there is no call that could go wrong",
    vanish: "a message is delivered once it is stored: there is no call that could go wrong",
    file: "the page shows no files yet: they are named in the text",
    lookup: "a message is delivered once it is stored: nothing is ever uncertain",
    caption: "the page shows no files yet: they are named in the text",
  },
};
