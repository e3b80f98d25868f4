import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Acts } from "./acts.ts";
import { Icon } from "./icons.tsx";
import { Words } from "./phrases.ts";
import type { Conversation } from "./types.ts";

export type DialogName = "transfer" | "snooze" | "return" | "tags" | "help";

/** What can be done to the conversation now: the usual as buttons, the rest in a menu. */
export function ActionBar(props: {
  conversation: Conversation;
  me: string;
  mayAct: boolean;
  acts: Acts;
  detailsShown: boolean;
  claim(): void;
  open(dialog: DialogName): void;
  toggleDetails(): void;
}) {
  const words = useContext(Words);
  const { conversation, acts } = props;
  const { owner, status, id } = conversation;
  const mine = owner.kind === "agent" && owner.agentId === props.me;
  const free = owner.kind !== "agent";
  const live = props.mayAct && status !== "resolved" && (mine || free);
  return (
    <div class="actions">
      {live && free && (
        <button type="button" class="primary" onClick={props.claim} aria-keyshortcuts="c">
          {owner.kind === "bot" ? words.acts.takeOver : words.acts.claim}
        </button>
      )}
      {live && mine && (
        <button type="button" class="secondary" onClick={() => void acts.resolve(id)} aria-keyshortcuts="e">
          <Icon name="resolved" size={16} />
          {words.acts.resolve}
        </button>
      )}
      {live && (
        <Menu label={words.acts.more}>
          {free && (
            <button type="button" onClick={() => void acts.resolve(id)}>
              {words.acts.resolve}
            </button>
          )}
          {owner.kind !== "bot" && (
            <button type="button" onClick={() => props.open("snooze")}>
              {words.acts.snooze}
            </button>
          )}
          <button type="button" onClick={() => props.open("transfer")}>
            {words.acts.transfer}
          </button>
          {mine && (
            <button type="button" onClick={() => void acts.release(id)}>
              {words.acts.release}
            </button>
          )}
          {owner.kind !== "bot" && (
            <button type="button" onClick={() => props.open("return")}>
              {words.acts.return}
            </button>
          )}
        </Menu>
      )}
      <button
        type="button"
        class="icon-button"
        aria-pressed={props.detailsShown}
        aria-label={words.acts.details}
        title={words.acts.details}
        onClick={props.toggleDetails}
      >
        <Icon name="details" />
      </button>
    </div>
  );
}

/** A button with further buttons below it; Escape and a press elsewhere close it. */
function Menu({ label, children }: { label: string; children: preact.ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const menu = box.current;
    menu?.querySelector<HTMLElement>(".menu button")?.focus();
    const shut = (): void => setOpen(false);
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    };
    menu?.querySelector(".menu")?.addEventListener("click", shut);
    menu?.addEventListener("keydown", onEscape);
    const elsewhere = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    addEventListener("pointerdown", elsewhere);
    addEventListener("focusin", elsewhere);
    return () => {
      menu?.removeEventListener("keydown", onEscape);
      removeEventListener("pointerdown", elsewhere);
      removeEventListener("focusin", elsewhere);
    };
  }, [open]);
  return (
    <div class="menu-box" ref={box}>
      <button
        type="button"
        class="icon-button"
        ref={button}
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && <div class="menu">{children}</div>}
    </div>
  );
}
