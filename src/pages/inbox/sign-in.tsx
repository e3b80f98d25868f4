import type { TargetedSubmitEvent } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { api, type Refused } from "./api.ts";
import { Fault, Field } from "./field.tsx";
import { Join } from "./join.tsx";
import { type Phrases, Words } from "./phrases.ts";
import type { Me } from "./types.ts";

/** The first admin is made at an address of its own: the terminal can name it. */
const SETUP = "/inbox/setup";
/** An invitation's link; its code is behind the #, which no server gets to see. */
const INVITATION = "/inbox/invitation";

type Side = "login" | "setup" | "join";

/** The door: sign in, join by an invitation, or make the first admin with the code from the terminal. */
export function SignIn(props: {
  tenant: string;
  ended: boolean;
  switchLocale(): void;
  signedIn(me: Me): void;
}) {
  const words = useContext(Words);
  const [side, setSide] = useState(sideOf(location.pathname));
  const enter = (me: Me): void => {
    if (sideOf(location.pathname) !== "login") history.replaceState(null, "", "/inbox");
    props.signedIn(me);
  };
  const texts = {
    login: [words.sign.title(props.tenant), words.sign.lead],
    setup: [words.sign.setupTitle, words.sign.setupLead],
    join: [words.sign.joinTitle(props.tenant), words.sign.joinLead],
  }[side];
  return (
    <main class="door">
      <div class="door-card">
        <header>
          <span class="mark" aria-hidden="true">
            {([...props.tenant][0] ?? "K").toUpperCase()}
          </span>
          <button
            type="button"
            class="quiet"
            onClick={props.switchLocale}
            lang={words.switchLanguage === "中文" ? "zh-CN" : "en"}
          >
            {words.switchLanguage}
          </button>
        </header>
        <h1>{texts[0]}</h1>
        <p class="soft">{texts[1]}</p>
        {props.ended && side === "login" && <p class="told">{words.sign.ended}</p>}
        {side === "login" && <Login enter={enter} />}
        {side === "setup" && <Setup enter={enter} />}
        {side === "join" && <Join enter={enter} />}
        <button type="button" class="link" onClick={() => setSide(side === "login" ? "setup" : "login")}>
          {side === "login" ? words.sign.first : words.sign.back}
        </button>
      </div>
    </main>
  );
}

function sideOf(path: string): Side {
  if (path === SETUP) return "setup";
  return path === INVITATION ? "join" : "login";
}

function Login({ enter }: { enter(me: Me): void }) {
  const words = useContext(Words);
  const [asksCode, setAsksCode] = useState(false);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const code = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asksCode) code.current?.focus();
  }, [asksCode]);

  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const given = String(data.get("totp") ?? "").trim();
    setBusy(true);
    const answer = await api.login({
      email: String(data.get("email")),
      password: String(data.get("password")),
      ...(given === "" ? {} : { code: given }),
    });
    setBusy(false);
    if (answer.ok) return enter(answer.data);
    const wantsCode = answer.code === "totp_required";
    setFault(wantsCode ? "" : loginFault(answer, words, given !== ""));
    if (wantsCode) setAsksCode(true);
  };

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label={words.sign.email} name="email" type="email" autocomplete="username" focus />
      <Field label={words.sign.password} name="password" type="password" autocomplete="current-password" />
      {asksCode && (
        <label>
          {words.sign.totp}
          <input
            ref={code}
            name="totp"
            autocomplete="one-time-code"
            inputMode="text"
            required
            aria-describedby="totp-hint"
          />
          <span class="hint" id="totp-hint">
            {words.sign.totpHint}
          </span>
        </label>
      )}
      <Fault text={fault} />
      <button type="submit" class="primary" disabled={busy}>
        {busy ? words.sign.busy : words.sign.in}
      </button>
    </form>
  );
}

function loginFault(answer: Refused, words: Phrases, code: boolean): string {
  if (answer.status === 401) return code ? words.sign.wrongCode : words.sign.wrong;
  if (answer.status === 429) return words.sign.tooMany;
  if (answer.status === 0) return words.unreached;
  return answer.message;
}

function Setup({ enter }: { enter(me: Me): void }) {
  const words = useContext(Words);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    const name = text("name");
    setBusy(true);
    const answer = await api.setup({
      code: text("code"),
      email: text("email"),
      password: String(data.get("password")),
      ...(name === "" ? {} : { name }),
    });
    setBusy(false);
    if (answer.ok) return enter(answer.data);
    const known: Record<number, string> = {
      401: words.sign.wrongSetup,
      409: words.sign.exists,
      429: words.sign.tooMany,
      0: words.unreached,
    };
    setFault(known[answer.status] ?? answer.message);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label={words.sign.code} name="code" autocomplete="off" focus />
      <Field label={words.sign.name} name="name" autocomplete="name" optional />
      <Field label={words.sign.email} name="email" type="email" autocomplete="username" />
      <Field label={words.sign.newPassword} name="password" type="password" autocomplete="new-password" />
      <Fault text={fault} />
      <button type="submit" class="primary" disabled={busy}>
        {busy ? words.sign.busy : words.sign.create}
      </button>
    </form>
  );
}
