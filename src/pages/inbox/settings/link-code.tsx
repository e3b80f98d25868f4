import { useContext, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import { Words } from "../phrases.ts";
import { dateAndTime } from "../times.ts";
import { Section, Sure, ToldOnce } from "./section.tsx";
import { settingsApi } from "./settings-api.ts";

/** A code that makes an account of a chat platform somebody's own. */
export function LinkCode() {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = ACCOUNT[locale].link;
  const [told, setTold] = useState<{ code: string; expiresAt: number }>();
  const [sure, setSure] = useState(false);
  const make = async (): Promise<void> => {
    const answer = await settingsApi.linkCode();
    if (answer.ok) setTold(answer.data);
    else desk.notify(refusalText(answer, words), "bad");
  };
  const forget = async (): Promise<void> => {
    const answer = await settingsApi.unlink();
    setTold(undefined);
    if (answer.ok) desk.notify(say.forgot(answer.data.ended));
    else desk.notify(refusalText(answer, words), "bad");
  };
  return (
    <Section title={say.title} lead={say.lead}>
      {told !== undefined && (
        <ToldOnce
          key={told.code}
          title={say.how}
          lead={say.until(dateAndTime(told.expiresAt, locale))}
          text={`/link ${told.code}`}
        />
      )}
      <p class="buttons">
        <button type="button" class="secondary" onClick={() => void make()}>
          {say.make}
        </button>
        <button type="button" class="link" onClick={() => setSure(true)}>
          {say.forget}
        </button>
      </p>
      {sure && (
        <Sure
          title={say.forget}
          text={say.forgetSure}
          act={say.forget}
          close={() => setSure(false)}
          run={() => void forget()}
        />
      )}
    </Section>
  );
}
