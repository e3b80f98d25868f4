import type { TargetedSubmitEvent } from "preact";
import { useContext, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import type { Refused } from "../api.ts";
import { usePage } from "../page.ts";
import { ACCOUNT, type AccountWords } from "../phrases/account.ts";
import { type Phrases, Words } from "../phrases.ts";

/** What a form has been given, without blanks around it. */
export type Given = (name: string) => string;

/** A form that is sent once at a time and says why it was refused. `send` resolves to the refusal, if any. */
export function useForm(send: (given: Given, form: HTMLFormElement) => Promise<Refused | undefined>) {
  const words = useContext(Words);
  const { locale } = usePage();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const data = new FormData(form);
    setBusy(true);
    setFault("");
    // A password may begin or end with a blank.
    const given = (name: string): string => {
      const text = String(data.get(name) ?? "");
      return name.includes("password") ? text : text.trim();
    };
    const refused = await send(given, form);
    setBusy(false);
    if (refused !== undefined) setFault(formFault(refused, words, ACCOUNT[locale].password));
  };
  return { busy, fault, submit: (event: TargetedSubmitEvent<HTMLFormElement>) => void submit(event) };
}

function formFault(refused: Refused, words: Phrases, say: AccountWords["password"]): string {
  if (refused.status === 429) return words.sign.tooMany;
  if (refused.code === "input_invalid") {
    if (refused.message.endsWith("is not your password.")) return say.wrong;
    if (refused.message.startsWith("password:")) return say.weak;
    if (refused.message.startsWith("code:")) return words.sign.wrongCode;
  }
  return refusalText(refused, words);
}
