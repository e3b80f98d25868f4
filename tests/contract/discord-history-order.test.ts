import { expect, it } from "vitest";
import { lin } from "../fakes/discord-ids.ts";
import { discordScene, settled } from "./discord-scene.ts";

const scene = discordScene();

it("keeps what is written now behind what was missed, also when history must wait for Discord's pace", async () => {
  await scene.begin();
  scene.platform.say(lin, "before");
  await settled(() => scene.core.events.length === 1);
  await scene.restart();
  scene.platform.say(lin, "missed");
  scene.platform.fail("GET /channels/:id/messages", {
    status: 429,
    body: { retry_after: 0.5, global: true },
    times: 3,
  });
  await scene.begin();
  scene.platform.say(lin, "now");
  await settled(() => scene.core.events.length === 3);
  expect(scene.core.texts()).toEqual(["before", "missed", "now"]);
  expect(scene.waits.filter((ms) => ms === 500)).toHaveLength(3);
});
