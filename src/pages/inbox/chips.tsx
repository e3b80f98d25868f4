import { useContext } from "preact/hooks";
import { Words } from "./phrases.ts";
import type { Owner, Priority } from "./types.ts";

/** Who has the conversation. */
export function OwnerChip({ owner, me }: { owner: Owner; me: string }) {
  const words = useContext(Words);
  if (owner.kind === "bot") return <span class="chip bot">{words.ownerBot}</span>;
  if (owner.kind === "queue") return <span class="chip queue">{words.ownerQueue}</span>;
  const mine = owner.agentId === me;
  return (
    <span class={mine ? "chip mine" : "chip agent"}>
      <bdi>{mine ? words.you : owner.agentName}</bdi>
    </span>
  );
}

const NAMES: Record<string, string> = {
  telegram: "Telegram",
  discord: "Discord",
  slack: "Slack",
  web: "Web",
  console: "Terminal",
};

/** The channel's name, without the number of our account there. */
export function ChannelName({ account }: { account: string }) {
  return <span class="channel">{channelName(account)}</span>;
}

export function channelName(account: string): string {
  const name = account.split(":")[0] ?? account;
  return NAMES[name] ?? name;
}

export function ReasonTag({ reason }: { reason: string }) {
  const words = useContext(Words);
  return <span class="reason">{words.reasons[reason] ?? reason}</span>;
}

/** Said in words and colour; nothing for what is normal. */
export function PriorityMark({ priority }: { priority: Priority | string }) {
  const words = useContext(Words);
  if (priority !== "urgent" && priority !== "high") return null;
  return <span class={`priority ${priority}`}>{words.priority[priority]}</span>;
}
