import { expect, it } from "vitest";
import type { Entry, Knowledge } from "../../../src/knowledge/entry.ts";
import { EntryShape } from "../../../src/server/shapes-entries.ts";
import { bench } from "./bench.ts";

function entry(locale: "zh" | "en", title: string, body: string): Entry {
  const file = `${locale}/account/reset.md`;
  return {
    id: "account.reset",
    locale,
    title,
    body,
    file,
    severity: "normal",
    handoff: "offer",
    collect: [],
    related: [],
  };
}

const KNOWN: Knowledge = {
  topics: new Map([
    [
      "account.reset",
      { zh: entry("zh", "忘记密码", "点**忘记密码**"), en: entry("en", "Forgot it", "Tap it") },
    ],
    ["app.only", { en: entry("en", "Only here", "In English") }],
  ]),
  phrasings: [],
  official: { links: [], accounts: [], phones: [], emails: [] },
  hash: "h1",
  trainingHash: "h1",
};

it("shows agents what the bot may answer, and sends it again only when it has changed", async () => {
  let known = KNOWN;
  const { agent } = await bench({ knowledge: () => known });
  const mei = await agent("mei@example.com", "Mei");
  const first = await mei.get("/api/desk/entries");
  const { entries } = await first.json();
  expect(entries.map((one: unknown) => EntryShape.parse(one))).toEqual([
    {
      topic: "account.reset",
      texts: {
        zh: { title: "忘记密码", body: "点**忘记密码**" },
        en: { title: "Forgot it", body: "Tap it" },
      },
    },
    { topic: "app.only", texts: { en: { title: "Only here", body: "In English" } } },
  ]);
  const etag = first.headers.get("etag") ?? "";
  expect((await mei.get("/api/desk/entries", { "if-none-match": etag })).status).toBe(304);
  known = { ...KNOWN, hash: "h2" };
  expect((await mei.get("/api/desk/entries", { "if-none-match": etag })).status).toBe(200);
});
