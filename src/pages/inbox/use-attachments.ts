import { useRef, useState } from "preact/hooks";
import { api, newKey } from "./api.ts";

/** As the server takes them. */
const LARGEST_BYTES = 20 * 1024 * 1024;
const MOST = 10;

/** A file beside the words, on its way up or there. */
export interface Attachment {
  key: string;
  name: string;
  bytes: number;
  /** The server's id, once it is there. */
  id?: string;
  fault?: "tooLarge" | "tooMany" | "wrongKind" | "notUploaded";
}

export interface Attachments {
  all: readonly Attachment[];
  /** False while one is on its way, or cannot go. */
  ready: boolean;
  add(files: Iterable<File>): void;
  remove(key: string): void;
  /** Those of a reply that came back. */
  set(all: readonly Attachment[]): void;
}

/** Uploads each file at once, so that sending waits for nothing. */
export function useAttachments(conversationId: string): Attachments {
  const [all, setAll] = useState<readonly Attachment[]>([]);
  const latest = useRef(all);
  latest.current = all;
  const set = (next: readonly Attachment[]): void => {
    latest.current = next;
    setAll(next);
  };
  const change = (key: string, change: Partial<Attachment>): void =>
    set(latest.current.map((one) => (one.key === key ? { ...one, ...change } : one)));

  const upload = async (key: string, file: File): Promise<void> => {
    const answer = await api.upload(conversationId, file);
    if (answer.ok) return change(key, { id: answer.data.file.id });
    change(key, {
      fault: answer.status === 413 ? "tooLarge" : answer.status === 400 ? "wrongKind" : "notUploaded",
    });
  };
  return {
    all,
    ready: all.every(({ id }) => id !== undefined),
    add(files) {
      for (const file of files) {
        const key = newKey();
        const one: Attachment = { key, name: file.name, bytes: file.size };
        const places = latest.current.filter(({ fault }) => fault === undefined).length;
        if (places >= MOST) set([...latest.current, { ...one, fault: "tooMany" }]);
        else if (file.size > LARGEST_BYTES) set([...latest.current, { ...one, fault: "tooLarge" }]);
        else {
          set([...latest.current, one]);
          void upload(key, file);
        }
      }
    },
    remove: (key) => set(latest.current.filter((one) => one.key !== key)),
    set,
  };
}
