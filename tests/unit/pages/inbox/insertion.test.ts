import { describe, expect, it } from "vitest";
import { inserted, opened } from "../../../../src/pages/inbox/insertion.ts";

describe("a slash", () => {
  it("opens the kept replies at the beginning of a line or after a space, also one of full width", () => {
    for (const text of ["/", "／", "Hello /", "Hello\n/"]) {
      expect(opened(text, text.length), text).toMatchObject({ kind: "canned", at: text.length - 1 });
    }
  });

  it("has a sister for the knowledge base", () => {
    for (const text of ["#", "＃", "See #"]) {
      expect(opened(text, text.length), text).toMatchObject({ kind: "article" });
    }
    expect(opened("No#", 3)).toBeUndefined();
  });

  it("is a slash inside of a word, a link or a number", () => {
    for (const text of ["1/", "https:/", "他/", "a", ""])
      expect(opened(text, text.length), text).toBeUndefined();
  });

  it("counts where the caret is, not at the end", () => {
    expect(opened("/ and more", 1)).toMatchObject({ at: 0 });
    expect(opened("/ and more", 10)).toBeUndefined();
  });
});

it("puts words in where the list was opened, and leaves the caret behind them", () => {
  expect(inserted("Hello !", 6, "Ana")).toEqual({ text: "Hello Ana!", caret: 9 });
  expect(inserted("gone", 99, "!")).toEqual({ text: "gone!", caret: 5 });
});
