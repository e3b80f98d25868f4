import { writeSync } from "node:fs";
import { openSqlite } from "../../../../src/store/sqlite/open.ts";
import { accept, messageOf } from "../../../contract/store-scene.ts";

/** Stores messages as fast as it can and prints each key once it is stored, until somebody kills it. */
const [, , folder = ""] = process.argv;
const store = openSqlite({ folder });
const run = process.pid;

for (let n = 0; ; n += 3) {
  const events = [n, n + 1, n + 2].map((i) =>
    messageOf(`${run}-${i}`, `message ${i} ${"and more ".repeat(20)}`),
  );
  for (const { key } of await accept(store, events)) writeSync(1, `${key}\n`);
}
