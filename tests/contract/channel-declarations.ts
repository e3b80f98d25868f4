import type { Absent } from "./channel-stage.ts";

/** What each channel cannot have, and why: shown in the suite's output, and told in the README's table. */
export const ABSENT: Readonly<Record<"telegram" | "discord" | "slack" | "web", Absent>> = {
  telegram: {
    remove: "Telegram tells a bot nothing of deletions",
    lookup: "a bot cannot read what it has posted",
  },
  discord: {
    age: "Discord sets no limit of time to a bot's own messages",
    lookup: "the nonce makes sending again safe; nothing needs to be looked up",
  },
  slack: {
    block: "Slack tells nothing when a person mutes or closes an app's messages",
  },
  web: {
    edit: "the page has no editing and no deleting",
    remove: "the page has no editing and no deleting",
    mention: "nobody else reads along",
    chatter: "nobody else reads along",
    command: "there are buttons instead of commands",
    block: "closing the page is not told to anybody",
    gone: "a message is delivered once it is stored, so no send can go wrong",
    trouble: "a message is delivered once it is stored, so no send can go wrong",
    alterTrouble: "a message is delivered once it is stored, so no send can go wrong",
    erase: "nobody but us can remove what the page shows",
    age: "the page is ours: nothing gets too old to be changed",
    vanish: "a message is delivered once it is stored, so no send can go wrong",
    lookup: "a message is delivered once it is stored, so no send can go wrong",
  },
};
