import { useContext, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import { Fault, Field } from "../field.tsx";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import { INVITATIONS } from "../phrases/invitations.ts";
import { Words } from "../phrases.ts";
import { dateAndTime } from "../times.ts";
import type { Agent, Invitation } from "../types.ts";
import { RoleChoice } from "./role-choice.tsx";
import { Awaited, Section, ToldOnce } from "./section.tsx";
import { settingsApi } from "./settings-api.ts";
import { useForm } from "./use-form.ts";
import { useLoaded } from "./use-loaded.ts";

/** Inviting somebody, and who was invited. */
export function InvitationsPage() {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = INVITATIONS[locale];
  const [read, again] = useLoaded(settingsApi.invitations);
  const [made, setMade] = useState<{ email: string; link: string }>();
  const form = useForm(async (given, element) => {
    const answer = await settingsApi.invite({ email: given("email"), role: given("role") as Agent["role"] });
    if (!answer.ok) return answer.code === "conflict" ? { ...answer, message: say.taken } : answer;
    element.reset();
    // Without a public address the server knows only the path.
    const link = new URL(answer.data.link, location.origin).href;
    setMade({ email: answer.data.invitation.email, link });
    await again();
    return undefined;
  });
  const revoke = async ({ id, email }: Invitation): Promise<void> => {
    const answer = await settingsApi.revokeInvitation(id);
    if (answer.ok) desk.notify(say.revoked(email));
    else desk.notify(refusalText(answer, words), "bad");
    setMade(undefined);
    await again();
  };
  return (
    <Section title={say.title} lead={say.lead}>
      <form class="in-row" onSubmit={form.submit}>
        <Field label={say.email} name="email" type="email" autocomplete="off" />
        <RoleChoice label={say.role} most="admin" value="agent" />
        <button type="submit" class="secondary" disabled={form.busy}>
          {say.invite}
        </button>
        <Fault text={form.fault} />
      </form>
      {made !== undefined && (
        <ToldOnce key={made.link} title={say.madeTitle(made.email)} lead={say.madeLead} text={made.link} />
      )}
      <Awaited read={read} />
      {read?.ok && read.data.invitations.length === 0 && <p class="soft">{say.none}</p>}
      <ul class="kept">
        {read?.ok &&
          read.data.invitations.map((one) => (
            <Line key={one.id} invitation={one} revoke={() => void revoke(one)} />
          ))}
      </ul>
    </Section>
  );
}

function Line({ invitation, revoke }: { invitation: Invitation; revoke(): void }) {
  const { locale } = usePage();
  const say = INVITATIONS[locale];
  const { email, role, state, expiresAt } = invitation;
  return (
    <li>
      <div>
        <b>{email}</b>
        <span class="chip">{ACCOUNT[locale].roles[role]}</span>
        <span class={state === "open" ? "chip mine" : "chip"}>{say.states[state]}</span>
        {state === "open" && (
          <span class="ways">
            <button type="button" class="link" aria-label={say.revokeOf(email)} onClick={revoke}>
              {say.revoke}
            </button>
          </span>
        )}
      </div>
      {state === "open" && <p class="plain">{say.until(dateAndTime(expiresAt, locale))}</p>}
    </li>
  );
}
