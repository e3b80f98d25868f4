import { describe, expect, it } from "vitest";
import { marker } from "../../../src/guard/marker.ts";
import { redact } from "../../../src/guard/secrets.ts";
import { phrase } from "./samples.ts";

describe("a phrase given over several messages", () => {
  it("is caught in the message that completes it, and after", () => {
    const words = phrase(7, 32);
    const parts = [0, 6, 12, 18].map((at) => words.slice(at, at + 6).join(" "));
    const stored: string[] = [];
    for (const part of parts) stored.push(redact(part, { recent: stored }).text);
    expect(stored.slice(1)).toEqual([marker("seed-phrase"), marker("seed-phrase"), marker("seed-phrase")]);
  });

  it("is caught word by word", () => {
    const stored: string[] = [];
    for (const word of phrase(8)) stored.push(redact(word, { recent: stored }).text);
    expect(stored.at(-1)).toBe(marker("seed-phrase"));
  });

  it("is not seen in short ordinary messages", () => {
    const recent = [
      "hello",
      "help",
      "my token balance is wrong",
      "update app again",
      "network error",
      "still wrong balance",
      "cancel",
      "thank you",
    ];
    expect(redact("wait until tomorrow", { recent }).found).toEqual([]);
  });
});
