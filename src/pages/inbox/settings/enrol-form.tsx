import { Fault, Field } from "../field.tsx";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import { QrCode } from "./qr-code.tsx";
import { settingsApi } from "./settings-api.ts";
import { useForm } from "./use-form.ts";

/** What goes into the authenticator app: base32, and the same as an `otpauth://` address. */
export interface Offer {
  secret: string;
  uri: string;
}

/** Brings the secret into the app, and takes the app's first code as proof that it arrived. */
export function EnrolForm(props: { offer: Offer; confirmed(codes: string[]): void; cancel(): void }) {
  const say = ACCOUNT[usePage().locale].step;
  const form = useForm(async (given) => {
    const answer = await settingsApi.confirmTotp(given("code"));
    if (!answer.ok) return answer;
    props.confirmed(answer.data.recoveryCodes);
    return undefined;
  });
  return (
    <form class="enrol" onSubmit={form.submit}>
      <p>{say.scan}</p>
      <QrCode text={props.offer.uri} label={say.qr} />
      <p>
        {say.type} <code class="typed">{inGroups(props.offer.secret)}</code>
      </p>
      <p>
        <a class="link" href={props.offer.uri}>
          {say.open}
        </a>
      </p>
      <Field label={say.first} name="code" autocomplete="one-time-code" hint={say.firstHint} focus />
      <Fault text={form.fault} />
      <p class="buttons">
        <button type="submit" class="primary" disabled={form.busy}>
          {say.confirm}
        </button>
        <button type="button" class="secondary" onClick={props.cancel}>
          {say.cancel}
        </button>
      </p>
    </form>
  );
}

/** Four letters at a time are easier to copy than thirty-two. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
