import { AppError } from "../errors.ts";
import type { PeopleStore } from "../store/people.ts";
import type { Agent, Role } from "../store/store.ts";
import { assertGoodPassword, type Passwords } from "./passwords.ts";
import { fingerprint, newKey, readableCode } from "./tokens.ts";

/** An agent with what was made for them. Key and password are told this once and stored as hashes. */
interface Issued {
  agent: Agent;
  key?: string;
  /** Present when it was made up here: hand it on and ask for nothing else. */
  password?: string;
}

/** What the operator and admins do to the desk's people, each by e-mail address or id. An unknown one is `not_found`. */
export interface ManagedPeople {
  agents(): Promise<Agent[]>;
  byEmail(email: string): Promise<Agent | undefined>;
  /**
   * Adds an agent: with a program key when `key` is set, else with the given password or a made-up one.
   * The very first person is an admin unless told otherwise. @throws AppError conflict when the address is taken.
   */
  add(person: {
    email: string;
    name?: string | undefined;
    role?: Role | undefined;
    key?: boolean | undefined;
    password?: string | undefined;
  }): Promise<Issued>;
  /**
   * Ends all sessions and keys of an agent, then gives a new key (`key`), or sets the given or a made-up password.
   * `totp` alone ends the second step of signing in and all sessions; password and keys stay.
   */
  reset(
    email: string,
    how: { password?: string | undefined; key?: boolean | undefined; totp?: boolean | undefined },
  ): Promise<Issued>;
  setRole(email: string, role: Role): Promise<Agent>;
  /** A disabled agent has no session and no key any more; enabling brings back the password alone. */
  setDisabled(email: string, disabled: boolean): Promise<Agent>;
}

export function managePeople(deps: {
  people: PeopleStore;
  now(): number;
  passwords: Passwords;
}): ManagedPeople {
  const { people, now, passwords } = deps;

  async function known(emailOrId: string): Promise<Agent> {
    const isEmail = emailOrId.includes("@");
    const agent = isEmail ? await people.byEmail(mailOf(emailOrId)) : await people.byId(emailOrId);
    if (agent !== undefined) return agent;
    const what = isEmail ? `has the address ${mailOf(emailOrId)}` : `is ${emailOrId}`;
    throw new AppError("not_found", `No agent ${what}. See who there is: kefu agents list`);
  }

  async function issueKey(agentId: string): Promise<string> {
    const key = newKey();
    await people.addKey(agentId, fingerprint(key), now(), { prefix: key.slice(0, 9) });
    return key;
  }

  function choosePassword(email: string, given: string | undefined): { password: string; made: boolean } {
    if (given === undefined) return { password: readableCode(4), made: true };
    assertGoodPassword(given, email);
    return { password: given, made: false };
  }

  return {
    agents: async () => (await people.list()).map(publicAgent),
    async byEmail(email) {
      const agent = await people.byEmail(mailOf(email));
      return agent === undefined ? undefined : publicAgent(agent);
    },
    async add(person) {
      const email = mailOf(person.email);
      const role = person.role ?? ((await people.list()).length === 0 ? "admin" : "agent");
      const base = { email, name: nameOf(person.name, email), role };
      if (person.key === true && person.password === undefined) {
        const agent = publicAgent(await people.add(base, now()));
        return { agent, key: await issueKey(agent.id) };
      }
      const { password, made } = choosePassword(email, person.password);
      const passwordHash = await passwords.hash(password);
      const agent = publicAgent(await people.add({ ...base, passwordHash }, now()));
      const key = person.key === true ? { key: await issueKey(agent.id) } : {};
      return { agent, ...key, ...(made ? { password } : {}) };
    },
    async reset(email, how) {
      const agent = await known(email);
      if (how.totp === true) await people.dropTotp(agent.id);
      if (how.totp === true && how.key !== true && how.password === undefined) {
        await people.endSessions(agent.id);
        const { totp: _, ...without } = publicAgent(agent);
        return { agent: without };
      }
      const fresh =
        how.key === true && how.password === undefined
          ? undefined
          : choosePassword(agent.email, how.password);
      if (fresh !== undefined) await people.setPassword(agent.id, await passwords.hash(fresh.password));
      // Disabling is what ends sessions and keys; whoever was disabled before stays so.
      await people.setDisabled(agent.id, agent.disabledAt ?? now());
      if (agent.disabledAt === undefined) await people.setDisabled(agent.id, undefined);
      const key = how.key === true ? { key: await issueKey(agent.id) } : {};
      return { agent: publicAgent(agent), ...key, ...(fresh?.made ? { password: fresh.password } : {}) };
    },
    async setRole(email, role) {
      const agent = await known(email);
      await people.setRole(agent.id, role);
      return { ...publicAgent(agent), role };
    },
    async setDisabled(email, disabled) {
      const agent = await known(email);
      await people.setDisabled(agent.id, disabled ? now() : undefined);
      return publicAgent((await people.byId(agent.id)) ?? agent);
    },
  };
}

/** An e-mail address as it is stored and compared. */
export function mailOf(email: string): string {
  return email.trim().toLowerCase();
}

/** The name customers see: the given one, else the part of the address before the @. */
export function nameOf(name: string | undefined, email: string): string {
  return name?.trim() || (email.split("@")[0] ?? email);
}

/** Exactly what may be shown of an agent: never a password hash. */
export function publicAgent(agent: Agent): Agent {
  const { id, email, name, role, disabledAt, createdAt, totp } = agent;
  const optional = { ...(disabledAt === undefined ? {} : { disabledAt }), ...(totp ? { totp } : {}) };
  return { id, email, name, role, createdAt, ...optional };
}
