import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { type Insertion, inserted, opened, type PickerKind } from "./insertion.ts";

/** The list that is open beside the box, and what it does to the text. */
export interface Picking {
  open: Insertion | undefined;
  /** Opens a list at the caret. */
  begin(kind: PickerKind): void;
  /** Opens a list when what was just typed asks for one; true when it did. */
  typed(): boolean;
  insert(words: string): void;
  /** Closes the list; the character that opened it is put back. */
  close(): void;
}

export function usePicking(box: RefObject<HTMLTextAreaElement>, write: (text: string) => void): Picking {
  const [open, setOpen] = useState<Insertion>();
  const put = (at: number, words: string): void => {
    const after = inserted(box.current?.value ?? "", at, words);
    setOpen(undefined);
    write(after.text);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(after.caret, after.caret);
    });
  };
  return {
    open,
    begin: (kind) => setOpen({ kind, at: box.current?.selectionStart ?? 0, typed: "" }),
    typed() {
      const { value = "", selectionStart = 0 } = box.current ?? {};
      const found = opened(value, selectionStart);
      if (found === undefined) return false;
      write(value.slice(0, found.at) + value.slice(found.at + found.typed.length));
      setOpen(found);
      return true;
    },
    insert: (words) => open !== undefined && put(open.at, words),
    close: () => open !== undefined && put(open.at, open.typed),
  };
}
