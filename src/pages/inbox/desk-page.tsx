import { useCallback, useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { DialogName } from "./action-bar.tsx";
import { actsOf, refusalText } from "./acts.ts";
import { openAlerts } from "./alerts.ts";
import { api } from "./api.ts";
import { showBadge } from "./badge.ts";
import { runCommand } from "./commands.ts";
import type { ComposerHandle } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import { type Desk, openDesk } from "./desk.ts";
import { Details } from "./details.tsx";
import { HelpDialog, ReturnDialog, SnoozeDialog, TransferDialog } from "./dialogs.tsx";
import { type Drafts, draftStore } from "./drafts.ts";
import { lazily } from "./lazily.tsx";
import { List, type ListHandle } from "./list.tsx";
import { memory } from "./memory.ts";
import { Notices } from "./notices.tsx";
import { PageContext, useWider } from "./page.ts";
import { TAGS } from "./phrases/tags.ts";
import { type Locale, Words } from "./phrases.ts";
import { Rail } from "./rail.tsx";
import { countsOf, knownOf } from "./state.ts";
import { useStore } from "./store.ts";
import type { Me } from "./types.ts";
import { useKeys } from "./use-keys.ts";
import { useRoute } from "./use-route.ts";

const NONE: readonly string[] = [];
const TagDialog = lazily(() => import("./tag-dialog.tsx").then((part) => part.TagDialog));
const SearchPage = lazily(() => import("./search-page.tsx").then((part) => part.SearchPage));
const Settings = lazily(() => import("./settings/settings.tsx").then((part) => part.Settings));

/** The desk of whoever is signed in: rail, list, conversation, details. */
export function DeskPage(props: {
  me: Me;
  locale: Locale;
  tenant: string;
  switchLocale(): void;
  signedOut(ended: boolean): void;
}) {
  const words = useContext(Words);
  const [route, go] = useRoute();
  const drafts = useMemo(() => draftStore(memory), []);
  const { desk, alerts, alerting } = useDesk(props.me, route, { signedOut: props.signedOut, drafts }, go);
  const list = useRef<ListHandle>(null);
  const composer = useComposer(route.id);
  const [dialog, setDialog] = useState<DialogName>();
  const [singleKeys, setSingleKeys] = useState(() => memory.get("single-keys") !== "off");
  const details = useDetails(route, go);
  const acts = useMemo(() => actsOf(desk, words), [desk, words]);
  const { locale, tenant } = props;
  const page = useMemo(() => ({ desk, locale, tenant, route, go }), [desk, locale, tenant, route, go]);
  const shown = useStore(desk.store, (state) => (route.id === undefined ? undefined : state.cases[route.id]));

  useEffect(() => void desk.lists.show(route.view, route.tag), [desk, route.view, route.tag]);

  const claim = async (id: string): Promise<void> => {
    const done = acts.claim(id);
    // The composer opens at once; should the claim fail, it goes away again.
    requestAnimationFrame(() => composer.write("reply"));
    await done;
  };
  useKeys(singleKeys, (command) =>
    runCommand(command, {
      route,
      go,
      list: list.current,
      write: composer.write,
      conversation: route.id === undefined ? undefined : knownOf(desk.store.get(), route.id),
      me: props.me.agent.id,
      mayAct: desk.store.get().mayAct,
      acts,
      claim: (id) => void claim(id),
      open: setDialog,
      toggleDetails: details.toggle,
    }),
  );
  const signOut = async (): Promise<void> => {
    await api.logout();
    props.signedOut(false);
  };
  const { id } = route;
  /** What was found has the whole page until one of it is opened. */
  const searching = route.search !== undefined && id === undefined;
  const pane =
    route.settings !== undefined
      ? "thread"
      : id === undefined
        ? "list"
        : details.shown && route.details
          ? "details"
          : "thread";

  return (
    <PageContext.Provider value={page}>
      <a class="skip" href="#thread">
        {words.skip}
      </a>
      <div
        class={`desk${id !== undefined && details.shown ? " with-details" : ""}${searching ? " searching" : ""}`}
        data-pane={pane}
      >
        <Rail
          alerts={alerts}
          alerting={alerting}
          help={() => setDialog("help")}
          switchLocale={props.switchLocale}
          signOut={() => void signOut()}
        />
        {route.search === undefined ? <List handle={list} /> : <SearchPage handle={list} />}
        {!searching && (
          <main class="conversation">
            {route.settings !== undefined ? (
              <Settings />
            ) : id === undefined ? (
              <div class="centre soft">
                <p>{words.pick}</p>
                <p class="small">{words.pickHint}</p>
              </div>
            ) : (
              <Conversation
                id={id}
                acts={acts}
                drafts={drafts}
                composer={composer.attach}
                detailsShown={details.shown}
                claim={() => void claim(id)}
                open={setDialog}
                toggleDetails={details.toggle}
              />
            )}
          </main>
        )}
        {id !== undefined && details.shown && (
          <Details id={shown?.conversation.id ?? id} tag={() => setDialog("tags")} close={details.toggle} />
        )}
      </div>
      <Notices />
      {dialog === "help" && (
        <HelpDialog
          close={() => setDialog(undefined)}
          singleKeys={singleKeys}
          setSingleKeys={(on) => {
            memory.set("single-keys", on ? null : "off");
            setSingleKeys(on);
          }}
        />
      )}
      {id !== undefined && dialog === "transfer" && (
        <TransferDialog id={id} acts={acts} close={() => setDialog(undefined)} />
      )}
      {id !== undefined && dialog === "snooze" && (
        <SnoozeDialog id={id} acts={acts} close={() => setDialog(undefined)} />
      )}
      {id !== undefined && dialog === "tags" && (
        <TagDialog
          title={TAGS[locale].dialog}
          carried={shown?.tags ?? NONE}
          change={async (tag, on) => {
            const refused = await desk.tag(shown?.conversation.id ?? id, tag, on);
            if (refused !== undefined) desk.notify(refusalText(refused, words), "bad");
            return refused === undefined;
          }}
          close={() => setDialog(undefined)}
        />
      )}
      {id !== undefined && dialog === "return" && (
        <ReturnDialog id={id} acts={acts} close={() => setDialog(undefined)} />
      )}
    </PageContext.Provider>
  );
}

type Go = ReturnType<typeof useRoute>[1];

/** Opens the desk for as long as the page is shown, and tells the person who comes into the queue. */
function useDesk(
  me: Me,
  { view, id: seen }: ReturnType<typeof useRoute>[0],
  { signedOut, drafts }: { signedOut(ended: boolean): void; drafts: Drafts },
  go: Go,
) {
  const words = useContext(Words);
  const [alerting, setAlerting] = useState(() => memory.get("alerts") === "on");
  const alerts = useMemo(() => openAlerts(memory, setAlerting), []);
  const desk: Desk = useMemo(
    () =>
      openDesk(me, view, {
        signedOut: () => signedOut(true),
        rings(id, call) {
          // Once for each conversation until somebody looks at it here, unless the server asks again.
          if (call === "first" && rung.current.has(id)) return;
          rung.current.add(id);
          void tell(id);
        },
        erased: drafts.forget,
      }),
    [],
  );
  const rung = useRef(new Set<string>());
  useEffect(() => {
    if (seen !== undefined) rung.current.delete(seen);
  }, [seen]);
  const latest = useRef(words);
  latest.current = words;
  const tell = useCallback(async (id: string): Promise<void> => {
    if (!alerts.on()) return;
    // The list knows the name; opening a conversation to alert would count as reading it.
    const read = await api.list("queue", 0, 100);
    const row = read.ok ? read.data.conversations.find((one) => one.id === id) : undefined;
    const name = row?.customer.name ?? latest.current.anonymous;
    alerts.raise(latest.current.alertWho(name), () => go({ view: "queue", id }));
  }, []);
  useEffect(() => () => desk.close(), [desk]);
  const waiting = useStore(desk.store, (state) => countsOf(state).queue ?? 0);
  useEffect(() => showBadge(waiting, words.title), [waiting, words]);
  return { desk, alerts, alerting };
}

/** The composer of the open conversation. Keys may be quicker than the conversation: the focus waits for it. */
function useComposer(id: string | undefined) {
  const handle = useRef<ComposerHandle | null>(null);
  const wanted = useRef<"reply" | "note">();
  useEffect(() => {
    wanted.current = undefined;
  }, [id]);
  return useMemo(
    () => ({
      attach(next: ComposerHandle | null): void {
        handle.current = next;
        if (next === null || wanted.current === undefined) return;
        next.focus(wanted.current);
        wanted.current = undefined;
      },
      write(mode: "reply" | "note"): void {
        if (handle.current === null) wanted.current = mode;
        else handle.current.focus(mode);
      },
    }),
    [],
  );
}

/** The details beside the thread where there is room; over it, with an address of its own, where there is not. */
function useDetails(route: ReturnType<typeof useRoute>[0], go: Go) {
  const wide = useWider("(min-width: 80rem)");
  const [open, setOpen] = useState(() => memory.get("details") !== "closed");
  return {
    shown: wide ? open : route.details === true,
    toggle(): void {
      if (!wide) {
        if (route.id !== undefined) {
          const { details, ...opened } = route;
          go(details ? opened : { ...opened, details: true });
        }
        return;
      }
      memory.set("details", open ? "closed" : null);
      setOpen(!open);
    },
  };
}
