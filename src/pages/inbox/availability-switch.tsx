import { usePage } from "./page.ts";
import { TOGETHER } from "./phrases/together.ts";
import { useStore } from "./store.ts";

/** Whether I take cases: what holds now, and the way to change it. Nothing for who only reads. */
export function AvailabilitySwitch() {
  const { desk, locale } = usePage();
  const words = TOGETHER[locale];
  const me = useStore(desk.store, (state) => state.agent.id);
  const mayAct = useStore(desk.store, (state) => state.mayAct);
  const mine = useStore(desk.store, (state) => state.colleagues.find((one) => one.agentId === me));
  if (!mayAct || mine === undefined) return null;
  const on = mine.chosen === "available";
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={words.standing.available}
      class="rail-item standing-switch"
      title={on ? words.goAway : words.goAvailable}
      onClick={() => void desk.choose(on ? "away" : "available")}
    >
      <span class={`standing ${on ? "available" : "away"}`} aria-hidden="true" />
      <span class="rail-name">{words.standing[on ? "available" : "away"]}</span>
    </button>
  );
}
