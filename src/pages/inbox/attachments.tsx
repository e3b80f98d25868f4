import { Icon } from "./icons.tsx";
import { usePage } from "./page.ts";
import { FILES } from "./phrases/files.ts";
import { useStore } from "./store.ts";
import type { Attachments } from "./use-attachments.ts";

/** The files that go with the reply: each with its size, what is wrong with it, and a way to leave it out. */
export function AttachmentList({ attachments, account }: { attachments: Attachments; account: string }) {
  const { desk, locale } = usePage();
  const say = FILES[locale];
  const channels = useStore(desk.store, (state) => state.channels);
  const channel = channels.find((one) => one.account === account);
  if (attachments.all.length === 0) return null;
  return (
    <div class="attachments">
      <ul aria-label={say.label}>
        {attachments.all.map(({ key, name, bytes, id, fault }) => (
          <li key={key} class={fault === undefined ? "chip" : "chip bad"}>
            <bdi>{name}</bdi> <span class="soft">{sizeOf(bytes)}</span>
            {fault !== undefined && <span role="alert">{say[fault]}</span>}
            {fault === undefined && id === undefined && <span role="status">{say.uploading}</span>}
            <button
              type="button"
              class="icon-button"
              aria-label={say.remove(name)}
              onClick={() => attachments.remove(key)}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
      {channel?.files === 0 && <p class="warn-tag">{say.named}</p>}
    </div>
  );
}

/** Opens the system's own window to choose files in. */
export function AttachButton({ attachments }: { attachments: Attachments }) {
  const { locale } = usePage();
  const say = FILES[locale];
  return (
    <label class="icon-button attach" title={say.attach}>
      <Icon name="attach" />
      <span class="unseen">{say.attach}</span>
      <input
        type="file"
        multiple
        class="unseen"
        onChange={(event) => {
          attachments.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}

/** A size as people say it. */
export function sizeOf(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1024);
  return kilobytes < 1024 ? `${kilobytes} kB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
