import { useEffect, useRef } from "preact/hooks";
import { type Command, keyReader } from "./keys.ts";

const TEXT = "input:not([type=checkbox]), textarea, select, [contenteditable]";

/** Listens to the keys of the whole page. `run` says whether the command did something; then the browser does nothing more. */
export function useKeys(on: boolean, run: (command: Command) => boolean): void {
  const latest = useRef({ on, run });
  latest.current = { on, run };
  useEffect(() => {
    const read = keyReader();
    const listen = (event: KeyboardEvent): void => {
      // An open dialog or menu has its own keys.
      if (event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
      const target = event.target instanceof Element ? event.target : undefined;
      const typing = target?.closest(TEXT) != null;
      const command = read(event, { typing, at: event.timeStamp });
      if (command === undefined) return;
      const always = command === "back" || command === "help";
      if (!latest.current.on && !always) return;
      // Enter on a button or a link is that button's or link's own.
      if (command === "open" && target?.closest("button, a:not([data-row])") != null) return;
      if (latest.current.run(command)) event.preventDefault();
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}
