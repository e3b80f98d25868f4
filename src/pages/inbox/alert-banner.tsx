import { useContext } from "preact/hooks";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";

/** Why people are being called about this conversation, and the way to say that one sees to it. */
export function AlertBanner({ id }: { id: string }) {
  const words = useContext(Words);
  const { desk } = usePage();
  const alert = useStore(desk.store, (state) => state.alerts[id]);
  const mayAct = useStore(desk.store, (state) => state.mayAct);
  if (alert === undefined) return null;
  const { cause, reason, since, acknowledged } = alert;
  const why = (words.reasons as Record<string, string>)[reason];
  const minutes = Math.max(1, Math.round((Date.now() - since) / 60_000));
  return (
    <p class="alert-banner" role="status">
      <span>
        {words.alert[cause]}
        {why !== undefined && ` (${why})`}, {words.alert.since(minutes)}
      </span>
      {acknowledged !== undefined ? (
        <span class="soft">{words.alert.onIt(acknowledged.name)}</span>
      ) : (
        mayAct && (
          <button type="button" title={words.alert.onItHint} onClick={() => void desk.acknowledge(alert.id)}>
            {words.alert.mine}
          </button>
        )
      )}
    </p>
  );
}
