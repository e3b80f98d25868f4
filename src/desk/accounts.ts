import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { PeopleStore } from "../store/people.ts";
import type { Agent } from "../store/store.ts";
import { type Inviting, inviting } from "./invitations.ts";
import { lockout } from "./lockout.ts";
import { type OwnAccess, ownAccess } from "./own-access.ts";
import { argonPasswords, assertGoodPassword, type Passwords } from "./passwords.ts";
import { type ManagedPeople, mailOf, managePeople, nameOf, publicAgent } from "./people.ts";
import { secondStep } from "./second-step.ts";
import { fingerprint, newToken, readableCode, sameCode } from "./tokens.ts";
import { TooManyTries } from "./too-many.ts";

/** A session ends after this long without use … */
const IDLE_MS = 8 * 3_600_000;
/** … and after this long in any case. */
const ABSOLUTE_MS = 7 * 24 * 3_600_000;

const LONGEST_CLIENT = 200;

export interface SignedIn {
  agent: Agent;
  /** The session's token, told once; only its hash is stored. */
  token: string;
  expiresAt: number;
}

/** Where a session is opened from. */
interface From {
  address: string;
  /** User-Agent, as it was sent. */
  client?: string | undefined;
}

/** Who works at the desk, and how they prove it. */
export interface Accounts extends ManagedPeople, Inviting, OwnAccess {
  /** The one-time code that creates the first admin; undefined once anyone exists. For the operator's terminal alone. */
  setupCode(): string | undefined;
  /**
   * Creates the first admin and signs them in.
   * @throws AppError conflict when somebody exists, unauthorized for a wrong code, input_invalid for a poor password.
   */
  setup(
    first: { code: string; email: string; name?: string | undefined; password: string },
    from: From | string,
  ): Promise<SignedIn>;
  /** Creates the first admin from the settings, when nobody exists yet; undefined when somebody does. */
  ensureFirst(email: string, password: string): Promise<Agent | undefined>;
  /**
   * @throws AppError unauthorized, with the same words and in the same time whatever was wrong; totp_required when the
   * password is right and the second step is missing; rate_limited.
   */
  signIn(email: string, password: string, from: From | string, code?: string): Promise<SignedIn>;
  /** Makes the invited agent and signs them in. @throws AppError unauthorized, input_invalid, conflict, rate_limited. */
  join(
    person: { code: string; name?: string | undefined; password: string },
    from: From | string,
  ): Promise<SignedIn>;
  signOut(token: string): Promise<void>;
  bySession(token: string): Promise<Agent | undefined>;
  byKey(key: string): Promise<Agent | undefined>;
}

export interface AccountsDeps {
  people: PeopleStore;
  now(): number;
  log: Log;
  /** Argon2 where nothing else is given. */
  passwords?: Passwords;
  /** The name an authenticator app shows. */
  issuer?: string;
}

/** Opens the accounts. Makes a setup code when nobody exists. */
export async function openAccounts(deps: AccountsDeps): Promise<Accounts> {
  const { people, now, log, passwords = argonPasswords() } = deps;
  const tries = lockout(now);
  const step = secondStep({ people, now, issuer: deps.issuer ?? "kefu" });
  const { desk: invitations, join } = inviting({ people, now, passwords });
  // Whoever is unknown is measured against this, so that the time of the answer tells nothing.
  const nobody = passwords.hash(newToken());
  nobody.catch(() => {}); // The start does not wait for it; a sign-in does, and is told.
  let code = (await people.list()).length === 0 ? readableCode(2) : undefined;

  async function open(agent: Agent, { address, client = "" }: From): Promise<SignedIn> {
    const token = newToken();
    const at = now();
    const from = { address, client: client.slice(0, LONGEST_CLIENT) };
    await people.addSession(agent.id, fingerprint(token), at, at + ABSOLUTE_MS, from);
    return { agent: publicAgent(agent), token, expiresAt: at + ABSOLUTE_MS };
  }

  async function addFirst(email: string, name: string, password: string): Promise<Agent> {
    assertGoodPassword(password, email);
    const passwordHash = await passwords.hash(password);
    const agent = await people.addFirst({ email, name, passwordHash }, now());
    code = undefined;
    return publicAgent(agent);
  }

  async function nobodyYet(): Promise<boolean> {
    if ((await people.list()).length === 0) return true;
    code = undefined;
    return false;
  }

  function begin(account: string, address: string): void {
    try {
      tries.begin(account, address);
    } catch (error) {
      if (error instanceof TooManyTries) log.warn({ address }, "sign-in refused: too many tries");
      throw error;
    }
  }

  async function takeSecondStep(agent: Agent, code: string | undefined, address: string): Promise<void> {
    if (code === undefined) {
      throw new AppError(
        "totp_required",
        "Send the code of your authenticator app, or a recovery code, as code.",
      );
    }
    if (await step.check(agent.id, code)) return;
    log.info({ address }, "sign-in refused: second step");
    throw new AppError("unauthorized", "The code is not right, or was used. Send the app's next one.");
  }

  return {
    ...managePeople({ people, now, passwords }),
    ...invitations,
    ...ownAccess({ people, now, passwords, step, idleMs: IDLE_MS, tries: { ...tries, begin } }),
    setupCode: () => code,
    async setup(first, given) {
      const from = fromOf(given);
      const { address } = from;
      if (code === undefined || !(await nobodyYet())) throw alreadySetUp();
      begin("setup", address);
      if (!sameCode(first.code, code)) {
        throw new AppError("unauthorized", "That is not the setup code. It stands in the server's terminal.");
      }
      const email = mailOf(first.email);
      const agent = await addFirst(email, nameOf(first.name, email), first.password);
      tries.succeeded("setup", address);
      return open(agent, from);
    },
    async ensureFirst(address, password) {
      if (!(await nobodyYet())) return undefined;
      const email = mailOf(address);
      return addFirst(email, nameOf(undefined, email), password);
    },
    async signIn(givenEmail, password, given, secondCode) {
      const from = fromOf(given);
      const { address } = from;
      const email = mailOf(givenEmail);
      begin(email, address);
      const agent = await people.byEmail(email);
      const right = await passwords.verify(agent?.passwordHash ?? (await nobody), password);
      if (agent?.passwordHash === undefined || !right || agent.disabledAt !== undefined) {
        log.info({ address }, "sign-in refused");
        throw new AppError("unauthorized", "The e-mail address or the password is not right.");
      }
      if (agent.totp) await takeSecondStep(agent, secondCode, address);
      tries.succeeded(email, address);
      if (passwords.outdated(agent.passwordHash)) {
        await people.setPassword(agent.id, await passwords.hash(password));
      }
      return open(agent, from);
    },
    async join(person, given) {
      const from = fromOf(given);
      begin("invitation", from.address);
      const agent = await join(person);
      tries.succeeded("invitation", from.address);
      return open(agent, from);
    },
    signOut: (token) => people.endSession(fingerprint(token)),
    bySession: (token) => people.bySession(fingerprint(token), now(), IDLE_MS),
    byKey: (key) => people.byKey(fingerprint(key), now()),
  };
}

function fromOf(from: From | string): From {
  return typeof from === "string" ? { address: from } : from;
}

function alreadySetUp(): AppError {
  return new AppError("conflict", "The desk has been set up. Sign in, or have the operator add you.");
}
