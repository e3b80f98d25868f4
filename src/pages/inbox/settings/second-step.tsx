import { useContext, useState } from "preact/hooks";
import { type Answer, api, type Refused } from "../api.ts";
import type { Desk } from "../desk.ts";
import { Fault, Field } from "../field.tsx";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";
import { Words } from "../phrases.ts";
import { useStore } from "../store.ts";
import { EnrolForm, type Offer } from "./enrol-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { Section } from "./section.tsx";
import { type Proof, settingsApi } from "./settings-api.ts";
import { useForm } from "./use-form.ts";

type Wish = "offer" | "renew" | "drop";
type Stage =
  | { at: "rest" }
  | { at: "prove"; wish: Wish }
  | { at: "enrol"; offer: Offer }
  | { at: "codes"; codes: string[] };

/** Setting the second step up, moving it to another phone, new recovery codes, and switching it off. */
export function SecondStep({ changed }: { changed(): void }) {
  const { desk, locale } = usePage();
  const say = ACCOUNT[locale].step;
  const agent = useStore(desk.store, (state) => state.agent);
  const [stage, setStage] = useState<Stage>({ at: "rest" });
  const rest = (): void => setStage({ at: "rest" });
  const on = agent.totp === true;
  const missing = agent.role === "admin" && !on;
  const mark = on ? (
    <span class="chip mine">{say.on}</span>
  ) : (
    <span class={missing ? "chip queue" : "chip"}>{missing ? say.missing : say.off}</span>
  );

  const proven = async (wish: Wish, proof: Proof): Promise<Refused | undefined> => {
    if (wish === "offer")
      return settle(await settingsApi.offerTotp(proof), (offer) => setStage({ at: "enrol", offer }));
    if (wish === "renew") {
      return settle(await settingsApi.renewCodes(proof), ({ recoveryCodes: codes }) =>
        setStage({ at: "codes", codes }),
      );
    }
    return settle(await settingsApi.dropTotp(proof), () => {
      rest();
      desk.notify(say.dropped);
      void refreshMe(desk);
    });
  };
  const confirmed = (codes: string[]): void => {
    setStage({ at: "codes", codes });
    desk.notify(say.done);
    void refreshMe(desk);
    changed();
  };

  return (
    <Section title={say.title} lead={say.lead} mark={mark}>
      {missing && stage.at !== "codes" && <p class="told">{say.missingWhy}</p>}
      {stage.at === "rest" && (
        <Choices on={on} admin={agent.role === "admin"} choose={(wish) => setStage({ at: "prove", wish })} />
      )}
      {stage.at === "prove" && (
        <ProveForm key={stage.wish} withCode={on} send={(proof) => proven(stage.wish, proof)} cancel={rest} />
      )}
      {stage.at === "enrol" && <EnrolForm offer={stage.offer} confirmed={confirmed} cancel={rest} />}
      {stage.at === "codes" && <RecoveryCodes codes={stage.codes} kept={rest} />}
    </Section>
  );
}

function Choices(props: { on: boolean; admin: boolean; choose(wish: Wish): void }) {
  const say = ACCOUNT[usePage().locale].step;
  if (!props.on) {
    return (
      <p>
        <button type="button" class="primary" onClick={() => props.choose("offer")}>
          {say.setUp}
        </button>
      </p>
    );
  }
  return (
    <>
      <p class="buttons">
        <button type="button" class="secondary" onClick={() => props.choose("renew")}>
          {say.renew}
        </button>
        <button type="button" class="secondary" onClick={() => props.choose("offer")}>
          {say.again}
        </button>
        {!props.admin && (
          <button type="button" class="link" onClick={() => props.choose("drop")}>
            {say.drop}
          </button>
        )}
      </p>
      {props.admin && <p class="soft small">{say.adminKeeps}</p>}
    </>
  );
}

/** Asks who is signed in to show that it is them: a browser left open must not change the locks. */
function ProveForm(props: {
  withCode: boolean;
  send(proof: Proof): Promise<Refused | undefined>;
  cancel(): void;
}) {
  const words = useContext(Words);
  const say = ACCOUNT[usePage().locale].step;
  const form = useForm((given) => {
    const code = given("code");
    return props.send({ password: given("password"), ...(code === "" ? {} : { code }) });
  });
  return (
    <form onSubmit={form.submit}>
      <p>{say.prove}</p>
      <Field label={say.yours} name="password" type="password" autocomplete="current-password" focus />
      {props.withCode && (
        <Field label={words.sign.totp} name="code" autocomplete="one-time-code" hint={words.sign.totpHint} />
      )}
      <Fault text={form.fault} />
      <p class="buttons">
        <button type="submit" class="primary" disabled={form.busy}>
          {say.goOn}
        </button>
        <button type="button" class="secondary" onClick={props.cancel}>
          {say.cancel}
        </button>
      </p>
    </form>
  );
}

function settle<T>(answer: Answer<T>, done: (data: T) => void): Refused | undefined {
  if (!answer.ok) return answer;
  done(answer.data);
  return undefined;
}

/** The second step changes what somebody may do: the page asks anew. */
async function refreshMe(desk: Desk): Promise<void> {
  const answer = await api.me();
  if (!answer.ok) return;
  const { agent, rights } = answer.data;
  desk.store.set({ agent, rights, mayAct: rights.includes("conversations.reply") });
}
