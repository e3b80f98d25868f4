import { useEffect, useRef } from "preact/hooks";
import { useCopy } from "../copy.ts";
import { usePage } from "../page.ts";
import { ACCOUNT } from "../phrases/account.ts";

/** Recovery codes, told once: they stay on the screen until their owner says that they are kept. */
export function RecoveryCodes({ codes, kept }: { codes: readonly string[]; kept(): void }) {
  const copy = useCopy();
  const { desk, locale, tenant } = usePage();
  const say = ACCOUNT[locale].step;
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  const text = [`${tenant} ${desk.store.get().agent.email}`.trim(), ...codes, ""].join("\n");
  return (
    <section ref={box} class="told-once" tabIndex={-1} aria-label={say.codesTitle}>
      <h4>{say.codesTitle}</h4>
      <p>{say.codesLead}</p>
      <ol class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="buttons">
        <button type="button" class="secondary" onClick={() => copy(codes.join("\n"))}>
          {say.copyAll}
        </button>
        <button type="button" class="secondary" onClick={() => download(say.file, text)}>
          {say.download}
        </button>
        <button type="button" class="primary" onClick={kept}>
          {say.kept}
        </button>
      </p>
    </section>
  );
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
