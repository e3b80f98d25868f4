import { useContext } from "preact/hooks";
import type { Refused } from "./api.ts";
import { fitOf, LONGEST } from "./limits.ts";
import { usePage } from "./page.ts";
import { mayGo } from "./pending.tsx";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";
import type { Conversation, Newer } from "./types.ts";

/** What stands where the composer would be, while the conversation is somebody else's. */
export function TakeOver({ conversation, claim }: { conversation: Conversation; claim(): void }) {
  const words = useContext(Words);
  const { desk } = usePage();
  const { owner, status } = conversation;
  if (!desk.store.get().mayAct) return <p class="takeover">{words.takeover.readOnly}</p>;
  if (status === "resolved") return <p class="takeover">{words.takeover.resolved}</p>;
  if (owner.kind === "agent") return <p class="takeover">{words.takeover.other(owner.agentName)}</p>;
  return (
    <div class="takeover">
      <p>{words.takeover[owner.kind]}</p>
      <button type="button" class="primary" onClick={claim}>
        {owner.kind === "bot" ? words.acts.takeOver : words.acts.claim}
        <kbd>C</kbd>
      </button>
    </div>
  );
}

/** What is wrong about a reply that was stopped; the way past it only where an agent may answer for it. */
export function Unsafe({
  refused,
  anyway,
  label,
}: {
  refused: Refused;
  anyway(): void;
  /** Of the way past it, where that is not sending. */
  label?: string;
}) {
  const words = useContext(Words);
  const problems = refused.problems ?? [];
  const may = mayGo(problems);
  return (
    <div class="stopped" role="alert">
      <b>{words.unsafe.title}</b>
      <ul>
        {problems.map(({ kind, excerpt }, index) => (
          <li key={index}>
            {words.unsafe.kinds[kind] ?? kind}: <q>{excerpt}</q>
          </li>
        ))}
      </ul>
      <p>
        {may ? words.unsafe.check : words.unsafe.never}
        {may && (
          <button type="button" class="link" onClick={anyway}>
            {label ?? words.unsafe.anyway}
          </button>
        )}
      </p>
    </div>
  );
}

/** What came in and cannot have been read: the writer decides with it in sight. */
export function Unread(props: { newer: Newer; anyway(): void; back(): void }) {
  const words = useContext(Words);
  return (
    <div class="stopped unread" role="alert">
      <b>{words.unread.title(props.newer.count)}</b>
      <ul>
        {props.newer.messages.map((message) => (
          <li key={message.seq}>
            {message.name ?? words.authors[message.author]}: <q>{message.text}</q>
          </li>
        ))}
      </ul>
      <p>
        <button type="button" class="secondary" onClick={props.back}>
          {words.unread.back}
        </button>
        <button type="button" class="link" onClick={props.anyway}>
          {words.unread.anyway}
        </button>
      </p>
    </div>
  );
}

/** Says where a message of the channel ends, once the text comes near it. */
export function Limit({ text, note, account }: { text: string; note: boolean; account: string }) {
  const words = useContext(Words);
  const { desk } = usePage();
  const channels = useStore(desk.store, (state) => state.channels);
  const fit = fitOf(text, note ? undefined : channels.find((channel) => channel.account === account));
  if (text.length > LONGEST) {
    return (
      <span class="limit over" role="alert">
        {words.tooLong(LONGEST)}
      </span>
    );
  }
  if (fit.used * 2 < fit.limit) return <span class="limit hint">{words.enterHint}</span>;
  return (
    <span class={fit.parts > 1 ? "limit near" : "limit"} role="status">
      {words.limit(fit.used, fit.limit)}
      {fit.parts > 1 && ` · ${words.parts(fit.parts)}`}
    </span>
  );
}
