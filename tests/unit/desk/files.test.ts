import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deskFiles } from "../../../src/desk/files.ts";
import { keptBytes } from "../../../src/desk/kept-bytes.ts";
import { bench, folder } from "../server/bench.ts";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

it("keeps the same bytes once, under their hash, for nobody else to read", async () => {
  const { store, customer, accounts, clock } = await bench();
  const place = join(folder(), "files");
  const now = () => clock.at;
  const kept = keptBytes({ files: store.files, folder: place, now });
  const files = deskFiles({ files: store.files, kept, now });
  const conversationId = await customer("c1");
  const { agent } = await accounts.add({ email: "mei@example.com" });
  const add = (name: string, bytes = PNG) => files.add({ conversationId, agentId: agent.id, name, bytes });
  const [one] = await Promise.all([add("a.png"), add("b.png"), add("c.txt", Uint8Array.from([1]))]);
  expect(readdirSync(place)).toHaveLength(2);
  expect(statSync(join(place, one.hash)).mode & 0o777).toBe(0o600);
  const got = await files.fetch({ id: one.id, kind: "image" }, AbortSignal.timeout(1000));
  expect(new Uint8Array(got.bytes)).toEqual(PNG);
  clock.at += 25 * 3_600_000;
  await add("d.txt", Uint8Array.from([2]));
  expect(readdirSync(place)).toHaveLength(1);
  await expect(files.fetch({ id: one.id, kind: "image" }, AbortSignal.timeout(1000))).rejects.toMatchObject({
    code: "not_found",
  });
});
