import { Fragment } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { remember, remembered } from "./memory.ts";
import { MessageRow, PendingRow } from "./message.tsx";
import type { Locale } from "./phrases.ts";
import { type Message, shownOf, type Timeline } from "./timeline.ts";
import type { Chat } from "./use-chat.ts";
import { Words } from "./words.ts";

/** How far from the end still counts as reading the end, in CSS pixels. */
const NEAR_END = 120;

/** The conversation, read aloud as it grows; it follows its end unless the person scrolled up to read. */
export function Log({ chat, locale, onChosen }: { chat: Chat; locale: Locale; onChosen(): void }) {
  const words = useContext(Words);
  const { pending, typingUntil } = chat.timeline;
  const messages = shownOf(chat.timeline.messages);
  const [chosen, setChosen] = useState(chosenBefore);
  const scroll = useFollowedEnd(messages.length + pending.length, typingUntil, lastRevision(messages));
  const typing = useTyping(typingUntil);
  const open = openChoices(chat.timeline);

  const choose = async (message: Message, token: string): Promise<boolean> => {
    const arrived = await chat.choose(token);
    if (arrived) setChosen((before) => keepChosen({ ...before, [message.id]: token }));
    onChosen();
    return arrived;
  };

  return (
    <div class="scroll" ref={scroll.box} onScroll={scroll.onScroll}>
      <div
        role="log"
        aria-live={chat.caughtUp ? "polite" : "off"}
        aria-relevant="additions"
        aria-label={words.log}
      >
        <ol class="log">
          {messages.map((message, index) => (
            <Fragment key={message.seq}>
              <DayLine at={message.at} before={messages[index - 1]?.at} locale={locale} />
              <MessageRow
                message={message}
                first={!sameSpeaker(message, messages[index - 1])}
                time={timeOf(message.at, locale)}
                chosen={chosen[message.id]}
                choosable={message.seq === open}
                choose={(token) => choose(message, token)}
              />
            </Fragment>
          ))}
          {pending.map((one) => (
            <PendingRow key={one.clientId} pending={one} retry={() => chat.retry(one.clientId)} />
          ))}
        </ol>
      </div>
      <p class="typing" role="status">
        {typing && (
          <span class="bubble">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span class="unseen">{words.typing}</span>
          </span>
        )}
      </p>
      {scroll.behind && (
        <button type="button" class="behind" onClick={scroll.toEnd}>
          {words.newMessages} ↓
        </button>
      )}
    </div>
  );
}

function DayLine({ at, before, locale }: { at: number; before: number | undefined; locale: Locale }) {
  const words = useContext(Words);
  const day = new Date(at).toDateString();
  if (before !== undefined && new Date(before).toDateString() === day) return null;
  const format = new Intl.DateTimeFormat(regional(locale), { month: "long", day: "numeric" });
  return (
    <li class="day">
      <span>{day === new Date().toDateString() ? words.today : format.format(at)}</span>
    </li>
  );
}

/**
 * Follows the conversation: its end is kept in sight, but never so far that the start of the answer to the person's
 * own last message is lost, since the first line of an answer is what to do now.
 */
function useFollowedEnd(size: number, typingUntil: number, revision: number) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [behind, setBehind] = useState(false);
  const follow = (): void => {
    if (box.current !== null) box.current.scrollTo({ top: followedTop(box.current) });
    following.current = true;
    setBehind(false);
  };
  const toEnd = (): void => box.current?.scrollTo({ top: box.current.scrollHeight });
  useLayoutEffect(() => {
    if (following.current) follow();
    else setBehind(true);
  }, [size, typingUntil]);
  // Other words may be longer; they are no new message for who reads further up.
  useLayoutEffect(() => {
    if (following.current) follow();
  }, [revision]);
  // The box shrinks when the writing grows or the state line appears: what was in sight stays in sight.
  useEffect(() => {
    if (box.current === null) return;
    const observer = new ResizeObserver(() => {
      if (following.current) follow();
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = (): void => {
    if (box.current === null) return;
    const { scrollHeight, scrollTop, clientHeight } = box.current;
    const nearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    following.current = nearEnd || Math.abs(scrollTop - followedTop(box.current)) < 2;
    if (nearEnd) setBehind(false);
  };
  return { box, behind, toEnd, onScroll };
}

/** Where to scroll to: the end, or the person's own last message at the top where all below it does not fit. */
function followedTop(box: HTMLElement): number {
  const end = Math.max(0, box.scrollHeight - box.clientHeight);
  const own = [...box.querySelectorAll<HTMLElement>(".row.customer")].at(-1);
  if (own === undefined) return end;
  const top = own.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  return Math.min(end, Math.max(0, Math.floor(top) - 8));
}

function useTyping(until: number): boolean {
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    const left = until - Date.now();
    setTyping(left > 0);
    if (left <= 0) return;
    const timer = setTimeout(() => setTyping(false), left);
    return () => clearTimeout(timer);
  }, [until]);
  return typing;
}

/** The one message whose choices still mean something: the last that offers any, until somebody spoke or took over. */
function openChoices({ messages, state }: Timeline): number | undefined {
  if (state?.owner === "agent" && state.status !== "resolved") return undefined;
  const spoken = messages.findLast(({ author }) => author === "customer" || author === "agent")?.seq ?? 0;
  const offering = messages.findLast(({ choices }) => choices !== undefined && choices.length > 0)?.seq ?? 0;
  return offering > spoken ? offering : undefined;
}

function lastRevision(messages: readonly Message[]): number {
  return Math.max(0, ...messages.map(({ revised = 0 }) => revised));
}

function sameSpeaker(message: Message, before: Message | undefined): boolean {
  return before !== undefined && before.author === message.author && before.name === message.name;
}

function timeOf(at: number, locale: Locale): string {
  return new Intl.DateTimeFormat(regional(locale), { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** The browser's own region of the language shown: a reader in London has a 24-hour clock. */
function regional(locale: Locale): string {
  return navigator.languages.find((language) => language.toLowerCase().startsWith(locale)) ?? locale;
}

/** Which choice was pressed under which message: a button that did its work stays used after a reload. */
function chosenBefore(): Record<string, string> {
  try {
    return JSON.parse(remembered("chosen") ?? "{}");
  } catch {
    return {};
  }
}

function keepChosen(chosen: Record<string, string>): Record<string, string> {
  const recent = Object.fromEntries(Object.entries(chosen).slice(-100));
  remember("chosen", JSON.stringify(recent));
  return recent;
}
