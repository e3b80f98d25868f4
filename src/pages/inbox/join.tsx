import type { TargetedSubmitEvent } from "preact";
import { useContext, useState } from "preact/hooks";
import { api } from "./api.ts";
import { Fault, Field } from "./field.tsx";
import { Words } from "./phrases.ts";
import type { Me } from "./types.ts";

/** Whoever was invited chooses a name and a password; the code comes with the link. */
export function Join({ enter }: { enter(me: Me): void }) {
  const words = useContext(Words);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await api.join({
      code: decodeURIComponent(location.hash.slice(1)),
      name: String(data.get("name") ?? "").trim(),
      password: String(data.get("password")),
    });
    setBusy(false);
    if (answer.ok) return enter(answer.data);
    const known: Record<number, string> = {
      401: words.sign.invitationOver,
      429: words.sign.tooMany,
      0: words.unreached,
    };
    setFault(known[answer.status] ?? answer.message);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field label={words.sign.name} name="name" autocomplete="name" focus />
      <Field label={words.sign.newPassword} name="password" type="password" autocomplete="new-password" />
      <Fault text={fault} />
      <button type="submit" class="primary" disabled={busy}>
        {busy ? words.sign.busy : words.sign.join}
      </button>
    </form>
  );
}
