import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { hire } from "./agent.ts";
import { sharedKefu } from "./process.ts";
import { spoken } from "./spoken.ts";
import { visit } from "./visitor.ts";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const ANSWER = Buffer.concat([PNG, Buffer.from([4])]);

const kefu = sharedKefu(() => ({}));

it("carries a picture from the website to the agent, and the agent's picture back", async () => {
  const agent = await hire(kefu(), "mei@example.com");
  const headers = { authorization: `Bearer ${agent.key}` };
  const customer = await visit(kefu());
  await customer.say("I want to talk to a person");
  await customer.hears(spoken(en.handoff.wish));
  const id = customer.conversationId;
  await agent.act(id, "claim");

  const fileId = await customer.uploads("screen.png", PNG);
  const said = { clientId: "with-file", fileId, text: "this is what I see" };
  const [first, again] = [await customer.post(said), await customer.post(said)];
  const { messageId } = (await first.json()) as { messageId: string };
  expect(await again.json()).toEqual({ messageId });
  const own = await customer.hears((message) => message.id === messageId);
  expect(own.files).toMatchObject([{ kind: "image", name: "screen.png", bytes: 11 }]);
  expect(Buffer.from(await (await customer.looks(own.files?.[0]?.url ?? "")).arrayBuffer())).toEqual(PNG);

  const seen = await fetch(`${kefu().url}/api/desk/messages/${messageId}/files/0`, { headers });
  expect([seen.status, seen.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(Buffer.from(await seen.arrayBuffer())).toEqual(PNG);

  const body = new FormData();
  body.set("conversation", id);
  body.set("file", new File([ANSWER], "answer.png"));
  const uploaded = await fetch(`${kefu().url}/api/desk/files`, { method: "POST", headers, body });
  const { file } = (await uploaded.json()) as { file: { id: string } };
  expect((await agent.act(id, "reply", { text: "Press here.", files: [file.id] })).status).toBe(200);
  const reply = await customer.hears(/Press here/);
  const url = reply.files?.[0]?.url ?? "";
  const shown = await customer.looks(url);
  expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(shown.headers.get("x-content-type-options")).toBe("nosniff");
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(ANSWER);
  const stranger = await visit(kefu());
  expect((await stranger.looks(url)).status).toBe(404);
  expect((await fetch(`${kefu().url}${url}`)).status).toBe(401);

  await customer.reconnect();
  const after = await customer.hears(/Press here/);
  expect([after.files, (await customer.looks(url)).status]).toEqual([reply.files, 200]);
  expect(readdirSync(join(kefu().folder, "files"))).toHaveLength(2);
});

it("refuses what is too large or could run, and says so", async () => {
  const customer = await visit(kefu());
  await expect(customer.uploads("run.exe", PNG)).rejects.toThrow(/400.*cannot be sent/);
  await expect(customer.uploads("big.png", Buffer.alloc(10 * 1024 * 1024 + 1))).rejects.toThrow(/413.*10 MB/);
});
