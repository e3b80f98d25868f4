import { describe, expect, it } from "vitest";
import { LARGEST_CARRIED_FILE } from "../../src/channel/contract.ts";
import { generalId, lin } from "../fakes/discord-ids.ts";
import { delivery, discordScene, never, settled } from "./discord-scene.ts";

const scene = discordScene();

/** A customer sends a file that lies at `url`; gives what the core knows of it. */
async function received(url: string) {
  await scene.begin();
  const attachments = [
    { id: "5040000000000000001", filename: "screen.png", content_type: "image/png", size: 3, url },
  ];
  const { messageId } = scene.platform.say(lin, "", { attachments });
  await settled(() => scene.core.events.length > 0);
  const [event] = scene.core.events;
  const file = event?.kind === "message" ? event.files[0] : undefined;
  if (file === undefined) throw new Error("no file");
  return { file, messageId };
}

describe("a customer's file", () => {
  it("is fetched from where it lies now, by the handle that does not expire", async () => {
    const { file, messageId } = await received("http://127.0.0.1:1/expired");
    const message = scene.platform.rooms.find(messageId);
    const list = message?.attachments as { url: string }[];
    for (const one of list) one.url = scene.platform.keep(new Uint8Array([1, 2, 3]));
    const fetched = await scene.channel.fetch?.(file, never());
    expect(fetched).toEqual({ bytes: new Uint8Array([1, 2, 3]), name: "screen.png", mime: "image/png" });
  });

  it("is not fetched from anywhere but Discord", async () => {
    for (const url of [
      "http://127.0.0.1:1/x",
      "https://cdn.discordapp.com.evil.test/x",
      "file:///etc/passwd",
    ]) {
      const { file } = await received(url);
      await expect(scene.channel.fetch?.(file, never())).rejects.toMatchObject({ code: "not_found" });
      await scene.restart();
    }
  });

  it("is refused when it is too large, whatever was said of its size", async () => {
    const { file } = await received(scene.platform.keep(new Uint8Array(LARGEST_CARRIED_FILE + 1)));
    await expect(scene.channel.fetch?.(file, never())).rejects.toMatchObject({ code: "too_large" });
    const told = { ...file, bytes: LARGEST_CARRIED_FILE + 1 };
    await expect(scene.channel.fetch?.(told, never())).rejects.toMatchObject({ code: "too_large" });
  });

  it("is gone with its message, and may be asked for again when Discord was away", async () => {
    const { file, messageId } = await received(scene.platform.keep(new Uint8Array([1])));
    scene.platform.fail("GET /channels/:id/messages/:id", { status: 502 });
    await expect(scene.channel.fetch?.(file, never())).rejects.toMatchObject({ retryable: true });
    scene.platform.remove(messageId);
    await expect(scene.channel.fetch?.(file, never())).rejects.toMatchObject({ code: "not_found" });
    await expect(scene.channel.fetch?.({ ...file, id: "sticker/1" }, never())).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("an agent's file", () => {
  const photo = { id: "AgAC", kind: "image" as const, name: "steps.png", account: "telegram:700100" };
  const bytes = (size: number) => ({
    bytes: new Uint8Array(size).fill(7),
    name: "steps.png",
    mime: "image/png",
  });

  async function sending(part: Parameters<typeof delivery>[1], more: Parameters<typeof delivery>[2] = {}) {
    await scene.begin();
    const channelId = scene.platform.rooms.dmOf(lin);
    return scene.channel.send(delivery(channelId, part, { author: "agent", ...more }), never());
  }

  it("is uploaded beside the words", async () => {
    scene.core.ports.file = async () => bytes(2_000);
    expect((await sending({ text: "See here", files: [photo] })).outcome).toBe("sent");
    const [message] = scene.platform.sent();
    expect(message).toMatchObject({
      content: "See here",
      uploads: [{ name: "steps.png", type: "image/png", size: 2_000 }],
      allowed_mentions: { parse: [] },
    });
  });

  it("may stand alone, and is not posted twice", async () => {
    scene.core.ports.file = async () => bytes(2_000);
    scene.platform.fail("POST /channels/:id/messages", { drop: "after" });
    expect((await sending({ files: [photo, photo] })).outcome).toBe("unknown");
    expect((await sending({ files: [photo, photo] }, { attempt: 2 })).outcome).toBe("sent");
    expect(scene.platform.sent()).toHaveLength(1);
    expect(scene.platform.sent()[0]?.uploads).toHaveLength(2);
  });

  it("is named where it cannot be had, or is larger than Discord takes", async () => {
    scene.core.ports.file = async (file) => {
      if (file.id === "gone") throw new Error("gone");
      return bytes(11 * 1024 * 1024);
    };
    const files = [{ ...photo, id: "gone", name: "a_b.png" }, photo];
    expect((await sending({ text: "See", files })).outcome).toBe("sent");
    expect(scene.platform.sent()[0]?.content).toBe("See\n\n📎 a\\_b.png\n📎 steps.png");
  });

  it("is named in an answer that the asker alone may see", async () => {
    scene.core.ports.file = async () => bytes(10);
    await scene.begin();
    const { token } = scene.platform.call(lin, "ask", "hello", generalId);
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    const reply = scene.core.events[0]?.reply;
    if (reply === undefined) throw new Error("no reply handle");
    const space = { id: generalId, kind: "channel" as const };
    await scene.channel.send(delivery(generalId, { text: "See", files: [photo] }, { space, reply }), never());
    expect(scene.platform.interactions.shown(token)[0]?.message.content).toContain("📎 steps.png");
    expect(scene.platform.sent(generalId)).toEqual([]);
  });
});
