/**
 * Writes the README's table of channels, from their capabilities and from what the contract suite declares absent:
 * `node --import tsx scripts/make-channel-table.mjs`. A test says when it is due.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { channelTable, withTable } from "../tests/contract/channel-table.ts";

const file = new URL("../README.md", import.meta.url);
writeFileSync(file, withTable(readFileSync(file, "utf8"), await channelTable()));
