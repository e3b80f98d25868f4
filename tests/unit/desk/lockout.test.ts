import { expect, it } from "vitest";
import { lockout } from "../../../src/desk/lockout.ts";
import { TooManyTries } from "../../../src/desk/too-many.ts";

function bench() {
  const clock = { at: 1_000_000 };
  const tries = lockout(() => clock.at);
  /** How long to wait before the next try; 0 when this one was let through. */
  const wait = (account = "lin@example.com", address = "203.0.113.7"): number => {
    try {
      tries.begin(account, address);
      return 0;
    } catch (error) {
      if (error instanceof TooManyTries) return error.waitMs;
      throw error;
    }
  };
  return { clock, tries, wait };
}

it("lets five tries through, then doubles the wait up to a quarter of an hour", () => {
  const { clock, wait } = bench();
  for (let n = 0; n < 5; n++) expect(wait()).toBe(0);
  const waits: number[] = [];
  for (let n = 0; n < 12; n++) {
    const ms = wait();
    waits.push(ms / 1000);
    clock.at += ms;
    expect(wait()).toBe(0);
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
});

it("holds up one account from one address alone", () => {
  const { wait } = bench();
  for (let n = 0; n < 5; n++) wait();
  expect(wait()).toBeGreaterThan(0);
  expect(wait("mei@example.com")).toBe(0);
  expect(wait("lin@example.com", "198.51.100.9")).toBe(0);
});

it("begins anew after a success, and after an hour of rest", () => {
  const { clock, tries, wait } = bench();
  for (let n = 0; n < 5; n++) wait();
  tries.succeeded("lin@example.com", "203.0.113.7");
  for (let n = 0; n < 5; n++) expect(wait()).toBe(0);
  expect(wait()).toBeGreaterThan(0);
  clock.at += 3_600_001;
  for (let n = 0; n < 5; n++) expect(wait()).toBe(0);
});

it("gives one address twenty tries a minute over all accounts", () => {
  const { clock, wait } = bench();
  for (let n = 0; n < 20; n++) expect(wait(`a${n}@example.com`)).toBe(0);
  expect(wait("one-more@example.com")).toBe(60_000);
  clock.at += 60_000;
  expect(wait("one-more@example.com")).toBe(0);
});
