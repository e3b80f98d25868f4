import { describe, expect, it } from "vitest";
import { READ_MS, sightOf } from "../../../../src/pages/inbox/seen.ts";
import { messageOf } from "./rows.ts";

const first = messageOf(1);
const second = messageOf(2);

describe("what a writer has seen", () => {
  it("is all that was there when the conversation was opened", () => {
    expect(sightOf([first]).unread([first], "mei", 0)).toEqual([]);
  });

  it("is not what the page has never shown", () => {
    expect(sightOf([first]).unread([first, second], "mei", 0)).toEqual([second]);
  });

  it("is what was in sight for long enough to be read", () => {
    const sight = sightOf([first]);
    sight.look([first, second], 1_000);
    expect(sight.unread([first, second], "mei", 1_000 + READ_MS - 1)).toEqual([second]);
    expect(sight.unread([first, second], "mei", 1_000 + READ_MS)).toEqual([]);
  });

  it("is what they were asked about", () => {
    const sight = sightOf([first]);
    sight.know(2);
    expect(sight.unread([first, second], "mei", 0)).toEqual([]);
  });

  it("needs not be their own words, nor notices", () => {
    const own = messageOf(3, { author: "agent", agentId: "mei" });
    const notice = messageOf(4, { author: "system" });
    const colleague = messageOf(5, { author: "note", agentId: "tom" });
    expect(sightOf([]).unread([own, notice, colleague], "mei", 0)).toEqual([colleague]);
  });
});
