import { usePage } from "../page.ts";
import { useStore } from "../store.ts";
import { Keys } from "./keys.tsx";
import { LinkCode } from "./link-code.tsx";
import { Password } from "./password.tsx";
import { SecondStep } from "./second-step.tsx";
import { Sessions } from "./sessions.tsx";
import { settingsApi } from "./settings-api.ts";
import { useLoaded } from "./use-loaded.ts";

/** Somebody's own way in: password, second step, sessions, keys, chat accounts. */
export function AccountPage() {
  const { desk } = usePage();
  const rights = useStore(desk.store, (state) => state.rights);
  const agent = useStore(desk.store, (state) => state.agent);
  const sessions = useLoaded(settingsApi.sessions);
  const [, readSessions] = sessions;
  return (
    <>
      <p>
        <b>
          <bdi>{agent.name}</bdi>
        </b>{" "}
        <span class="soft">{agent.email}</span>
      </p>
      <SecondStep changed={() => void readSessions()} />
      <Password changed={() => void readSessions()} />
      <Sessions read={sessions} />
      <Keys />
      {rights.includes("own.link") && <LinkCode />}
    </>
  );
}
