import { useContext, useState } from "preact/hooks";
import { fateOf } from "./fate.ts";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import type { Message } from "./types.ts";

/** How a message of ours fared, with the way out where there is one. */
export function DeliveryLine({ message, conversationId }: { message: Message; conversationId: string }) {
  const words = useContext(Words);
  const { desk } = usePage();
  const [sure, setSure] = useState(false);
  const fate = fateOf(message);
  if (fate === undefined) return null;
  const again = async (): Promise<void> => {
    setSure(false);
    const refused = await desk.resend(message.id, conversationId);
    if (refused !== undefined) desk.notify(refused.status === 0 ? words.unreached : refused.message, "bad");
  };
  return (
    <span class={`fate ${fate.state}`}>
      {words.delivery[fate.state]}
      {fate.detail !== undefined && <span class="detail">: {fate.detail}</span>}
      {fate.twice && <span> · {words.delivery.twice}</span>}
      {fate.state === "failed" && (
        <button type="button" class="link" onClick={() => void again()}>
          {words.retry}
        </button>
      )}
      {fate.state === "unknown" && !sure && (
        <button type="button" class="link" onClick={() => setSure(true)}>
          {words.sendAgain}
        </button>
      )}
      {sure && (
        <span class="sure">
          {words.sendAgainSure}
          <button type="button" class="link" onClick={() => void again()}>
            {words.sendAgainYes}
          </button>
          <button type="button" class="link" onClick={() => setSure(false)}>
            {words.sendAgainNo}
          </button>
        </span>
      )}
    </span>
  );
}
