import { useContext, useEffect, useMemo, useRef } from "preact/hooks";
import { ActionBar, type DialogName } from "./action-bar.tsx";
import type { Acts } from "./acts.ts";
import { AlertBanner } from "./alert-banner.tsx";
import { channelName, OwnerChip, PriorityMark } from "./chips.tsx";
import { Composer, type ComposerHandle } from "./composer.tsx";
import type { Drafts } from "./drafts.ts";
import { Gone } from "./gone.tsx";
import { Icon } from "./icons.tsx";
import { Link } from "./link.tsx";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import { listOf } from "./route.ts";
import { sightOf } from "./seen.ts";
import { caseOf } from "./state.ts";
import { useStore } from "./store.ts";
import { Thread } from "./thread.tsx";
import type { Case } from "./types.ts";
import { usePresence } from "./use-presence.ts";
import { Watchers } from "./watchers.tsx";

/** One conversation: who it is with, what can be done, what was said, and where to write. */
export function Conversation(props: {
  id: string;
  acts: Acts;
  drafts: Drafts;
  composer(handle: ComposerHandle | null): void;
  detailsShown: boolean;
  claim(): void;
  open(dialog: DialogName): void;
  toggleDetails(): void;
}) {
  const words = useContext(Words);
  const { desk, route, go } = usePage();
  const { id } = props;
  const shown = useStore(desk.store, (state) => state.cases[id]);
  const missing = useStore(desk.store, (state) => state.missing[id]);
  useEffect(() => {
    void desk.load(id).then((read) => {
      // A reference in the address finds the conversation, and becomes its id.
      const found = read?.conversation.id;
      if (found !== undefined && found !== id) go({ ...route, id: found }, { replace: true });
    });
  }, [desk, id]);
  if (missing !== undefined)
    return <p class="centre soft">{missing.status === 404 ? words.notFound : missing.message}</p>;
  if (shown === undefined) return <p class="centre soft">{words.loading}</p>;
  return <Opened key={id} {...props} read={shown} />;
}

function Opened(props: Parameters<typeof Conversation>[0] & { read: Case }) {
  const words = useContext(Words);
  const { desk, route } = usePage();
  const state = useStore(desk.store, (now) => now);
  const sight = useMemo(() => sightOf(props.read.messages), []);
  const presence = usePresence(props.read.conversation.id);
  const writer = useRef<ComposerHandle | null>(null);
  const shown = caseOf(state, props.id) ?? props.read;
  const { conversation } = shown;
  const gone = conversation.erasedAt !== undefined;
  useEffect(() => {
    // Erased while this browser was closed: the feed did not tell it.
    if (gone) props.drafts.forget(conversation.id);
  }, [gone]);
  const pending = state.pending.filter((one) => one.conversationId === conversation.id);
  const name = conversation.customer.name ?? words.anonymous;
  const priority =
    conversation.owner.kind === "queue" ? conversation.owner.priority : conversation.escalation?.priority;

  return (
    <>
      <header class="thread-head">
        <Link to={listOf(route)} class="icon-button only-narrow" title={words.acts.back}>
          <Icon name="back" />
          <span class="unseen">{words.acts.back}</span>
        </Link>
        <div class="who-head">
          <h2>
            <bdi>{name}</bdi>
            <OwnerChip owner={conversation.owner} me={state.agent.id} />
            {conversation.status !== "open" && <span class="chip">{words.views[conversation.status]}</span>}
            <PriorityMark priority={priority ?? "normal"} />
          </h2>
          <p class="soft small">
            {channelName(conversation.account)} · {conversation.reference}
          </p>
          <Watchers id={conversation.id} />
        </div>
        <ActionBar conversation={conversation} me={state.agent.id} mayAct={state.mayAct} {...props} />
      </header>
      {conversation.erasedAt !== undefined ? (
        <Gone id={conversation.id} at={conversation.erasedAt} />
      ) : (
        <>
          <AlertBanner id={conversation.id} />
          <Thread
            shown={shown}
            pending={pending}
            sight={sight}
            found={route.message}
            edit={(one) => writer.current?.take(one)}
            anyway={(one) => writer.current?.anyway(one)}
          />
          <Composer
            shown={shown}
            drafts={props.drafts}
            sight={sight}
            claim={props.claim}
            presence={presence}
            handle={(handle: ComposerHandle | null) => {
              writer.current = handle;
              props.composer(handle);
            }}
          />
        </>
      )}
    </>
  );
}
