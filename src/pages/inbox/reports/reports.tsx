import { useEffect, useMemo, useState } from "preact/hooks";
import { addressOf, type Days, ENOUGH, type Figures, lastDays, type Outcome, readFigures } from "./data.ts";
import { Plot } from "./plot.tsx";
import { REPORT_WORDS, type ReportWords } from "./words.ts";
import "./reports.css";

const PRESETS = [
  ["today", 1],
  ["week", 7],
  ["month", 28],
] as const;

/** The supervisors' page: how the desk does, at a glance. */
export function Reports({
  allowed,
  locale,
  switchLocale,
}: {
  allowed: boolean;
  locale: "zh" | "en";
  switchLocale(): void;
}) {
  const words = REPORT_WORDS[locale];
  const [preset, setPreset] = useState<"today" | "week" | "month" | "custom">("week");
  const [days, setDays] = useState<Days>(() => lastDays(7));
  const [round, setRound] = useState(0);
  const [figures, setFigures] = useState<Figures | number>();
  useEffect(() => {
    let over = false;
    setFigures(allowed ? undefined : 403);
    if (!allowed) return undefined;
    void readFigures(days).then((read) => {
      if (!over) setFigures(read);
    });
    return () => {
      over = true;
    };
  }, [allowed, days, round]);
  useEffect(() => {
    document.title = words.title;
  }, [words]);
  return (
    <main class="reports">
      <header>
        <h1>{words.title}</h1>
        <a href="/inbox">{words.back}</a>
        <button type="button" onClick={switchLocale} lang={locale === "zh" ? "en" : "zh-CN"}>
          {words.language}
        </button>
      </header>
      <fieldset class="report-period">
        <legend class="unseen">{words.period}</legend>
        {PRESETS.map(([name, n]) => (
          <button
            key={name}
            type="button"
            aria-pressed={preset === name}
            onClick={() => {
              setPreset(name);
              setDays(lastDays(n));
            }}
          >
            {words[name]}
          </button>
        ))}
        <button type="button" aria-pressed={preset === "custom"} onClick={() => setPreset("custom")}>
          {words.custom}
        </button>
        {preset === "custom" && <Custom words={words} days={days} set={setDays} />}
      </fieldset>
      <div role="status" class="report-status">
        {figures === undefined && words.loading}
        {typeof figures === "number" && (figures === 403 ? words.forbidden : words.failed)}
        {typeof figures === "object" && figures.summary.engagements === 0 && words.empty}
      </div>
      {typeof figures === "number" && figures !== 403 && (
        <button type="button" onClick={() => setRound(round + 1)}>
          {words.again}
        </button>
      )}
      {typeof figures === "object" && <Shown figures={figures} words={words} />}
      <section>
        <h2>{words.csv}</h2>
        <ul class="report-files">
          {(["volume", "times", "deflection", "satisfaction"] as const).map((name) => (
            <li key={name}>
              <a href={addressOf(`${name}.csv`, days)}>{words.files[name]}</a>
            </li>
          ))}
        </ul>
        <details>
          <summary>{words.definitions}</summary>
          {words.defined.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </details>
      </section>
    </main>
  );
}

function Custom({ words, days, set }: { words: ReportWords; days: Days; set(days: Days): void }) {
  const change = (next: Days): void => {
    if (next.from !== "" && next.to !== "" && next.from <= next.to) set(next);
  };
  return (
    <>
      <label>
        {words.from}{" "}
        <input
          type="date"
          value={days.from}
          max={days.to}
          onChange={(event) => change({ ...days, from: event.currentTarget.value })}
        />
      </label>
      <label>
        {words.to}{" "}
        <input
          type="date"
          value={days.to}
          min={days.from}
          onChange={(event) => change({ ...days, to: event.currentTarget.value })}
        />
      </label>
    </>
  );
}

function Shown({ figures, words }: { figures: Figures; words: ReportWords }) {
  const { summary, volume, times } = figures;
  const { queue, firstReply, rating, deflection } = summary;
  const daily = useMemo(() => pointsOf(volume, "day"), [volume]);
  const hourly = useMemo(() => pointsOf(volume, "hour"), [volume]);
  const replies = useMemo(
    () =>
      times
        .filter(({ by }) => by === "day")
        .map(({ key, firstReply: { medianMs } }) => ({
          key,
          value: medianMs === undefined ? undefined : Math.round(medianMs / 6_000) / 10,
        })),
    [times],
  );
  const waited = queue.longestMs === undefined ? words.nobody : words.longest(time(queue.longestMs, words));
  const plot = { valueName: words.count, tableName: words.table };
  return (
    <>
      <dl class="report-figures">
        <Figure name={words.waiting} value={String(queue.waiting)} more={waited} />
        {summary.engagements > 0 && (
          <>
            <Figure
              name={words.engagements}
              value={String(summary.engagements)}
              more={words.messages(summary.messages)}
            />
            <Figure
              name={words.reply}
              value={firstReply.medianMs === undefined ? words.little : time(firstReply.medianMs, words)}
              more={
                firstReply.p90Ms === undefined
                  ? words.still(firstReply.unanswered)
                  : words.median(time(firstReply.p90Ms, words), firstReply.n)
              }
            />
            <Figure
              name={words.satisfied}
              value={share(rating.satisfiedShare, rating.rated, words)}
              more={words.rated(rating.rated, rating.asked)}
            />
            <Figure
              name={words.alone}
              value={share(deflection.deflectedShare, deflection.settled, words)}
              more={words.settled(deflection.settled)}
            />
          </>
        )}
      </dl>
      {summary.engagements > 0 && (
        <>
          <Plot title={words.daily} keyName={words.day} points={daily} bars {...plot} />
          <Plot title={words.hourly} keyName={words.hour} points={hourly} bars {...plot} />
          {firstReply.n > 0 && (
            <Plot title={words.replies} keyName={words.day} points={replies} bars={false} {...plot} />
          )}
          <Outcomes deflection={deflection} words={words} />
        </>
      )}
    </>
  );
}

function Figure({ name, value, more }: { name: string; value: string; more: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={/\d/.test(value) ? "report-value" : "report-little"}>{value}</dd>
      <dd class="report-more">{more}</dd>
    </div>
  );
}

function Outcomes({ deflection, words }: { deflection: Record<Outcome, number>; words: ReportWords }) {
  return (
    <table class="report-outcomes">
      <caption>{words.outcomes}</caption>
      <thead>
        <tr>
          <th scope="col">{words.outcome}</th>
          <th scope="col">{words.count}</th>
        </tr>
      </thead>
      <tbody>
        {(Object.keys(words.names) as Outcome[]).map((name) => (
          <tr key={name}>
            <th scope="row">{words.names[name]}</th>
            <td>{deflection[name]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function pointsOf(lines: Figures["volume"], by: string): { key: string; value: number }[] {
  return lines.filter((line) => line.by === by).map(({ key, engagements }) => ({ key, value: engagements }));
}

function share(value: number | undefined, of: number, words: ReportWords): string {
  return value === undefined || of < ENOUGH ? words.little : `${Math.round(100 * value)} %`;
}

function time(ms: number, words: ReportWords): string {
  if (ms < 60_000) return words.seconds(Math.round(ms / 1000));
  if (ms < 3_600_000) return words.minutes(Math.round(ms / 60_000));
  return words.hours((ms / 3_600_000).toFixed(1));
}
