import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { dataFolder, kefuCommand, startKefu } from "./process.ts";
import { filesOf, traces } from "./traces.ts";
import { visit } from "./visitor.ts";

const WORDS = { question: "marmalade-of-quince went missing", visitor: "" };

it("kefu export gives all that is held of a person, and kefu erase leaves nothing of it in the data folder", async () => {
  const kefu = await startKefu({ folder: await dataFolder() });
  const run = (...args: string[]) => kefuCommand(args, { folder: kefu.folder });
  const customer = await visit(kefu);
  await customer.say(WORDS.question);
  await customer.hears(/./);
  const stays = await visit(kefu);
  await stays.say("apricot-jam is here to stay");
  await stays.hears(/./);

  const out = join(kefu.folder, "person.json");
  const written = await run("export", customer.conversationId, "--json", "--out", out);
  expect(written).toMatchObject({ code: 0, stderr: "" });
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  const record = JSON.parse(await readFile(out, "utf8"));
  expect(record.identities).toMatchObject([{ account: "web", verified: false }]);
  expect(record.conversations[0].messages[0].text).toBe(WORDS.question);
  const readable = await run("export", record.contact);
  expect(readable.stdout).toMatch(/Contact [\s\S]*web[\s\S]*customer[\s\S]*marmalade-of-quince/);
  const both = await run("export", "");
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining(record.contact) });

  const unsure = await run("erase", record.contact);
  expect(unsure).toMatchObject({ code: 2, stderr: expect.stringContaining("--yes") });
  const erased = await run("erase", record.contact, "--yes");
  expect(erased).toMatchObject({ code: 0, stdout: expect.stringContaining("in 1 conversations") });
  const needles = { ...WORDS, visitor: record.identities[0].customerId };
  const files = (await filesOf(kefu.folder)).filter(({ file }) => file !== out);
  expect(traces(files, needles)).toEqual([]);
  expect(traces(files, { other: "apricot-jam" })).not.toEqual([]);
  expect(traces([{ file: "log", bytes: kefu.stderr() }], needles)).toEqual([]);
  const log = await run("audit", "--json");
  expect(log.stdout).toContain("contacts.erase");
  expect(log.stdout).not.toContain(needles.visitor);
  expect((await run("export", record.contact)).code).toBe(1);

  // The door is open still: who writes again is somebody new.
  await customer.say("hello once more");
  await kefu.kill("SIGTERM");
  const alone = await kefuCommand(["erase", "v_", "--yes"], { folder: kefu.folder });
  expect(alone.code).toBe(2);
});
