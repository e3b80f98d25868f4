import { useContext, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import { Fault, Field } from "../field.tsx";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import { Words } from "../phrases.ts";
import { useStore } from "../store.ts";
import { dateAndTime } from "../times.ts";
import type { Agent, Key } from "../types.ts";
import { RoleChoice } from "./role-choice.tsx";
import { Awaited, Section, Sure, ToldOnce } from "./section.tsx";
import { settingsApi } from "./settings-api.ts";
import { useForm } from "./use-form.ts";
import { useLoaded } from "./use-loaded.ts";

/** Keys with which programs act in somebody's name. */
export function Keys() {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = ACCOUNT[locale].keys;
  const [read, again] = useLoaded(settingsApi.keys);
  const [made, setMade] = useState<string>();
  const [ending, setEnding] = useState<Key>();
  const agent = useStore(desk.store, (state) => state.agent);
  const form = useForm(async (given, element) => {
    const answer = await settingsApi.addKey({ name: given("name"), role: given("role") as Agent["role"] });
    if (!answer.ok) return answer;
    element.reset();
    setMade(answer.data.key);
    await again();
    return undefined;
  });
  const revoke = async (key: Key): Promise<void> => {
    const answer = await settingsApi.endKey(key.id);
    if (answer.ok) desk.notify(say.revoked(key.name));
    else desk.notify(refusalText(answer, words), "bad");
    await again();
  };
  return (
    <Section title={say.title} lead={say.lead}>
      <Awaited read={read} />
      {read?.ok && read.data.keys.length === 0 && <p class="soft">{say.none}</p>}
      <ul class="kept">
        {read?.ok && read.data.keys.map((key) => <KeyLine key={key.id} known={key} revoke={setEnding} />)}
      </ul>
      {made !== undefined && <ToldOnce key={made} title={say.madeTitle} lead={say.madeLead} text={made} />}
      <form class="in-row" onSubmit={form.submit}>
        <Field label={say.name} name="name" autocomplete="off" hint={say.nameHint} />
        <RoleChoice label={say.role} most={actingRole(agent)} />
        <button type="submit" class="secondary" disabled={form.busy}>
          {say.make}
        </button>
        <Fault text={form.fault} />
      </form>
      {ending !== undefined && (
        <Sure
          title={say.revokeOf(ending.name)}
          text={say.revokeSure(ending.name)}
          act={say.revoke}
          close={() => setEnding(undefined)}
          run={() => void revoke(ending)}
        />
      )}
    </Section>
  );
}

function KeyLine({ known, revoke }: { known: Key; revoke(key: Key): void }) {
  const { locale } = usePage();
  const { keys: say, roles } = ACCOUNT[locale];
  return (
    <li>
      <div>
        <b>{known.name || known.prefix}</b>
        <code class="soft">{known.prefix}…</code>
        <span class="chip">{roles[known.role]}</span>
        <span class="ways">
          <button
            type="button"
            class="link"
            aria-label={say.revokeOf(known.name || known.prefix)}
            onClick={() => revoke(known)}
          >
            {say.revoke}
          </button>
        </span>
      </div>
      <p class="plain">
        {known.usedAt === undefined ? say.unused : say.used(dateAndTime(known.usedAt, locale))}
      </p>
    </li>
  );
}

/** An admin without the second step acts as an agent. */
function actingRole({ role, totp }: Agent): Agent["role"] {
  return role === "admin" && !totp ? "agent" : role;
}
