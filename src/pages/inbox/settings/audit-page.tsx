import { useContext, useEffect, useState } from "preact/hooks";
import { refusalText } from "../acts.ts";
import type { Answer } from "../api.ts";
import { Field } from "../field.tsx";
import { usePage } from "../page.ts";
import { AUDIT } from "../phrases/audit.ts";
import { Words } from "../phrases.ts";
import { useStore } from "../store.ts";
import { dateAndTime } from "../times.ts";
import type { Agent, AuditEntry } from "../types.ts";
import { Awaited, Section } from "./section.tsx";
import { type AuditFilter, type AuditPart, settingsApi } from "./settings-api.ts";
import { useForm } from "./use-form.ts";

/** Who did and read what, newest first, a page at a time. */
export function AuditPage() {
  const words = useContext(Words);
  const { desk, locale } = usePage();
  const say = AUDIT[locale];
  const agents = useStore(desk.store, (state) => state.agents);
  const [filter, setFilter] = useState<AuditFilter>({});
  const [read, setRead] = useState<Answer<AuditPart>>();
  useEffect(() => void settingsApi.audit(filter).then(setRead), [filter]);
  const form = useForm(async (given) => {
    setFilter({ agentId: given("agent"), action: given("action"), target: given("target") });
    return undefined;
  });
  const older = async (before: number, entries: AuditEntry[]): Promise<void> => {
    const answer = await settingsApi.audit({ ...filter, before });
    if (!answer.ok) return desk.notify(refusalText(answer, words), "bad");
    setRead({ ok: true, data: { ...answer.data, entries: [...entries, ...answer.data.entries] } });
  };
  const { entries, next } = read?.ok ? read.data : { entries: [], next: undefined };
  return (
    <Section title={say.title} lead={say.lead}>
      <form class="in-columns" onSubmit={form.submit}>
        <label>
          {say.who}
          <select name="agent">
            <option value="">{say.everybody}</option>
            {agents.map((agent) => (
              <option key={agent.id} value={agent.id}>
                {agent.name}
              </option>
            ))}
          </select>
        </label>
        <Field label={say.what} name="action" autocomplete="off" hint={say.whatHint} optional />
        <Field label={say.target} name="target" autocomplete="off" hint={say.targetHint} optional />
        <button type="submit" class="secondary">
          {say.show}
        </button>
      </form>
      <Awaited read={read} />
      {read?.ok && entries.length === 0 && <p class="soft">{say.none}</p>}
      <ul class="kept">
        {entries.map((entry) => (
          <EntryLine key={entry.id} entry={entry} agents={agents} />
        ))}
      </ul>
      {next !== undefined && (
        <button type="button" class="secondary" onClick={() => void older(next, entries)}>
          {say.older}
        </button>
      )}
    </Section>
  );
}

function EntryLine({ entry, agents }: { entry: AuditEntry; agents: readonly Agent[] }) {
  const { locale } = usePage();
  const say = AUDIT[locale];
  const nameOf = (id: string): string => agents.find((agent) => agent.id === id)?.name ?? id;
  const nobody = entry.via === "operator" ? say.operator : say.nobody;
  return (
    <li>
      <div>
        <b>
          <bdi>{entry.agentId === undefined ? nobody : nameOf(entry.agentId)}</bdi>
        </b>
        <code>{entry.action}</code>
        {entry.target !== undefined && <bdi class="soft target">{nameOf(entry.target)}</bdi>}
        {entry.outcome !== "done" && <span class="warn-tag">{say.refused(entry.outcome)}</span>}
      </div>
      <p class="plain">
        {dateAndTime(entry.at, locale)} · {say.via[entry.via]} · {entry.address}
      </p>
    </li>
  );
}
