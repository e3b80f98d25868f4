import { describe, expect, it } from "vitest";
import { READ_MS, sightOf } from "../../../../src/pages/inbox/seen.ts";
import { messageOf } from "./rows.ts";

const first = messageOf(1);
const second = messageOf(2);

describe("what a writer has seen", () => {
  it("is all that was there when the conversation was opened", () => {
    expect(sightOf([first]).read([first], "mei", 0)).toBe(1);
  });

  it("is not what the page has only just shown, nor what came after that", () => {
    expect(sightOf([first]).read([first, second, messageOf(3)], "mei", 0)).toBe(1);
  });

  it("is what was in sight for long enough to be read", () => {
    const sight = sightOf([first]);
    sight.look([first, second], 1_000);
    expect(sight.read([first, second], "mei", 1_000 + READ_MS - 1)).toBe(1);
    expect(sight.read([first, second], "mei", 1_000 + READ_MS)).toBe(2);
  });

  it("is what they were told of, also where the page has not read it yet", () => {
    const sight = sightOf([first]);
    sight.know(2);
    expect(sight.read([first], "mei", 0)).toBe(2);
  });

  it("goes on over their own words and notices, up to what a colleague said", () => {
    const own = messageOf(3, { author: "agent", agentId: "mei" });
    const notice = messageOf(4, { author: "system" });
    const colleague = messageOf(5, { author: "note", agentId: "tom" });
    expect(sightOf([]).read([own, notice, colleague], "mei", 0)).toBe(4);
  });
});
