import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { SecretLabel } from "../text/redacted.tsx";
import { api } from "./api.ts";
import { DeskPage } from "./desk-page.tsx";
import { LazyReports } from "./lazy-reports.tsx";
import { memory } from "./memory.ts";
import { firstLocale, type Locale, PHRASES, Words } from "./phrases.ts";
import { SignIn } from "./sign-in.tsx";
import type { Me } from "./types.ts";

type Session = { state: "asking" } | { state: "out"; ended: boolean } | { state: "in"; me: Me };

/** The inbox: whoever is signed in gets the desk, everybody else the door. */
export function App({ tenant }: { tenant: string }) {
  const [locale, setLocale] = useState<Locale>(() => firstLocale(memory.get("locale"), navigator.language));
  const [session, setSession] = useState<Session>({ state: "asking" });
  const words = PHRASES[locale];
  const reporting = /^\/inbox\/reports\/?$/.test(location.pathname);

  useEffect(() => {
    let over = false;
    const ask = async (): Promise<void> => {
      const answer = await api.me();
      if (over) return;
      if (answer.ok) setSession({ state: "in", me: answer.data });
      else if (answer.status === 401 || answer.status === 403) setSession({ state: "out", ended: false });
      else setTimeout(ask, 2_000);
    };
    void ask();
    return () => {
      over = true;
    };
  }, []);

  useEffect(() => {
    document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
    if (session.state !== "in") document.title = words.sign.title(tenant);
  }, [locale, session.state, tenant, words]);

  const switchLocale = useCallback(() => {
    setLocale((before) => {
      const next = before === "zh" ? "en" : "zh";
      memory.set("locale", next);
      return next;
    });
  }, []);
  const signedOut = useCallback((ended: boolean) => setSession({ state: "out", ended }), []);
  const secret = useMemo(() => (kind: string) => words.secrets[kind] ?? words.secretRemoved, [words]);

  return (
    <Words.Provider value={words}>
      <SecretLabel.Provider value={secret}>
        {session.state === "out" && (
          <SignIn
            tenant={tenant}
            ended={session.ended}
            switchLocale={switchLocale}
            signedIn={(me) => setSession({ state: "in", me })}
          />
        )}
        {session.state === "in" && reporting && (
          <LazyReports
            allowed={session.me.rights.includes("reports.read")}
            locale={locale}
            switchLocale={switchLocale}
          />
        )}
        {session.state === "in" && !reporting && (
          <DeskPage
            key={session.me.agent.id}
            me={session.me}
            locale={locale}
            tenant={tenant}
            switchLocale={switchLocale}
            signedOut={signedOut}
          />
        )}
      </SecretLabel.Provider>
    </Words.Provider>
  );
}
