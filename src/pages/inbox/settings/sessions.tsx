import { useContext, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import { usePage } from "../page.ts";
import { ACCOUNT, type AccountWords } from "../phrases/account.ts";
import { Words } from "../phrases.ts";
import { dateAndTime } from "../times.ts";
import type { Session } from "../types.ts";
import { deviceOf } from "./device.ts";
import { Awaited, Section, Sure } from "./section.tsx";
import { settingsApi } from "./settings-api.ts";
import type { useLoaded } from "./use-loaded.ts";

/** Where somebody is signed in, and a way to end it. */
export function Sessions(props: { read: ReturnType<typeof useLoaded<{ sessions: Session[] }>> }) {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = ACCOUNT[locale].sessions;
  const [read, again] = props.read;
  const [sure, setSure] = useState(false);
  const end = async (ending: ReturnType<typeof settingsApi.endSession>): Promise<void> => {
    const answer = await ending;
    if (!answer.ok) return desk.notify(refusalText(answer, words), "bad");
    desk.notify(say.ended("ended" in answer.data ? Number(answer.data.ended) : 1));
    await again();
  };
  const sessions = read?.ok ? read.data.sessions : [];
  return (
    <Section title={say.title} lead={say.lead}>
      <Awaited read={read} />
      <ul class="kept">
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session}>
            {session.current ? (
              <span class="chip mine">{say.current}</span>
            ) : (
              <button
                type="button"
                class="link"
                aria-label={say.endOf(deviceName(session.client, say))}
                onClick={() => void end(settingsApi.endSession(session.id))}
              >
                {say.end}
              </button>
            )}
          </SessionLine>
        ))}
      </ul>
      {sessions.length > 1 && (
        <p>
          <button type="button" class="secondary" onClick={() => setSure(true)}>
            {say.endOthers}
          </button>
        </p>
      )}
      {sure && (
        <Sure
          title={say.endOthers}
          text={say.endOthersSure}
          act={say.endOthers}
          close={() => setSure(false)}
          run={() => void end(settingsApi.endOthers())}
        />
      )}
    </Section>
  );
}

/** One session: what opened it, from where, and when it was used. */
export function SessionLine({
  session,
  children,
}: {
  session: Session;
  children?: preact.ComponentChildren;
}) {
  const { locale } = usePage();
  const say = ACCOUNT[locale].sessions;
  return (
    <li>
      <div>
        <b title={session.client}>{deviceName(session.client, say)}</b>
        <span class="soft">{session.address}</span>
        <span class="ways">{children}</span>
      </div>
      <p class="plain">
        {say.used(dateAndTime(session.usedAt, locale))} · {say.since(dateAndTime(session.at, locale))}
      </p>
    </li>
  );
}

function deviceName(client: string, say: AccountWords["sessions"]): string {
  const device = deviceOf(client);
  return "other" in device ? device.other || say.unknown : say.device(device.browser, device.system);
}
