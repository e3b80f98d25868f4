import { useContext } from "preact/hooks";
import type { Alerts } from "./alerts.ts";
import { AvailabilitySwitch } from "./availability-switch.tsx";
import { Icon } from "./icons.tsx";
import { Link } from "./link.tsx";
import { usePage } from "./page.ts";
import { REPORTS_LINK } from "./phrases/reports-link.ts";
import { SEARCH } from "./phrases/search.ts";
import { SETTINGS_WORDS } from "./phrases/settings.ts";
import { Words } from "./phrases.ts";
import { NO_QUERY } from "./search-query.ts";
import { countsOf } from "./state.ts";
import { useStore } from "./store.ts";
import { VIEWS } from "./types.ts";

/** The views with how many each holds, and what belongs to the person: alerts, keys, language, the way out. */
export function Rail(props: {
  alerts: Alerts;
  alerting: boolean;
  help(): void;
  switchLocale(): void;
  signOut(): void;
}) {
  const words = useContext(Words);
  const { desk, route, locale } = usePage();
  const state = useStore(desk.store, (now) => now);
  const counts = countsOf(state);
  const settings = SETTINGS_WORDS[locale];
  return (
    <nav class="rail" aria-label={words.viewsLabel}>
      <ul>
        <li class="rail-search">
          <Link
            to={{ view: route.view, search: route.search ?? NO_QUERY }}
            current={route.search !== undefined}
            class="rail-item"
            title={`${SEARCH[locale].label} (S)`}
          >
            <Icon name="search" />
            <span class="rail-name">{SEARCH[locale].title}</span>
          </Link>
        </li>
        {VIEWS.map((view) => (
          <li key={view}>
            <Link
              to={{ view }}
              current={route.view === view && route.settings === undefined && route.search === undefined}
              class="rail-item"
              title={words.views[view]}
            >
              <Icon name={view} />
              <span class="rail-name">{words.views[view]}</span>
              <span class={view === "queue" && (counts.queue ?? 0) > 0 ? "tally hot" : "tally"}>
                {counts[view] ?? ""}
                {counts[view] !== undefined && <span class="unseen"> {words.count(counts[view])}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <div class="rail-foot">
        {state.rights.includes("reports.read") && (
          <a class="rail-item" href="/inbox/reports" title={REPORTS_LINK[locale]}>
            <Icon name="reports" />
            <span class="rail-name">{REPORTS_LINK[locale]}</span>
          </a>
        )}
        <AvailabilitySwitch />
        <button
          type="button"
          class="rail-item"
          aria-pressed={props.alerting}
          title={words.alertsHelp}
          onClick={() => void props.alerts.toggle()}
        >
          <Icon name="bell" />
          <span class="rail-name">{props.alerting ? words.alertsOff : words.alertsOn}</span>
        </button>
        <Link
          to={{ view: route.view, settings: "account" }}
          current={route.settings !== undefined}
          class="rail-item"
          title={settings.title}
        >
          <Icon name="settings" />
          <span class="rail-name">{settings.title}</span>
          {state.agent.role === "admin" && !state.agent.totp && (
            <span class="tally hot">
              <span aria-hidden="true">!</span>
              <span class="unseen"> {settings.needsYou}</span>
            </span>
          )}
        </Link>
        <button type="button" class="rail-item keys" onClick={props.help} title={words.helpTitle}>
          <Icon name="keys" />
          <span class="rail-name">{words.helpTitle}</span>
        </button>
        <button
          type="button"
          class="rail-item"
          onClick={props.switchLocale}
          title={words.switchLanguage}
          lang={words.switchLanguage === "中文" ? "zh-CN" : "en"}
        >
          <Icon name="language" />
          <span class="rail-name">{words.switchLanguage}</span>
        </button>
        <button type="button" class="rail-item" onClick={props.signOut} title={words.signOut}>
          <Icon name="out" />
          <span class="rail-name">
            {words.signOut}
            <small>
              <bdi>{state.agent.name}</bdi>
            </small>
          </span>
        </button>
      </div>
    </nav>
  );
}
