import { describe, expect, it } from "vitest";
import { customerChannels } from "./pairs/customer.ts";
import { pairScene } from "./pairs/scene.ts";
import { slackRoom } from "./pairs/slack-room.ts";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

const scene = pairScene(slackRoom);

describe.each(customerChannels)("a customer on %s", (_, open) => {
  it("gets the picture and the document an agent sends from the desk, and theirs is seen there", async () => {
    const one = await scene.claimed(open);
    const { mei } = scene.agents;
    const headers = { authorization: `Bearer ${mei.key}` };
    const upload = async (name: string, bytes: Buffer) => {
      const body = new FormData();
      body.set("conversation", one.id);
      body.set("file", new File([new Uint8Array(bytes)], name));
      const answer = await fetch(`${scene.kefu().url}/api/desk/files`, { method: "POST", headers, body });
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { file: { id: string } }).file.id;
    };
    const files = [await upload("menu.png", PNG), await upload("steps.txt", Buffer.from("one, two"))];
    const replied = await mei.act(one.id, "reply", { text: "Look at this.", files });
    expect(replied.status).toBe(200);
    const { customer } = one;
    await customer.hears(/Look at this\./);
    const sizes = () => customer.shown().flatMap((shown) => shown.files.map(({ bytes }) => bytes));
    await customer.until("both files", () => sizes().length === 2);
    expect(new Set(sizes())).toEqual(new Set([8, PNG.length]));
    const settled = async () => {
      const { messages } = await mei.show(one.id);
      const reply = messages.find(({ text }) => text === "Look at this.");
      return reply?.delivery?.every(({ state }) => state === "sent") ?? false;
    };
    await mei.sees(settled, "the files are sent");

    await customer.sendsPhoto({ name: "theirs.png", mime: "image/png", bytes: PNG }, "and this is mine");
    await one.wrote("and this is mine");
    const { messages } = await mei.show(one.id);
    const theirs = messages.find(({ text }) => text === "and this is mine");
    const seen = await fetch(`${scene.kefu().url}/api/desk/messages/${theirs?.id}/files/0`, { headers });
    expect([seen.status, seen.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(PNG);
  });
});
