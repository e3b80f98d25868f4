import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { channelTable, withTable } from "./channel-table.ts";

it("is in the README as the channels are (node --import tsx scripts/make-channel-table.mjs)", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme).toBe(withTable(readme, await channelTable()));
});
