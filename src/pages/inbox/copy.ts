import { useContext } from "preact/hooks";
import { usePage } from "./page.ts";
import { Words } from "./phrases.ts";

/** Puts a text on the clipboard and says so. Absent on plain HTTP away from this machine; the text can be selected. */
export function useCopy(): (text: string) => void {
  const words = useContext(Words);
  const { desk } = usePage();
  return (text) => void navigator.clipboard?.writeText(text).then(() => desk.notify(words.done.copied));
}
