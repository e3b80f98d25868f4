import { useContext } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import type { Pending } from "./state.ts";

/** Words of ours that the history does not show yet: on their way, or stopped. */
export function PendingItem({ pending, edit, anyway }: { pending: Pending; edit(): void; anyway(): void }) {
  const words = useContext(Words);
  const { desk } = usePage();
  const { fate, why, note, key } = pending;
  const { fate: _, why: __, ...again } = pending;
  return (
    <li class={`message pending ${note ? "note" : "agent"} ${fate}`}>
      <p class="unseen">{words.you}</p>
      <div class="bubble">
        <p class="plain">{pending.text}</p>
        {pending.files?.map(({ key: file, name }) => (
          <p key={file} class="soft">
            <bdi>{name}</bdi>
          </p>
        ))}
      </div>
      <p class="meta">
        <span class={`fate ${fate === "sending" ? "sending" : "failed"}`}>
          {words.pending[fate]}
          {fate === "refused" && why !== undefined && <span class="detail">: {refusalText(why, words)}</span>}
        </span>
        {fate === "failed" && (
          <button type="button" class="link" onClick={() => void desk.say(again)}>
            {words.retry}
          </button>
        )}
        {fate === "refused" && why?.code === "reply_unsafe" && mayGo(why.problems) && (
          <button type="button" class="link" onClick={anyway}>
            {words.unsafe.anyway}
          </button>
        )}
        {fate === "refused" && why?.newer !== undefined && (
          <button type="button" class="link" onClick={anyway}>
            {words.unread.anyway}
          </button>
        )}
        {fate !== "sending" && (
          <>
            <button type="button" class="link" onClick={edit}>
              {words.edit}
            </button>
            <button type="button" class="link" onClick={() => desk.drop(key)}>
              {words.discard}
            </button>
          </>
        )}
      </p>
    </li>
  );
}

/** An agent may answer for what we do not know as ours; never for a secret. */
export function mayGo(problems: readonly { kind: string }[] | undefined): boolean {
  return problems?.every(({ kind }) => kind.startsWith("unknown-")) ?? false;
}
