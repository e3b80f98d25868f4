import { expect, it } from "vitest";
import { keptBytes } from "../../../src/desk/kept-bytes.ts";
import { sweepFiles } from "../../../src/desk/swept-files.ts";
import { customerUploads } from "../../../src/desk/uploads.ts";
import { bench, folder } from "../server/bench.ts";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const LIN = { id: "v_lin", kind: "dm" as const };
const SAM = { id: "v_sam", kind: "dm" as const };

async function uploads() {
  const { store, clock } = await bench();
  const now = () => clock.at;
  const kept = keptBytes({ files: store.files, folder: folder(), now });
  return { files: customerUploads({ files: store.files, kept, now })("web"), clock, kept, store };
}

it("keeps what a customer uploads, without the secret in its name", async () => {
  const { files } = await uploads();
  const words = "legal winner thank year wave sausage worth useful legal winner thank yellow";
  const kept = await files.keep(LIN, { name: `${words}.png`, bytes: PNG });
  expect(kept).toMatchObject({ kind: "image", mime: "image/png", bytes: 8 });
  expect(kept.name).not.toContain("sausage");
  expect(await files.find(LIN, kept.id)).toEqual(kept);
  expect(await files.find(SAM, kept.id)).toBeUndefined();
  const { bytes } = await files.fetch(kept, AbortSignal.timeout(1000));
  expect(new Uint8Array(bytes)).toEqual(PNG);
});

it("takes no program, no page, no picture that is none, and nothing empty", async () => {
  const { files } = await uploads();
  for (const [name, bytes] of [
    ["run.exe", PNG],
    ["page.html", PNG],
    ["drawing.svg", PNG],
    ["a.png", Uint8Array.from([1, 2])],
    ["a.txt", new Uint8Array()],
  ] as const) {
    await expect(files.keep(LIN, { name, bytes }), name).rejects.toMatchObject({ code: "input_invalid" });
  }
});

it("takes so many of one customer in a day, and of others still", async () => {
  const { files, clock } = await uploads();
  for (let n = 0; n < 60; n += 1) await files.keep(LIN, { name: "a.png", bytes: PNG });
  await expect(files.keep(LIN, { name: "a.png", bytes: PNG })).rejects.toMatchObject({
    code: "rate_limited",
  });
  expect(await files.keep(SAM, { name: "a.png", bytes: PNG })).toMatchObject({ bytes: 8 });
  clock.at += 24 * 3_600_000 + 1;
  expect(await files.keep(LIN, { name: "a.png", bytes: PNG })).toMatchObject({ bytes: 8 });
});

it("forgets what was never sent, though nobody uploads anything any more", async () => {
  const { files, clock, kept, store } = await uploads();
  const { id } = await files.keep(LIN, { name: "a.png", bytes: PNG });
  const due: (() => void)[] = [];
  const after = (_ms: number, work: () => void) => {
    due.push(work);
    return () => undefined;
  };
  const stop = sweepFiles({ files: kept, after, log: { error: () => undefined } });
  clock.at += 25 * 3_600_000;
  due.shift()?.();
  await stop();
  expect(await store.files.upload(id)).toBeUndefined();
  expect(due).toEqual([]);
});
