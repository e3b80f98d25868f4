import { Secret, TOTP } from "otpauth";
import { AppError } from "../errors.ts";
import type { PeopleStore } from "../store/people.ts";
import { lockout } from "./lockout.ts";
import { fingerprint, readableCode } from "./tokens.ts";

const RECOVERY_CODES = 10;
/** A code of the time step before or after counts too (RFC 6238, 5.2): clocks differ, and typing takes a while. */
const WINDOW = 1;
/** RFC 4226 asks for 160 bits. */
const SECRET_BYTES = 20;

/** What to put into an authenticator app. Told this once. */
interface Offer {
  secret: string;
  /** The same as an `otpauth://` address, for a QR code. */
  uri: string;
}

/** The second step of signing in: codes of an authenticator app, and recovery codes for who has lost it. */
export interface SecondStep {
  offer(agent: { id: string; email: string }): Promise<Offer>;
  /** Puts what was offered in force by its first code; answers the recovery codes, told this once. @throws AppError */
  confirm(agentId: string, code: string): Promise<string[]>;
  /** Whether the code, of the app or for recovery, is right and was never used. @throws AppError rate_limited */
  check(agentId: string, code: string): Promise<boolean>;
  /** New recovery codes in the place of the old ones. */
  renew(agentId: string): Promise<string[]>;
}

/** `issuer` is the name the app shows. Tries are counted for each agent, wherever they come from. */
export function secondStep(deps: { people: PeopleStore; now(): number; issuer: string }): SecondStep {
  const { people, now, issuer } = deps;
  const tries = lockout(now);

  /** The time step a code belongs to; undefined for a wrong one. */
  function stepOf(secret: string, code: string): number | undefined {
    const timestamp = now();
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const delta = totp.validate({ token: code, timestamp, window: WINDOW });
    return delta === null ? undefined : totp.counter({ timestamp }) + delta;
  }

  return {
    async offer({ id, email }) {
      const secret = new Secret({ size: SECRET_BYTES });
      await people.offerTotp(id, secret.base32);
      return { secret: secret.base32, uri: new TOTP({ secret, issuer, label: email }).toString() };
    },
    async confirm(agentId, given) {
      tries.begin(agentId, agentId);
      const pending = (await people.totp(agentId))?.pending;
      if (pending === undefined) {
        throw new AppError("conflict", "Nothing waits to be confirmed. Ask for a new secret first.");
      }
      const step = stepOf(pending, plain(given));
      if (step === undefined) {
        throw new AppError("input_invalid", "code: is not the app's code of this moment; type the next one.");
      }
      const codes = newCodes();
      if (!(await people.confirmTotp(agentId, pending, step, codes.map(stored)))) {
        throw new AppError("conflict", "Another secret was asked for meanwhile. Use the newest one.");
      }
      tries.succeeded(agentId, agentId);
      return codes;
    },
    async check(agentId, given) {
      tries.begin(agentId, agentId);
      const code = plain(given);
      const secret = (await people.totp(agentId))?.secret;
      if (secret === undefined) return false;
      const step = /^\d{6}$/.test(code) ? stepOf(secret, code) : undefined;
      const right =
        step === undefined
          ? await people.spendRecovery(agentId, stored(code))
          : await people.spendStep(agentId, step);
      if (right) tries.succeeded(agentId, agentId);
      return right;
    },
    async renew(agentId) {
      const codes = newCodes();
      await people.setRecovery(agentId, codes.map(stored));
      return codes;
    },
  };
}

/** 75 random bits each. */
function newCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => readableCode(3));
}

/** Case, spaces and dashes do not count. */
function plain(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, "");
}

function stored(code: string): string {
  return fingerprint(plain(code));
}
