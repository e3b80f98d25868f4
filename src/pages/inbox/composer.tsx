import type { Ref, TargetedKeyboardEvent } from "preact";
import { useContext, useImperativeHandle, useRef, useState } from "preact/hooks";
import { refusalText } from "./acts.ts";
import { newKey, type Refused } from "./api.ts";
import { AttachButton, AttachmentList } from "./attachments.tsx";
import { Limit, TakeOver, Unread, Unsafe } from "./composer-parts.tsx";
import { OpenPicker, Tools } from "./composer-tools.tsx";
import { composition } from "./composition.ts";
import type { Draft, Drafts } from "./drafts.ts";
import { Icon } from "./icons.tsx";
import { LONGEST } from "./limits.ts";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";
import type { Sight } from "./seen.ts";
import type { Pending } from "./state.ts";
import type { Case } from "./types.ts";
import { useAttachments } from "./use-attachments.ts";
import { useDrop } from "./use-drop.ts";
import { usePicking } from "./use-picking.ts";

export interface ComposerHandle {
  focus(mode: "reply" | "note"): void;
  /** Takes words back in to be changed, unless there are others. */
  take(pending: Pick<Pending, "text" | "note" | "key" | "files">): void;
  anyway(pending: Pending): void;
}

/** Where an agent writes. Enter sends, Shift+Enter is a new line, and Enter inside an input method stays there. */
export function Composer(props: {
  shown: Case;
  drafts: Drafts;
  sight: Sight;
  claim(): void;
  /** Told while a reply is being written, and when it is sent. */
  presence: { wrote(): void; sent(): void };
  handle: Ref<ComposerHandle>;
}) {
  const words = useContext(Words);
  const { desk } = usePage();
  const { shown, drafts, sight } = props;
  const { conversation } = shown;
  const { id } = conversation;
  const me = desk.store.get().agent;
  const [draft] = useState(() => draftOf(drafts, id, desk.store.get().pending));
  const [text, setText] = useState(draft?.text ?? "");
  const [note, setNote] = useState(draft?.note ?? false);
  const [stopped, setStopped] = useState<Refused>();
  const box = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(text);
  latest.current = text;
  const mine = conversation.owner.kind === "agent" && conversation.owner.agentId === me.id;
  const { mayAct } = desk.store.get();
  const canReply = mayAct && mine && conversation.status !== "resolved";
  const writable = mayAct && (note || canReply);

  const write = (next: string, asNote = note): void => {
    setText(next);
    setStopped(undefined);
    if (!asNote && canReply && next !== "") props.presence.wrote();
    drafts.set(id, { text: next, note: asNote, at: Date.now() });
  };
  const mode = (asNote: boolean): void => {
    setNote(asNote);
    setStopped(undefined);
    if (text !== "") drafts.set(id, { text, note: asNote, at: Date.now() });
    requestAnimationFrame(() => box.current?.focus());
  };

  const picking = usePicking(box, write);
  const attachments = useAttachments(id);
  const drop = useDrop(attachments.add);
  const carried = note ? [] : attachments.all;
  const sendable = (text.trim() !== "" || carried.length > 0) && (note || attachments.ready);

  const send = async (how: { acknowledge?: true } = {}): Promise<void> => {
    if (!sendable || text.length > LONGEST || !writable) return;
    const key = drafts.get(id)?.key ?? newKey();
    drafts.set(id, { text, note, key, at: Date.now() });
    const afterSeq = Math.max(0, ...shown.messages.map(({ seq }) => seq));
    const seenSeq = sight.read(shown.messages, me.id, Date.now());
    setText("");
    setStopped(undefined);
    props.presence.sent();
    if (!note) attachments.set([]);
    box.current?.focus();
    const words = {
      key,
      conversationId: id,
      text,
      note,
      at: Date.now(),
      afterSeq,
      seenSeq,
      files: carried,
      ...how,
    };
    const refused = await desk.say(words);
    if (refused === undefined) return settled(key);
    if (latest.current !== "") return;
    // Refused, and nothing else begun: the words come back to be mended, under a key of their own.
    desk.drop(key);
    setText(text);
    if (!note) attachments.set(carried);
    drafts.set(id, { text: "", note, at: Date.now() });
    drafts.set(id, { text, note, at: Date.now() });
    setStopped(refused);
    requestAnimationFrame(() => box.current?.focus());
  };

  /** What was sent is no draft any more; what only failed is one still, so that a reload does not lose it. */
  const settled = (key: string): void => {
    if (!desk.store.get().pending.some((one) => one.key === key)) drafts.sent(id, text);
  };

  const know = (): void => {
    sight.know(stopped?.newer?.seq ?? 0);
    setStopped(undefined);
  };

  useImperativeHandle(props.handle, () => ({
    focus: (wanted) => mode(wanted === "note"),
    take(pending) {
      desk.drop(pending.key);
      setNote(pending.note);
      attachments.set([...attachments.all, ...(pending.files ?? [])]);
      write(text === "" ? pending.text : `${text}\n${pending.text}`, pending.note);
      requestAnimationFrame(() => box.current?.focus());
    },
    anyway(pending) {
      const { fate: _, why, ...words } = pending;
      const how = why?.newer === undefined ? { acknowledge: true as const } : { seenSeq: why.newer.seq };
      // At once: until the answer came, the same words would stand there twice.
      desk.drop(pending.key);
      void desk.say({ ...words, ...how, key: newKey() });
    },
  }));

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.code === "KeyJ" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      picking.begin("article");
      return;
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    // Safari ends the composition before the key that ended it; 229 is still its code.
    if (event.keyCode === 229) return;
    event.preventDefault();
    void send();
  };

  const name = conversation.customer.name ?? words.anonymous;
  return (
    <form
      class={note ? "composer noting" : "composer"}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <fieldset class="modes">
        <legend class="unseen">{`${words.replyTab} / ${words.noteTab}`}</legend>
        <button type="button" aria-pressed={!note} onClick={() => mode(false)}>
          {words.replyTab}
        </button>
        <button type="button" aria-pressed={note} onClick={() => mode(true)}>
          {words.noteTab}
        </button>
        {note && <span class="only-team">{words.onlyTeam}</span>}
        {!note && conversation.space.kind !== "dm" && <span class="warn-tag">{words.public}</span>}
        {!note && !conversation.reachable && <span class="warn-tag">{words.unreachable}</span>}
      </fieldset>
      {stopped?.newer !== undefined && (
        <Unread
          newer={stopped.newer}
          anyway={() => {
            know();
            void send();
          }}
          back={() => {
            know();
            box.current?.focus();
          }}
        />
      )}
      {stopped?.code === "reply_unsafe" && (
        <Unsafe refused={stopped} anyway={() => void send({ acknowledge: true })} />
      )}
      {stopped !== undefined && stopped.newer === undefined && stopped.code !== "reply_unsafe" && (
        <p class="stopped" role="alert">
          {words.notSent(refusalText(stopped, words))}
        </p>
      )}
      {writable ? (
        <div class={drop.over ? "write over" : "write"} {...(note ? {} : drop.listen)}>
          {!note && <AttachmentList attachments={attachments} account={conversation.account} />}
          <OpenPicker picking={picking} conversation={conversation} />
          <div class="grow">
            {/* The same text, unseen, gives the box its height. */}
            <span aria-hidden="true">{`${text}\n`}</span>
            <textarea
              ref={box}
              rows={1}
              value={text}
              aria-label={note ? words.noteLabel : words.replyLabel(name)}
              placeholder={note ? words.notePlaceholder : words.replyPlaceholder}
              enterkeyhint="send"
              onInput={(event) => {
                write(event.currentTarget.value);
                if (event.inputType === "insertText" && !event.isComposing) picking.typed();
              }}
              onPaste={(event) => {
                const pasted = [...(event.clipboardData?.files ?? [])];
                if (note || pasted.length === 0) return;
                event.preventDefault();
                attachments.add(pasted);
              }}
              {...composition({ end: () => picking.typed() })}
              onKeyDown={onKeyDown}
            />
          </div>
          <footer>
            <Tools picking={picking}>{!note && <AttachButton attachments={attachments} />}</Tools>
            <Limit text={text} note={note} account={conversation.account} />
            <button type="submit" class="primary" aria-disabled={!sendable}>
              <Icon name="send" size={16} />
              {note ? words.addNote : words.send}
            </button>
          </footer>
        </div>
      ) : (
        <TakeOver conversation={conversation} claim={props.claim} />
      )}
    </form>
  );
}

/** The draft of a conversation, unless its words are in the thread already, on their way. */
function draftOf(drafts: Drafts, id: string, pending: readonly Pending[]): Draft | undefined {
  const draft = drafts.get(id);
  return pending.some(({ key }) => key === draft?.key) ? undefined : draft;
}
