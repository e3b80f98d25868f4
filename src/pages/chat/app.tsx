import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { SecretLabel } from "../text/redacted.tsx";
import { Composer } from "./composer.tsx";
import { Log } from "./log.tsx";
import { remember, remembered } from "./memory.ts";
import { Token } from "./message-files.tsx";
import { firstLocale, type Locale, PHRASES } from "./phrases.ts";
import { type Chat, useChat } from "./use-chat.ts";
import { Words } from "./words.ts";

/** The customers' page: who we are, what we never ask for, and the conversation. */
export function App({ tenant }: { tenant: string }) {
  const [locale, setLocale] = useState<Locale>(() => firstLocale(remembered("locale"), navigator.language));
  const chat = useChat(locale);
  const box = useRef<HTMLTextAreaElement>(null);
  const words = PHRASES[locale];
  const fresh = chat.caughtUp && chat.timeline.messages.length + chat.timeline.pending.length === 0;

  useEffect(() => {
    document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
    document.title = words.title(tenant);
  }, [locale, tenant, words]);

  // On a touch screen the focus would throw the keyboard over the answer.
  const focus = (): void => {
    if (matchMedia("(pointer: fine)").matches) box.current?.focus();
  };
  const send = (text: string): void => {
    chat.send(text);
    box.current?.focus();
  };
  const switchLocale = (): void => {
    const next = locale === "zh" ? "en" : "zh";
    remember("locale", next);
    setLocale(next);
  };

  return (
    <Words.Provider value={words}>
      <SecretLabel.Provider value={() => words.secretRemoved}>
        <div class="page">
          <header>
            <span class="mark" aria-hidden="true">
              {[...tenant][0]?.toUpperCase()}
            </span>
            <h1>{words.title(tenant)}</h1>
            <button
              type="button"
              class="language"
              lang={locale === "zh" ? "en" : "zh-CN"}
              onClick={switchLocale}
            >
              {words.switchLanguage}
            </button>
          </header>
          <p class="safety">
            <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
              <path d="M12 3 5 6v5c0 4.6 2.9 8 7 10 4.1-2 7-5.4 7-10V6z" />
              <path d="m9 12 2 2 4-4" />
            </svg>
            {words.safety}
          </p>
          <main>
            {fresh && (
              <Intro
                tenant={tenant}
                ask={(question) => {
                  chat.send(question);
                  focus();
                }}
              />
            )}
            <Token.Provider value={chat.token}>
              <Log chat={chat} locale={locale} onChosen={focus} />
            </Token.Provider>
          </main>
          <StateLine chat={chat} />
          <Composer send={send} box={box} />
        </div>
      </SecretLabel.Provider>
    </Words.Provider>
  );
}

function Intro({ tenant, ask }: { tenant: string; ask(question: string): void }) {
  const words = useContext(Words);
  return (
    <section class="intro">
      <h2>{words.introTitle}</h2>
      <p>{words.introText(tenant)}</p>
      <ul>
        {words.questions.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => ask(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One line on how things stand: the connection first, then who is answering. */
function StateLine({ chat }: { chat: Chat }) {
  const words = useContext(Words);
  const online = useOnline();
  const { state, messages } = chat.timeline;
  const agent = messages.findLast((message) => message.author === "agent")?.name;
  let line = "";
  if (!online) line = words.offline;
  else if (!chat.connected) line = words.reconnecting;
  else if (state?.status === "resolved") line = words.resolved;
  else if (state?.owner === "queue") line = words.waiting;
  else if (state?.owner === "agent") line = words.withYou(agent);
  return (
    <p class={online && chat.connected ? "state" : "state broken"} role="status">
      {line}
    </p>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setOnline(navigator.onLine);
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return online;
}
