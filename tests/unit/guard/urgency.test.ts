import { expect, it } from "vitest";
import { SECRET_KINDS } from "../../../src/guard/marker.ts";
import { secretUrgency, urgencyOf } from "../../../src/guard/urgency.ts";

it("calls a person at once when a pasted secret controls the funds", () => {
  expect(SECRET_KINDS.filter((kind) => secretUrgency([kind]))).toEqual([
    "seed-phrase",
    "private-key",
    "keystore",
  ]);
});

it("takes the graver of the words and the secret", () => {
  expect(urgencyOf({ matcherUrgent: true, found: [] })).toBe("urgent");
  expect(urgencyOf({ matcherUrgent: false, found: ["bank-card", "seed-phrase"] })).toBe("urgent");
  expect(urgencyOf({ matcherUrgent: false, found: ["password"] })).toBe("high");
  expect(urgencyOf({ matcherUrgent: false, found: ["hash-or-key"] })).toBe("normal");
});
