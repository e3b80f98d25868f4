import { usePage } from "./page.ts";
import { TOGETHER } from "./phrases/together.ts";
import { useStore } from "./store.ts";

/** Whether a colleague is there, how much they have, and what they speak, in one line. */
export function ColleagueNote({ agentId }: { agentId: string }) {
  const { desk, locale } = usePage();
  const words = TOGETHER[locale];
  const one = useStore(desk.store, (state) => state.colleagues.find((each) => each.agentId === agentId));
  if (one === undefined) return null;
  const { standing, open, capacity, languages } = one;
  const spoken = languages.map((language) => words.languages[language]);
  return (
    <span class="soft small">
      <span class={`standing ${standing}`} aria-hidden="true" />
      {[words.standing[standing], words.load(open, capacity), ...spoken].join(" · ")}
    </span>
  );
}
