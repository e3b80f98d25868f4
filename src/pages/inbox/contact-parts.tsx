import { useContext } from "preact/hooks";
import { channelName } from "./chips.tsx";
import { Icon } from "./icons.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { Words } from "./phrases.ts";
import { dateAndTime } from "./times.ts";
import type { Identity } from "./types.ts";

/** Where a person writes from: channel, name there, and whether somebody vouched for them. */
export function Identities({ all }: { all: readonly Identity[] }) {
  const words = useContext(Words);
  const { locale } = usePage();
  return (
    <ul class="identities">
      {all.map((one) => (
        <li key={`${one.account} ${one.customerId}`}>
          <span class="identity">
            <b>{channelName(one.account)}</b> <bdi>{one.name ?? words.anonymous}</bdi>{" "}
            {one.verified && <Verified />}
          </span>
          <span class="soft small">
            {CONTACT[locale].lastHeard(dateAndTime(one.lastAt, locale))}
            <br />
            <bdi>{one.customerId}</bdi>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Says that the tenant's own backend vouched for who it is. */
export function Verified() {
  const { locale } = usePage();
  const say = CONTACT[locale];
  return (
    <span class="verified" title={say.verifiedHelp}>
      <Icon name="resolved" size={12} />
      {say.verified}
    </span>
  );
}

/** The name a person is shown by: of the account that was heard last and has one. */
export function nameOf(all: readonly Identity[]): string | undefined {
  return [...all].sort((one, two) => two.lastAt - one.lastAt).find(({ name }) => name)?.name;
}
