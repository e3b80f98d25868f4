import { useContext } from "preact/hooks";
import { useNow, usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import { dateAndTime, leftOf, pressure } from "./times.ts";
import type { Case, Due } from "./types.ts";

/** Every target that runs: what it is, until when, and how it stands, in words and in colour. */
export function Targets({ shown }: { shown: Case }) {
  const words = useContext(Words);
  if (shown.conversation.owner.kind === "bot" || shown.conversation.status === "resolved") return null;
  return (
    <section class="card">
      <h3>{words.due.title}</h3>
      {shown.due.length === 0 && <p class="soft">{words.due.rests}</p>}
      <dl>
        {shown.due.map((due) => (
          <div key={due.kind}>
            <dt>{words.due.kinds[due.kind]}</dt>
            <dd>
              <Standing due={due} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Standing({ due }: { due: Due }) {
  const words = useContext(Words);
  const { locale } = usePage();
  const now = useNow();
  return (
    <>
      <time>{words.due.by(dateAndTime(due.at, locale))}</time>{" "}
      <span class={`wait ${pressure(due, now)}`}>{leftOf(due, now, words)}</span>
    </>
  );
}
