import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import type { Message } from "./timeline.ts";
import { Words } from "./words.ts";

/** The session's token: a picture's address carries it, since an <img> sends no headers. */
export const Token = createContext<string | null>(null);

/** Pictures as they are, in so far as they are ones; all else to download. */
export function MessageFiles({ files }: { files: NonNullable<Message["files"]> }) {
  if (files.length === 0) return null;
  return (
    <ul class="files">
      {files.map((file) => (
        <FileItem key={file.url} file={file} />
      ))}
    </ul>
  );
}

function FileItem({ file }: { file: NonNullable<Message["files"]>[number] }) {
  const words = useContext(Words);
  const token = useContext(Token);
  const [broken, setBroken] = useState(false);
  const address = `${file.url}?token=${encodeURIComponent(token ?? "")}`;
  return (
    <li>
      {file.kind === "image" && !broken ? (
        <a href={address} target="_blank" rel="noopener">
          <img src={address} alt={words.picture(file.name)} onError={() => setBroken(true)} />
        </a>
      ) : (
        <a href={address} download={file.name} aria-label={words.download(file.name)}>
          <bdi>{file.name}</bdi>
        </a>
      )}
    </li>
  );
}
