import { AppError } from "../errors.ts";
import type { KeyView, SessionView } from "../store/access.ts";
import type { PeopleStore } from "../store/people.ts";
import type { Agent, Role } from "../store/store.ts";
import { assertGoodPassword, type Passwords } from "./passwords.ts";
import { atLeast, type DeskUser, rightsOf } from "./roles.ts";
import type { SecondStep } from "./second-step.ts";
import { fingerprint, newKey } from "./tokens.ts";

/** How much of a key is kept readable, so that its owner knows which it is. */
const PREFIX_LENGTH = 9;
const MAX_KEYS = 50;

/** The signed-in person, with the token of the session that asks and the address it comes from. */
export interface Self {
  agent: Agent;
  token: string;
  address: string;
}

/** What somebody does about their own way in. Wrong passwords and codes count as tries to sign in do. */
export interface OwnAccess {
  sessions(agentId: string, token?: string): Promise<SessionView[]>;
  /** @throws AppError not_found */
  endOneSession(agentId: string, sessionId: string): Promise<void>;
  /** Ends all sessions, or all but the one of `token`; answers how many. */
  endSessions(agentId: string, token?: string): Promise<number>;
  /** Sets a new password and ends every other session. @throws AppError unauthorized, input_invalid */
  changePassword(self: Self, change: { current: string; password: string }): Promise<void>;

  keys(agentId: string): Promise<KeyView[]>;
  /** The key is told this once. @throws AppError forbidden for a role above one's own, conflict for too many. */
  addKey(user: DeskUser, about: { name: string; role: Role }): Promise<{ id: string; key: string }>;
  /** @throws AppError not_found */
  endKey(agentId: string, keyId: string): Promise<void>;

  secondStep(agentId: string): Promise<{ on: boolean; recoveryCodes: number }>;
  /** Offers a secret; asks for a code as well where the second step is on already. @throws AppError unauthorized */
  offerSecondStep(
    self: Self,
    proof: { password: string; code?: string | undefined },
  ): Promise<{ secret: string; uri: string }>;
  /** Puts it in force and ends every other session; answers the recovery codes. */
  confirmSecondStep(self: Self, code: string): Promise<string[]>;
  renewRecoveryCodes(self: Self, proof: { password: string; code: string }): Promise<string[]>;
  /** @throws AppError conflict for an admin, who must have it. */
  dropSecondStep(self: Self, proof: { password: string; code: string }): Promise<void>;
}

export interface OwnAccessDeps {
  people: PeopleStore;
  now(): number;
  passwords: Passwords;
  step: SecondStep;
  idleMs: number;
  /** Counts a try to prove oneself; `succeeded` forgets them. */
  tries: { begin(account: string, address: string): void; succeeded(account: string, address: string): void };
}

export function ownAccess(deps: OwnAccessDeps): OwnAccess {
  const { people, passwords, step } = deps;
  const prove = prover(deps);
  const endOthers = ({ agent, token }: Self) => people.endSessions(agent.id, fingerprint(token));
  return {
    ...sessionsAndKeys(deps),
    async changePassword(self, { current, password }) {
      await prove(self, { password: current }, "current");
      assertGoodPassword(password, self.agent.email);
      await people.setPassword(self.agent.id, await passwords.hash(password));
      await endOthers(self);
    },
    async secondStep(agentId) {
      const state = await people.totp(agentId);
      return { on: state?.secret !== undefined, recoveryCodes: state?.recoveryCodes ?? 0 };
    },
    async offerSecondStep(self, proof) {
      await prove(self, proof);
      return step.offer(self.agent);
    },
    async confirmSecondStep(self, code) {
      const codes = await step.confirm(self.agent.id, code);
      await endOthers(self);
      return codes;
    },
    async renewRecoveryCodes(self, proof) {
      if (!self.agent.totp) throw new AppError("conflict", "Set up the second step first.");
      await prove(self, proof);
      return step.renew(self.agent.id);
    },
    async dropSecondStep(self, proof) {
      if (self.agent.role === "admin") {
        throw new AppError(
          "conflict",
          "Admins need the second step. You can set it up anew, not switch it off.",
        );
      }
      await prove(self, proof);
      await people.dropTotp(self.agent.id);
    },
  };
}

type SessionsAndKeys = Pick<
  OwnAccess,
  "sessions" | "endOneSession" | "endSessions" | "keys" | "addKey" | "endKey"
>;

function sessionsAndKeys({ people, now, idleMs }: OwnAccessDeps): SessionsAndKeys {
  const hashOf = (token: string | undefined) => (token === undefined ? [] : [fingerprint(token)]);
  return {
    sessions: (agentId, token) => people.sessions(agentId, { at: now(), idleMs }, ...hashOf(token)),
    async endOneSession(agentId, sessionId) {
      if (await people.endOneSession(agentId, sessionId)) return;
      throw new AppError("not_found", "There is no such session. It may have ended.");
    },
    endSessions: (agentId, token) => people.endSessions(agentId, ...hashOf(token)),
    keys: (agentId) => people.keys(agentId),
    async addKey(user, { name, role }) {
      if (!atLeast(rightsOf(user), role)) {
        throw new AppError("forbidden", "A key may not be for more than you may do yourself.");
      }
      if ((await people.keys(user.id)).length >= MAX_KEYS) {
        throw new AppError("conflict", `There are ${MAX_KEYS} keys already. End those that are not used.`);
      }
      const key = newKey();
      const about = { name, role, prefix: key.slice(0, PREFIX_LENGTH) };
      return { id: await people.addKey(user.id, fingerprint(key), now(), about), key };
    },
    async endKey(agentId, keyId) {
      if (await people.endKey(agentId, keyId)) return;
      throw new AppError("not_found", "There is no such key. It may have ended.");
    },
  };
}

/** Asks who is signed in to prove once more that it is them: a browser left open must not change the locks. */
function prover({ people, passwords, step, tries }: OwnAccessDeps) {
  return async (
    { agent, address }: Self,
    proof: { password: string; code?: string | undefined },
    field = "password",
  ): Promise<void> => {
    tries.begin(agent.email, address);
    const stored = (await people.byEmail(agent.email))?.passwordHash;
    if (stored === undefined || !(await passwords.verify(stored, proof.password))) {
      throw new AppError("input_invalid", `${field}: is not your password.`);
    }
    if (agent.totp && field === "password" && !(await step.check(agent.id, proof.code ?? ""))) {
      throw new AppError("input_invalid", "code: is not right, or was used; send the app's next code.");
    }
    tries.succeeded(agent.email, address);
  };
}
