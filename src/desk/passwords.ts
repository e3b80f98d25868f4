import { hash, parseOptions, verify } from "@node-rs/argon2";
import { AppError, reasonOf } from "../errors.ts";
import { isCommonPassword } from "./common-passwords.ts";
import { TooManyTries } from "./too-many.ts";

/** argon2id (the library's default kind), about 80 ms and 46 MiB a hash: OWASP's first choice of parameters. */
const COST = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
/** Two at once are 92 MiB; more would let anyone who tries to sign in eat the machine. */
const AT_ONCE = 2;
const MAX_WAITING = 50;
const MIN_CHARACTERS = 12;
const MAX_BYTES = 128;

export interface Passwords {
  /** The PHC string to store. */
  hash(password: string): Promise<string>;
  /** False for a wrong password, one too long to be any, or a hash that is none. Takes the same time for all but the second. */
  verify(stored: string, password: string): Promise<boolean>;
  /** True when the hash was made with other costs than ours of today. */
  outdated(stored: string): boolean;
}

/** Argon2 behind a gate of two. A call rejects with `rate_limited` when too many wait already. */
export function argonPasswords(): Passwords {
  const gate = limited(AT_ONCE, MAX_WAITING);
  return {
    hash: (password) => gate(() => hash(password.normalize("NFKC"), COST)),
    async verify(stored, password) {
      if (Buffer.byteLength(password) > MAX_BYTES) return false;
      return gate(() => verify(stored, password.normalize("NFKC")).catch(() => false));
    },
    outdated(stored) {
      const { memoryCost, timeCost, parallelism } = parseOptions(stored);
      return memoryCost !== COST.memoryCost || timeCost !== COST.timeCost || parallelism !== COST.parallelism;
    },
  };
}

/**
 * Whether a password may be chosen: length alone, no rules of composition (NIST 800-63B).
 * @throws AppError input_invalid that says why not and what to do.
 */
export function assertGoodPassword(password: string, email: string): void {
  const refuse = (why: string): never => {
    throw new AppError("input_invalid", `password: ${why}.`);
  };
  if (Buffer.byteLength(password) > MAX_BYTES) {
    refuse(`is longer than ${MAX_BYTES} bytes; choose a shorter one`);
  }
  if ([...password].length < MIN_CHARACTERS) {
    refuse(`is shorter than ${MIN_CHARACTERS} characters; a few words in a row will do`);
  }
  const lower = password.toLowerCase();
  if (isCommonPassword(password) || lower === email || lower === email.split("@")[0]) {
    refuse("is among the first that are guessed; choose another");
  }
}

/** Runs at most `atOnce` jobs; the others wait in line, at most `maxWaiting` of them. */
function limited(atOnce: number, maxWaiting: number): <T>(job: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (job) => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) {
        throw new TooManyTries("Too many people sign in at once. Try again in a few seconds.", 5_000);
      }
      // The one who leaves hands its place on, so the count stays as it is.
      await new Promise<void>((go) => waiting.push(go));
    } else running += 1;
    try {
      return await job();
    } catch (error) {
      throw new AppError("internal", `Hashing a password failed: ${reasonOf(error)}`, { cause: error });
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
