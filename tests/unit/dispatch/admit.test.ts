import { describe, expect, it } from "vitest";
import { admitted } from "../../../src/dispatch/admit.ts";
import { silentLog } from "../../../src/log.ts";
import type { AdmitContext } from "../../../src/store/store.ts";
import { wrote } from "../../fakes/channel.ts";

const HASH = "3e67a1f0c2b94d5586071e2f3a4b5c6d7e8f90112233445566778899aabbccdd";
const ASKED: AdmitContext = { expects: { kind: "slot", slot: "tx-hash" }, recent: [] };
const at = 1_700_000_000_000;

const read = (text: string, context: AdmitContext) => {
  const { event, found, ambiguousHash } = admitted(wrote(text, { at }), context, "ok", silentLog);
  return { text: event.kind === "message" ? event.text : "", found, ambiguousHash };
};

describe("a string of 64 digits", () => {
  it("is kept when the form has asked for a transaction hash", () => {
    expect(read(HASH, ASKED)).toEqual({ text: HASH, found: [], ambiguousHash: false });
  });

  it("is masked, and asked about, when nothing says what it is", () => {
    expect(read(HASH, { recent: [] })).toEqual({ text: "⟦hash-or-key⟧", found: [], ambiguousHash: true });
  });

  it("is a key where the customer says so, whatever the form has asked for", () => {
    const { text, found } = read(`my private key is ${HASH}`, ASKED);
    expect(text).not.toContain(HASH.slice(0, 8));
    expect(found).toEqual(["private-key"]);
  });

  it("is masked in a file name without a question about it", () => {
    const files = [{ id: "f", kind: "image", name: `${HASH}.png` }];
    const { event, ambiguousHash } = admitted(wrote("see", { at, files } as never), ASKED, "ok", silentLog);
    expect(JSON.stringify(event)).not.toContain(HASH);
    expect(ambiguousHash).toBe(false);
  });
});

describe("a text that is too long", () => {
  it("says how much of it was left out, also where not all of it was read", () => {
    for (const length of [9_000, 1_000_000]) {
      const { text } = read("词".repeat(length), { recent: [] });
      expect(text).toMatch(new RegExp(`^词{8000}…\\[\\+${length - 8000}\\]$`));
    }
  });
});
