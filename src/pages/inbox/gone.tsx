import { useEffect, useRef } from "preact/hooks";
import { channelName } from "./chips.tsx";
import { usePage } from "./page.ts";
import { CONTACT } from "./phrases/contact.ts";
import { useStore } from "./store.ts";
import { dateAndTime } from "./times.ts";

/** In the place of a conversation whose customer was erased; for whoever erased them, what is left for people to do. */
export function Gone({ id, at }: { id: string; at: number }) {
  const { desk, locale } = usePage();
  const say = CONTACT[locale];
  const erasure = useStore(desk.store, (state) => state.erasures[id]);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had the focus went with the words: reading goes on here.
    const { activeElement: focused } = document;
    if (focused === null || focused === document.body) title.current?.focus();
  }, []);
  return (
    <section class="gone" role="status">
      <h3 ref={title} tabIndex={-1}>
        {say.goneTitle}
      </h3>
      <p>{say.gone(dateAndTime(at, locale))}</p>
      {erasure !== undefined && (
        <>
          <p>{say.goneOf(erasure)}</p>
          {erasure.accounts.length > 0 && (
            <p>
              {say.goneChats(
                [...new Set(erasure.accounts.map(channelName))].join(locale === "zh" ? "、" : ", "),
              )}
            </p>
          )}
          {erasure.rooms.length > 0 && (
            <>
              <p>{say.goneRooms}</p>
              <ul>
                {erasure.rooms.map(({ room, thread }) => (
                  <li key={`${room} ${thread}`}>
                    {channelName(room)} · <bdi>{thread}</bdi>
                  </li>
                ))}
              </ul>
            </>
          )}
          <p>{say.goneBackups}</p>
        </>
      )}
    </section>
  );
}
