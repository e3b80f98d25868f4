import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { MIGRATIONS } from "../../src/store/sqlite/migrations.ts";
import { hire } from "./agent.ts";
import { dataFolder, kefuCommand, startKefu } from "./process.ts";
import { visit } from "./visitor.ts";

it("goes on in a new folder from a copy that was made while messages flowed", async () => {
  const kefu = await startKefu({ folder: await dataFolder() });
  const customer = await visit(kefu);
  const copy = join(await dataFolder(), "copy.db");
  let flowing = true;
  const flow = (async () => {
    for (let n = 0; flowing; n += 1) await customer.say(`message number ${n}`);
  })();
  await customer.hears(/./);
  expect((await kefuCommand(["backup", copy], { folder: kefu.folder })).code).toBe(0);
  flowing = false;
  await flow;
  const seqOf = (file: string): number => {
    const db = new Database(file, { readonly: true });
    try {
      return db.prepare<[], number>("SELECT max(seq) FROM feed").pluck().get() ?? 0;
    } finally {
      db.close();
    }
  };
  const copied = seqOf(copy);
  expect(copied).toBeGreaterThan(0);
  const refused = await kefuCommand(["restore", copy], { folder: kefu.folder });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("Stop it first") });
  await kefu.kill("SIGKILL");

  const folder = await dataFolder();
  const done = await kefuCommand(["restore", copy, "--json"], { folder });
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(done.stdout)).toMatchObject({ pending: [], erasedSince: [] });
  const second = await startKefu({ folder });
  const agent = await hire(second, "drill@example.com");
  expect((await agent.list("all")).map(({ id }) => id)).toContain(customer.conversationId);
  const again = await visit(second);
  await again.say("are you back?");
  await again.hears(/./);
  await second.kill("SIGTERM");
  expect(seqOf(join(folder, "kefu.db"))).toBeGreaterThan(copied);
});

it("keeps what was there, and says who was erased after the copy was made", async () => {
  const folder = await dataFolder();
  const kefu = await startKefu({ folder });
  const customer = await visit(kefu);
  await customer.say("hello");
  await customer.hears(/./);
  const copy = join(folder, "copy.db");
  await kefuCommand(["backup", copy], { folder });
  const record = JSON.parse(
    (await kefuCommand(["export", customer.conversationId, "--json"], { folder })).stdout,
  );
  await kefuCommand(["erase", record.contact, "--yes"], { folder });
  await kefu.kill("SIGTERM");
  const told = await kefuCommand(["restore", copy], { folder });
  expect(told.code).toBe(0);
  expect(told.stdout).toContain(`${join(folder, "kefu.db")}.before-restore`);
  expect(told.stdout).toContain(`kefu erase ${record.contact} --yes`);
  expect((await kefuCommand(["erase", record.contact, "--yes"], { folder })).code).toBe(0);
  const twice = await kefuCommand(["restore", copy], { folder });
  expect(twice.stdout).toContain(".before-restore-2");
});

it("refuses what is no copy of ours, a damaged one and one of a newer program, and changes nothing", async () => {
  const folder = await dataFolder();
  openDatabase({ folder }).close();
  const file = (name: string) => join(folder, name);
  await writeFile(file("text.db"), "not a database at all, but a text of some length");
  new Database(file("other.db")).exec("CREATE TABLE a (b); INSERT INTO a VALUES (1)").close();
  openDatabase({ folder: await dataFolder(), file: "x.db" }).close();
  const newer = await dataFolder();
  const steps = [...MIGRATIONS, { name: "999-future", sql: "CREATE TABLE future (a TEXT) STRICT" }];
  openDatabase({ folder: newer, migrations: steps }).close();
  for (const [copy, why] of [
    [file("text.db"), /not a database|no database of kefu/],
    [file("other.db"), /no database of kefu/],
    [file("nowhere.db"), /no such file/],
    [join(newer, "kefu.db"), /newer kefu wrote it \(999-future\)/],
  ] as const) {
    const refused = await kefuCommand(["restore", copy], { folder });
    expect(refused.code, copy).toBe(2);
    expect(refused.stderr).toMatch(why);
    expect(refused.stderr).toContain("Nothing was changed");
  }
  const fine = await kefuCommand(["migrate", "--dry-run"], { folder });
  expect(fine.stdout).toContain("Up to date");
});

it("kefu migrate names the steps, runs them after a copy, and has nothing to do the second time", async () => {
  const folder = await dataFolder();
  openDatabase({ folder, migrations: MIGRATIONS.slice(0, -1) }).close();
  const last = MIGRATIONS.at(-1)?.name ?? "";
  const dry = await kefuCommand(["migrate", "--dry-run", "--json"], { folder });
  expect(JSON.parse(dry.stdout)).toMatchObject({ steps: [last], ran: false });
  const ran = await kefuCommand(["migrate"], { folder });
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining(`kefu.db.before-${last}`) });
  expect((await kefuCommand(["migrate"], { folder })).stdout).toContain("nothing to do");
});
