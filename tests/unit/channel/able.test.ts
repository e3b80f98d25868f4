import { describe, expect, it } from "vitest";
import { ableOf } from "../../../src/channel/able.ts";
import type { Capabilities } from "../../../src/channel/contract.ts";

const capabilities: Capabilities = {
  text: { limit: 100, unit: "utf16", counts: "visible" },
  caption: 100,
  buttons: 0,
  buttonLabel: 0,
  files: 0,
  edits: true,
  deletes: true,
  deletesWithin: 5,
  typing: false,
  idempotent: false,
};

describe("what an account can do to what it sent", () => {
  it("is what its platform lets it", () => {
    const alter = async () => ({ outcome: "sent" as const, ids: [] });
    expect(ableOf({ capabilities, alter })).toEqual({ edits: true, deletes: true, deletesWithin: 5 });
  });

  it("is nothing for a channel without a way to", () => {
    expect(ableOf({ capabilities })).toEqual({ edits: false, deletes: false });
  });
});
