import { describe, expect, it } from "vitest";
import { LARGEST_CARRIED_FILE } from "../../src/channel/contract.ts";
import { lin } from "../fakes/discord-ids.ts";
import { discordScene, never, settled } from "./discord-scene.ts";

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
