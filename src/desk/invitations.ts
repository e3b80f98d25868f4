import { AppError } from "../errors.ts";
import type { Invitation } from "../store/access.ts";
import type { PeopleStore } from "../store/people.ts";
import type { Agent, Role } from "../store/store.ts";
import { assertGoodPassword, type Passwords } from "./passwords.ts";
import { mailOf, nameOf, publicAgent } from "./people.ts";
import { fingerprint, newToken } from "./tokens.ts";

/** An invitation counts for three days. */
const LASTS_MS = 72 * 3_600_000;

export interface Inviting {
  /**
   * Invites somebody by a code that is told this once; hand it on yourself. An earlier invitation to the address ends.
   * @throws AppError conflict when an agent has the address.
   */
  invite(person: {
    email: string;
    role: Role;
    byId?: string | undefined;
  }): Promise<{ invitation: Invitation; code: string }>;
  invitations(): Promise<Invitation[]>;
  /** @throws AppError not_found when there is no open one. */
  revokeInvitation(id: string): Promise<void>;
}

/** Makes the invited agent. @throws AppError unauthorized for a code that does not count (any more), input_invalid. */
export type Join = (person: { code: string; name?: string | undefined; password: string }) => Promise<Agent>;

export function inviting(deps: { people: PeopleStore; now(): number; passwords: Passwords }): {
  desk: Inviting;
  join: Join;
} {
  const { people, now, passwords } = deps;
  /** An invitation of somebody who may not invite any more does not count. */
  async function counts({ state, byId }: Invitation): Promise<boolean> {
    if (state !== "open") return false;
    if (byId === undefined) return true;
    const inviter = await people.byId(byId);
    return inviter?.role === "admin" && inviter.disabledAt === undefined;
  }
  return {
    desk: {
      async invite({ email, role, byId }) {
        const code = newToken();
        const by = byId === undefined ? {} : { byId };
        const asked = { email: mailOf(email), role, hash: fingerprint(code), ...by };
        return { invitation: await people.invite(asked, now(), now() + LASTS_MS), code };
      },
      invitations: () => people.invitations(now()),
      async revokeInvitation(id) {
        if (await people.revokeInvitation(id, now())) return;
        throw new AppError("not_found", "There is no open invitation with this id.");
      },
    },
    async join({ code, name, password }) {
      const hash = fingerprint(code);
      const invitation = await people.invitation(hash, now());
      if (invitation === undefined || !(await counts(invitation))) throw noInvitation();
      const { email } = invitation;
      assertGoodPassword(password, email);
      const person = { name: nameOf(name, email), passwordHash: await passwords.hash(password) };
      const agent = await people.accept(hash, person, now());
      if (agent === undefined) throw noInvitation();
      return publicAgent(agent);
    },
  };
}

function noInvitation(): AppError {
  return new AppError("unauthorized", "This invitation does not count any more. Ask for a new one.");
}
