import { describe, expect, it } from "vitest";
import { listOf, readRoute, writeRoute } from "../../../../src/pages/inbox/route.ts";
import {
  filtersOf,
  NO_QUERY,
  readQuery,
  requestOf,
  type SearchQuery,
  writeQuery,
} from "../../../../src/pages/inbox/search-query.ts";

const asked = (more: Partial<SearchQuery>): SearchQuery => ({ ...NO_QUERY, ...more });
const read = (text: string): SearchQuery => readQuery(new URLSearchParams(text));

describe("the address of a search", () => {
  it("keeps what is looked for, the filters, the conversation and the message, whatever letters they have", () => {
    const search = asked({
      q: '转账 & "100% #1" ?',
      view: "mine",
      owner: "a/1",
      when: "days",
      from: "2027-01-31",
    });
    const route = { view: "queue" as const, search, id: "c/1", message: "m?1", details: true as const };
    expect(readRoute(writeRoute(route))).toEqual(route);
    expect(writeRoute(listOf(route))).toBe(writeRoute({ view: "queue", search }));
    expect(writeRoute({ view: "bot", search: NO_QUERY })).toBe("/inbox/search");
    expect(readRoute("/inbox/search")).toEqual({ view: "queue", search: NO_QUERY });
  });

  it("is a search only under its own path: words behind the address of a list are not", () => {
    expect(readRoute("/inbox/mine?q=x")).toEqual({ view: "mine" });
  });

  it("leaves out what it does not know, and what nobody can type", () => {
    expect(read("q=a&view=all&locale=fr&author=system&when=never&from=2027-01-01")).toEqual(
      asked({ q: "a" }),
    );
    expect(read("when=days&from=31.1.2027&to=2027-02-01")).toEqual(asked({ when: "days", to: "2027-02-01" }));
    expect(read(`q=${"x".repeat(300)}`).q).toHaveLength(200);
  });
});

describe("what the server is asked", () => {
  const now = new Date(2027, 0, 31, 15, 30).getTime();

  it("is the words without what is around them, and the filters that are set", () => {
    const request = requestOf(asked({ q: "  转账 ", author: "customer", owner: "me" }), now);
    expect(request.toString()).toBe(
      new URLSearchParams({ q: "转账", owner: "me", author: "customer" }).toString(),
    );
  });

  it("counts days where the person is, today included", () => {
    const from = (when: string): string | null => requestOf(asked({ q: "a", when }), now).get("from");
    expect(from("today")).toBe(String(new Date(2027, 0, 31).getTime()));
    expect(from("week")).toBe(String(new Date(2027, 0, 25).getTime()));
    expect(from("month")).toBe(String(new Date(2027, 0, 2).getTime()));
  });

  it("takes both days of a span whole, and a span may be open", () => {
    const days = asked({ q: "a", when: "days", from: "2027-01-30", to: "2027-01-31" });
    expect(requestOf(days, now).get("from")).toBe(String(new Date(2027, 0, 30).getTime()));
    expect(requestOf(days, now).get("to")).toBe(String(new Date(2027, 1, 1).getTime() - 1));
    expect(requestOf({ ...days, from: "" }, now).has("from")).toBe(false);
    expect(requestOf({ ...days, from: "2027-02-99" }, now).has("from")).toBe(false);
    expect(requestOf(days, now).has("when")).toBe(false);
  });
});

it("counts a span of days as one filter, and the words as none", () => {
  expect(filtersOf(NO_QUERY)).toBe(0);
  expect(filtersOf(asked({ q: "a", when: "days", from: "2027-01-30", to: "2027-01-31", view: "mine" }))).toBe(
    2,
  );
  expect(writeQuery(NO_QUERY).toString()).toBe("");
});
