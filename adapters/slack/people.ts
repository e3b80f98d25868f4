import type { SlackApi } from "./api.ts";

interface Person {
  name?: string;
  locale?: string;
}

export interface People {
  /** What Slack tells of a user, or nothing when it does not tell in time: no message waits for a name. */
  of(userId: string): Promise<Person>;
  /** Channel id of the direct message with a user; undefined when Slack does not open one. */
  directWith(userId: string): Promise<string | undefined>;
  forget(userId: string): void;
}

/** A delivery has three seconds until Slack sends it again; these leave most of them to the store. */
const NAME_MS = 700;
const DIRECT_MS = 1_800;
const KEEP_MS = 6 * 60 * 60_000;
/** People of other organisations are often not told at all: they are not asked for at every message. */
const ASK_AGAIN_MS = 10 * 60_000;
const MOST = 2_000;

export function people(api: SlackApi, now: () => number): People {
  const names = remembered<Person>(now);
  const directs = remembered<string>(now);

  async function ask(userId: string): Promise<Person | undefined> {
    const payload = { user: userId, include_locale: true };
    const answer = await api.call("users.info", payload, { timeoutMs: NAME_MS });
    return personOf(answer.user);
  }

  async function open(userId: string): Promise<string | undefined> {
    const answer = await api.call("conversations.open", { users: userId }, { timeoutMs: DIRECT_MS });
    return text(field(answer.channel, "id"));
  }

  return {
    of: async (userId) => (await names.of(userId, ask)) ?? {},
    directWith: (userId) => directs.of(userId, open),
    forget(userId) {
      names.forget(userId);
      directs.forget(userId);
    },
  };
}

/** Asks once for each id, also when many ask at the same time; a failure is remembered for a while. */
function remembered<T>(now: () => number) {
  const known = new Map<string, { value: Promise<T | undefined>; until: number }>();
  const of = (id: string, ask: (id: string) => Promise<T | undefined>): Promise<T | undefined> => {
    const found = known.get(id);
    if (found && found.until > now()) return found.value;
    const entry = { value: ask(id).catch(() => undefined), until: now() + KEEP_MS };
    known.set(id, entry);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    void entry.value.then((value) => {
      if (value === undefined) entry.until = now() + ASK_AGAIN_MS;
    });
    return entry.value;
  };
  return { of, forget: (id: string) => void known.delete(id) };
}

function personOf(user: unknown): Person {
  const profile = field(user, "profile");
  const name = [field(profile, "display_name"), field(profile, "real_name"), field(user, "name")]
    .map(text)
    .find((one) => one !== undefined);
  const locale = text(field(user, "locale"));
  return { ...(name === undefined ? {} : { name }), ...(locale === undefined ? {} : { locale }) };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
