import { Fault, Field } from "../field.tsx";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import { Section } from "./section.tsx";
import { settingsApi } from "./settings-api.ts";
import { useForm } from "./use-form.ts";

/** A new password; all other sessions end with the old one. */
export function Password({ changed }: { changed(): void }) {
  const { desk, locale } = usePage();
  const say = ACCOUNT[locale].password;
  const { agent } = desk.store.get();
  const form = useForm(async (given, element) => {
    const answer = await settingsApi.changePassword({
      current: given("current-password"),
      password: given("new-password"),
    });
    if (!answer.ok) return answer;
    element.reset();
    desk.notify(say.done);
    changed();
    return undefined;
  });
  return (
    <Section title={say.title} lead={say.lead}>
      <form onSubmit={form.submit}>
        {/* Password managers want to know whose password it is. */}
        <input type="email" autocomplete="username" value={agent.email} readOnly hidden />
        <Field label={say.current} name="current-password" type="password" autocomplete="current-password" />
        <Field
          label={say.fresh}
          name="new-password"
          type="password"
          autocomplete="new-password"
          hint={say.hint}
        />
        <Fault text={form.fault} />
        <p>
          <button type="submit" class="secondary" disabled={form.busy}>
            {say.save}
          </button>
        </p>
      </form>
    </Section>
  );
}
