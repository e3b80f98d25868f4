import { useContext } from "preact/hooks";
import { Icon } from "../icons.tsx";
import { lazily } from "../lazily.tsx";
import { Link } from "../link.tsx";
import { usePage } from "../page.ts";
import { SETTINGS_WORDS } from "../phrases/settings.ts";
import { Words } from "../phrases.ts";
import { SETTINGS, type SettingsPage } from "../route.ts";
import { useStore } from "../store.ts";
import { AccountPage } from "./account-page.tsx";
import "./settings.css";

const PARTS: Record<SettingsPage, ReturnType<typeof lazily<object>>> = {
  account: AccountPage,
  canned: lazily(() => import("./canned-page.tsx").then((part) => part.CannedPage)),
  invitations: lazily(() => import("./invitations-page.tsx").then((part) => part.InvitationsPage)),
  audit: lazily(() => import("./audit-page.tsx").then((part) => part.AuditPage)),
};

/** What somebody must be allowed for a page to be there for them; a page that is not named is there for everybody. */
const NEEDS: Partial<Record<SettingsPage, string>> = { invitations: "invitations.add", audit: "audit.read" };

/** The settings: one page at a time, each with an address of its own. */
export function Settings() {
  const words = useContext(Words);
  const { desk, locale, route } = usePage();
  const say = SETTINGS_WORDS[locale];
  const rights = useStore(desk.store, (state) => state.rights);
  const may = (page: SettingsPage): boolean => {
    const need = NEEDS[page];
    return need === undefined || rights.includes(need);
  };
  const page = route.settings ?? "account";
  const Part = PARTS[page];
  return (
    <section id="thread" class="settings" aria-labelledby="settings-title" tabIndex={-1}>
      <header>
        <Link to={{ view: route.view }} class="icon-button only-narrow" title={words.acts.back}>
          <Icon name="back" />
          <span class="unseen">{words.acts.back}</span>
        </Link>
        <h2 id="settings-title">{say.title}</h2>
      </header>
      <nav class="tabs" aria-label={say.title}>
        {SETTINGS.filter(may).map((one) => (
          <Link key={one} to={{ view: route.view, settings: one }} current={one === page} class="tab">
            {say.pages[one]}
          </Link>
        ))}
      </nav>
      {may(page) ? <Part key={page} /> : <p class="soft">{say.notYours}</p>}
    </section>
  );
}
