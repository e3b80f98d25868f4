import { useState } from "preact/hooks";
import { sizeOf } from "./attachments.tsx";
import { usePage } from "./page.ts";
import { FILES } from "./phrases/files.ts";
import type { Message } from "./types.ts";

/** Pictures as they are, in so far as they are ones; all else to download. */
export function MessageFiles({ message }: { message: Message }) {
  if (message.files.length === 0) return null;
  return (
    <ul class="files">
      {message.files.map((file, place) => (
        <FileItem
          key={file.id}
          file={file}
          address={`/api/desk/messages/${encodeURIComponent(message.id)}/files/${place}`}
        />
      ))}
    </ul>
  );
}

function FileItem({ file, address }: { file: Message["files"][number]; address: string }) {
  const { locale } = usePage();
  const say = FILES[locale];
  const name = file.name ?? file.kind;
  const [broken, setBroken] = useState(false);
  // A place is no file; what it says is in its handle.
  if (file.kind === "location") {
    return (
      <li>
        <bdi>{name}</bdi> <span class="soft">{file.id}</span>
      </li>
    );
  }
  return (
    <li>
      {file.kind === "image" && !broken && (
        <a href={address} target="_blank" rel="noopener">
          <img src={address} alt={say.picture(name)} loading="lazy" onError={() => setBroken(true)} />
        </a>
      )}
      <a href={address} download={name} aria-label={say.download(name)}>
        <bdi>{name}</bdi>
      </a>
      {file.bytes !== undefined && <span class="soft"> {sizeOf(file.bytes)}</span>}
    </li>
  );
}
