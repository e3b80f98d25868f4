import { AppError } from "../errors.ts";

/** Refused for now; the same call may succeed after `waitMs`. */
export class TooManyTries extends AppError {
  readonly waitMs: number;

  constructor(message: string, waitMs: number) {
    super("rate_limited", message, { retryable: true });
    this.waitMs = waitMs;
  }
}
