import type {
  Agent,
  Alert,
  Canned,
  CannedDraft,
  Case,
  Channel,
  Colleague,
  Contact,
  ContactRow,
  Conversation,
  Counts,
  Entry,
  Erasure,
  Found,
  Me,
  Newer,
  Row,
  TagCount,
  View,
  Watcher,
} from "./types.ts";

/** What an answer of the desk's API is to this page: the thing, or why not. `status` 0: nobody was reached. */
export type Answer<T> = { ok: true; data: T } | Refused;

export interface Refused {
  ok: false;
  status: number;
  code: string;
  message: string;
  owner?: string;
  problems?: { kind: string; excerpt: string }[];
  /** What others have said since; its `seq` is what has to be seen. */
  newer?: Newer;
}

export type Verb = "claim" | "release" | "transfer" | "reply" | "note" | "resolve" | "return" | "snooze";
export type ActAnswer = Answer<{ conversation: Conversation; reason: string; repeated?: true }>;

const TIMEOUT_MS = 20_000;
/** A file is large, and not every line is quick. */
const UPLOAD_MS = 120_000;
/** An erasure makes the whole file anew before it answers. */
const THOROUGH_MS = 300_000;

export const api = {
  me: () => call<Me>("GET", "/api/desk/me"),
  login: (body: { email: string; password: string; code?: string }) =>
    call<Me>("POST", "/api/desk/login", body),
  setup: (body: { code: string; email: string; password: string; name?: string }) =>
    call<Me>("POST", "/api/desk/setup", body),
  join: (body: { code: string; name: string; password: string }) =>
    call<Me>("POST", "/api/desk/invitations/accept", body),
  logout: () => call<object>("POST", "/api/desk/logout", {}),
  agents: () => call<{ agents: Agent[] }>("GET", "/api/desk/agents"),
  channels: () => call<{ channels: Channel[] }>("GET", "/api/desk/channels"),
  list: (view: View, offset: number, limit: number, tag?: string) =>
    call<{ conversations: Row[]; counts: Counts; total: number; seq: number }>(
      "GET",
      `/api/desk/conversations?view=${view}&limit=${limit}&offset=${offset}${tag === undefined ? "" : `&tag=${encodeURIComponent(tag)}`}`,
    ),
  tags: () => call<{ tags: TagCount[] }>("GET", "/api/desk/tags"),
  /** Puts a tag on or takes it off; again changes nothing. */
  tag: (id: string, tag: string, on: boolean) =>
    call<{ id: string; tags: string[] }>(
      on ? "PUT" : "DELETE",
      `/api/desk/conversations/${encodeURIComponent(id)}/tags/${encodeURIComponent(tag)}`,
    ),
  /** `asked` as `requestOf` makes it. */
  search: (asked: URLSearchParams) => call<Found>("GET", `/api/desk/search?${asked}`),
  show: (id: string) => call<Case>("GET", `/api/desk/conversations/${encodeURIComponent(id)}`),
  /** `key` is the same in every retry of one act, so that it is done once. */
  act: (id: string, verb: Verb, key: string, body: Record<string, unknown> = {}): Promise<ActAnswer> =>
    call("POST", `/api/desk/conversations/${encodeURIComponent(id)}/${verb}`, body, key),
  upload: (conversationId: string, file: File) => {
    const body = new FormData();
    body.set("conversation", conversationId);
    body.set("file", file);
    return call<{ file: { id: string } }>("POST", "/api/desk/files", body, undefined, UPLOAD_MS);
  },
  alerts: () => call<{ alerts: Alert[] }>("GET", "/api/desk/alerts"),
  acknowledge: (id: string) =>
    call<{ alert: Alert }>("POST", `/api/desk/alerts/${encodeURIComponent(id)}/acknowledge`, {}),
  here: (id: string, how: { typing?: boolean; gone?: boolean }) =>
    call<{ watchers: Watcher[] }>("POST", `/api/desk/conversations/${encodeURIComponent(id)}/presence`, how),
  colleagues: () => call<{ colleagues: Colleague[] }>("GET", "/api/desk/availability"),
  choose: (chosen: Colleague["chosen"]) =>
    call<{ colleagues: Colleague[] }>("PUT", "/api/desk/availability", { chosen }),
  entries: () => call<{ entries: Entry[] }>("GET", "/api/desk/entries"),
  canned: () => call<{ canned: Canned[]; variables: string[] }>("GET", "/api/desk/canned"),
  /** Without an id it is a new one. */
  saveCanned: (draft: CannedDraft, id?: string) =>
    id === undefined
      ? call<{ canned: Canned }>("POST", "/api/desk/canned", draft)
      : call<{ canned: Canned }>("PUT", `/api/desk/canned/${encodeURIComponent(id)}`, draft),
  removeCanned: (id: string) => call<object>("DELETE", `/api/desk/canned/${encodeURIComponent(id)}`),
  /** Gives a reply that was sent other words; without any, takes it back. */
  alter: (messageId: string, key: string, body: { text: string; acknowledge?: true } | undefined) =>
    call<{ reason: string }>(
      body === undefined ? "DELETE" : "PATCH",
      `/api/desk/messages/${encodeURIComponent(messageId)}`,
      body,
      key,
    ),
  contacts: (query: string) =>
    call<{ contacts: ContactRow[] }>("GET", `/api/desk/contacts?limit=20&query=${encodeURIComponent(query)}`),
  /** By its id, or by the id or reference of one of its conversations. */
  contact: (of: string) => call<{ contact: Contact }>("GET", contactPath(of)),
  merge: (into: string, other: string) =>
    call<{ contact: Contact }>("POST", `${contactPath(into)}/merge`, { other }),
  unmerge: (from: string, other: string) =>
    call<{ contact: Contact }>("POST", `${contactPath(from)}/unmerge`, { other }),
  exportContact: (id: string) =>
    call<{ record: Record<string, unknown> }>(
      "GET",
      `${contactPath(id)}/export`,
      undefined,
      undefined,
      UPLOAD_MS,
    ),
  eraseContact: (id: string) =>
    call<{ erased: Erasure }>("DELETE", contactPath(id), undefined, undefined, THOROUGH_MS),
  resend: (messageId: string) =>
    call<{ resent: number }>("POST", `/api/desk/messages/${encodeURIComponent(messageId)}/resend`, {}),
};

function contactPath(of: string): string {
  return `/api/desk/contacts/${encodeURIComponent(of)}`;
}

/** Asks the desk's API; whatever goes wrong is an answer too. `key` makes an act that is sent twice done once. */
export async function call<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  key?: string,
  timeoutMs = TIMEOUT_MS,
): Promise<Answer<T>> {
  const headers: Record<string, string> = {};
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers["content-type"] = "application/json";
  if (key !== undefined) headers["idempotency-key"] = key;
  try {
    const response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (response.ok) return { ok: true, data: answer };
    const {
      code = "internal",
      message = String(response.status),
      owner,
      problems,
      newer,
    } = answer?.error ?? {};
    return { ok: false, status: response.status, code, message, owner, problems, newer };
  } catch {
    return { ok: false, status: 0, code: "unreached", message: "" };
  }
}

/** Whether the same call may succeed later without any change. */
export function mayPass({ status }: Refused): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** A key no other act of anybody has. Works on plain HTTP too, where `crypto.randomUUID` is absent. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
