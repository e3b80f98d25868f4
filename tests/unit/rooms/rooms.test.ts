import { afterEach, describe, expect, it } from "vitest";
import { cleanUp, roomScene } from "./scene.ts";

afterEach(cleanUp);

const lastCustomerPost = (scene: Awaited<ReturnType<typeof roomScene>>, text: string) =>
  scene.room.threads[0]?.posts.find(
    (post) => post.part.text.startsWith("👤") && post.part.text.includes(text),
  )?.id ?? "";

describe("a case that waits for a person", () => {
  it("gets a thread with its card, and the customer's message below it", async () => {
    const scene = await roomScene();
    await scene.says("let me talk to a person");
    expect(scene.room.threads).toHaveLength(1);
    const [card, ...rest] = scene.room.texts();
    expect(card).toContain("Waiting for a person");
    expect(card).toContain("asked for a person");
    expect(card).toContain("account.reset-password 41 %");
    expect(rest).toEqual(["👤 **lin**\nlet me talk to a person"]);
    expect(scene.room.threads[0]?.posts[0]?.part.choices.map(({ token }) => token)).toEqual([
      "claim",
      "resolve",
      "return",
      "snooze",
    ]);
  });

  it("is claimed by its button, and answered by a reply to the customer's message", async () => {
    const scene = await roomScene();
    await scene.says("let me talk to a person");
    await scene.does("mei", { press: "claim" });
    expect(scene.room.texts()[0]).toContain("Mei has this case");
    const id = await scene.does("mei", {
      text: "How can I help?",
      replyTo: lastCustomerPost(scene, "person"),
    });
    expect(scene.heard()).toEqual(["How can I help?"]);
    expect(scene.room.marked).toEqual([{ id, state: "sent" }]);
    expect(scene.room.texts().filter((text) => text.includes("How can I help?"))).toEqual([]);
  });

  it("shows what the customer writes next", async () => {
    const scene = await roomScene();
    await scene.says("let me talk to a person");
    await scene.says("it is about *my* account");
    expect(scene.room.texts().at(-1)).toBe("👤 **lin**\nit is about \\*my\\* account");
  });
});
