import type { ComponentChildren } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Acts } from "./acts.ts";
import { ColleagueNote } from "./colleague-note.tsx";
import { Icon } from "./icons.tsx";
import { SHEET } from "./keys.ts";
import { usePage } from "./page.ts";
import { ARTICLES } from "./phrases/articles.ts";
import { CANNED } from "./phrases/canned.ts";
import { FILES } from "./phrases/files.ts";
import { Words } from "./phrases.ts";
import { useStore } from "./store.ts";
import { dateAndTime, snoozeTimes } from "./times.ts";
import type { Agent } from "./types.ts";

/** A window over the page that keeps the focus and gives it back; Escape closes it. */
export function Dialog(props: { title: string; close(): void; children: ComponentChildren }) {
  const words = useContext(Words);
  const box = useRef<HTMLDialogElement>(null);
  const over = useRef(false);
  // Before the effects of what is in it: one of them may give a box the focus.
  useLayoutEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    // Only the backdrop is the dialog itself.
    dialog?.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    return () => {
      over.current = true;
      // However it went away: only a dialog that is closed gives the focus back.
      dialog?.close();
    };
  }, []);
  return (
    <dialog ref={box} aria-label={props.title} onClose={() => over.current || props.close()}>
      <div class="dialog">
        <header>
          <h2>{props.title}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={words.acts.close}
            onClick={() => box.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

interface ActDialog {
  id: string;
  acts: Acts;
  close(): void;
}

export function TransferDialog({ id, acts, close }: ActDialog) {
  const words = useContext(Words);
  const { desk } = usePage();
  const agents = useStore(desk.store, (state) => state.agents);
  const me = desk.store.get().agent;
  useEffect(() => void desk.readColleagues(), [desk]);
  const [filter, setFilter] = useState("");
  const [note, setNote] = useState("");
  const wanted = filter.trim().toLowerCase();
  const others = agents.filter(
    (agent) =>
      agent.id !== me.id &&
      agent.disabledAt === undefined &&
      [agent.name, agent.email].some((text) => text.toLowerCase().includes(wanted)),
  );
  const choose = (agent: Agent | undefined): void => {
    if (agent === undefined) return;
    close();
    void acts.transfer(id, agent, note);
  };
  return (
    <Dialog title={words.transferTitle} close={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          choose(others[0]);
        }}
      >
        <label>
          {words.transferFilter}
          <input value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
        <label>
          {words.transferNote}
          <textarea rows={2} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
      </form>
      <ul class="choices">
        {others.map((agent) => (
          <li key={agent.id}>
            <button type="button" onClick={() => choose(agent)}>
              <bdi>{agent.name}</bdi> <span class="soft">{agent.email}</span>
              <ColleagueNote agentId={agent.id} />
            </button>
          </li>
        ))}
      </ul>
      {others.length === 0 && <p class="soft">{words.transferNobody}</p>}
    </Dialog>
  );
}

export function SnoozeDialog({ id, acts, close }: ActDialog) {
  const words = useContext(Words);
  const { locale } = usePage();
  const [times] = useState(() => snoozeTimes(Date.now()));
  const [custom, setCustom] = useState("");
  const choose = (until: number): void => {
    close();
    void acts.snooze(id, until, dateAndTime(until, locale));
  };
  return (
    <Dialog title={words.snoozeTitle} close={close}>
      <p class="soft">{words.snoozeHint}</p>
      <ul class="choices">
        {(["hour", "hours", "tomorrow", "monday"] as const).map((name) => (
          <li key={name}>
            <button type="button" onClick={() => choose(times[name])}>
              {words.snoozePresets[name]} <span class="soft">{dateAndTime(times[name], locale)}</span>
            </button>
          </li>
        ))}
      </ul>
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          const until = new Date(custom).getTime();
          if (until > Date.now()) choose(until);
        }}
      >
        <label>
          {words.snoozeCustom}
          <input
            type="datetime-local"
            value={custom}
            required
            onInput={(event) => setCustom(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="secondary">
          {words.acts.snooze}
        </button>
      </form>
    </Dialog>
  );
}

export function ReturnDialog({ id, acts, close }: ActDialog) {
  const words = useContext(Words);
  return (
    <Dialog title={words.returnTitle} close={close}>
      <p>{words.returnText}</p>
      <footer>
        <button type="button" class="secondary" onClick={close}>
          {words.acts.cancel}
        </button>
        <button
          type="button"
          class="primary"
          onClick={() => {
            close();
            void acts.giveBack(id);
          }}
        >
          {words.acts.return}
        </button>
      </footer>
    </Dialog>
  );
}

export function HelpDialog(props: { close(): void; singleKeys: boolean; setSingleKeys(on: boolean): void }) {
  const words = useContext(Words);
  const { locale } = usePage();
  return (
    <Dialog title={words.helpTitle} close={props.close}>
      <dl class="sheet">
        {SHEET.map(([command, keys]) => (
          <div key={command}>
            <dt>{words.commands[command]}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p class="soft">
        {words.helpEnter}: {words.enterHint}
      </p>
      <p class="soft">{[CANNED[locale].open, ARTICLES[locale].open, FILES[locale].attach].join(" · ")}</p>
      <label class="switch">
        <input
          type="checkbox"
          checked={props.singleKeys}
          onChange={(event) => props.setSingleKeys(event.currentTarget.checked)}
        />
        {words.helpToggle}
      </label>
    </Dialog>
  );
}
