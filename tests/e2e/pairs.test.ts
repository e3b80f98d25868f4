import { describe, expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { en as roomEn } from "../../src/rooms/phrases-en.ts";
import { customerChannels } from "./pairs/customer.ts";
import { discordRoom } from "./pairs/discord-room.ts";
import type { RoomOn } from "./pairs/room.ts";
import { pairScene } from "./pairs/scene.ts";
import { slackRoom } from "./pairs/slack-room.ts";
import { telegramRoom } from "./pairs/telegram-room.ts";
import { spoken, spokenBy } from "./spoken.ts";

const rooms: [string, RoomOn][] = [
  ["a group on Telegram", telegramRoom],
  ["a forum on Discord", discordRoom("forum")],
  ["a text channel on Discord", discordRoom("text")],
  ["a channel on Slack", slackRoom],
];

const PHOTO = { name: "screen.jpg", mime: "image/jpeg", bytes: Buffer.from("a picture of the screen") };
const STEPS = { name: "steps.pdf", mime: "application/pdf", bytes: Buffer.from("the steps, one by one") };

describe.each(rooms)("a staff room in %s", (_, roomOn) => {
  const scene = pairScene(roomOn);
  const room = () => scene.room();

  describe.each(customerChannels)("and a customer on %s", (_, open) => {
    it("is given the case with all that is known, and whoever is not linked can do nothing", async () => {
      const one = await scene.waiting(open);
      await one.customer.say("my e-mail is lin@example.com");
      const card = await one.cardSays(/lin@example\.com/);
      expect(card.text).toMatch(/Waiting for a person since/);
      expect(card.text).toMatch(/Why: asked for a person · normal/);
      expect(card.text).toMatch(/Question\s+>? ?I forgot my password/);
      expect(card.text).toMatch(/The bot tried[\s\S]*“I forgot my password” → account\.reset-password \d+ %/);
      expect(card.text).toContain("English");
      const said = await one.post(/So far/);
      expect(said.text).toMatch(/I forgot my password[\s\S]*tap Forgot password/);
      expect(
        room()
          .threads()
          .find(({ id }) => id === one.thread)?.title,
      ).toContain(one.reference);

      const { buttons } = roomEn;
      expect(card.labels).toEqual([buttons.claim, buttons.resolve, buttons.return, buttons.snooze]);
      for (const label of card.labels) room().press("eve", one.thread, label);
      room().says("eve", one.thread, "EVE speaks");
      await room().answers("eve", one.thread, await one.wrote("human"), "EVE answers");
      room().command("eve", one.thread, "note", "EVE notes");
      await one.post(/I do not know who you are/);
      room().press("mei", one.thread, buttons.claim);
      await one.post(/Mei has this case now/);
      const { conversation, messages } = await scene.agents.mei.show(one.id);
      expect(conversation).toMatchObject({ status: "open", owner: { kind: "agent", agentName: "Mei" } });
      expect(JSON.stringify(messages)).not.toContain("EVE");
      expect(one.customer.everything()).not.toContain("EVE");
    });

    it("answers by every way exactly once, keeps its notes, and tells a second agent whose case it is", async () => {
      const one = await scene.claimed(open);
      const { customer, thread } = one;
      await customer.hears(spokenBy(en.agentJoined, "Mei"));
      room().remarks("mei", thread, "NOTE has called twice before");
      const question = await one.wrote("I want to talk to a human");
      const written = await room().answers("mei", thread, question, "Hello, Mei here.");
      await customer.hears(/Hello, Mei here\./);
      await room().until("the mark", () => room().mark(thread, written) === "sent");
      room().says("mei", thread, "Which phone is it?");
      await customer.hears(/Which phone is it\?/);
      room().command("mei", thread, "note", "NOTE an old phone, I think");

      room().command("tom", thread, "claim");
      await one.post(/Not done: Mei has this case/);
      room().says("tom", thread, "TOM speaks");
      room().command("tom", thread, "note", "NOTE from Tom");

      room().press("mei", thread, roomEn.buttons.live);
      await one.cardSays(/Reply mode: everything Mei writes here/);
      room().speaks("mei", thread, "Please restart it.");
      await customer.hears(/Please restart it\./);
      room().command("mei", thread, "note", "NOTE in reply mode");
      room().command("mei", thread, "live");
      await one.post(/Reply mode is off/);
      room().remarks("mei", thread, "NOTE among us again");

      await customer.say("it works now, thank you");
      await one.wrote("it works now, thank you");
      const { mei } = scene.agents;
      await mei.sees(async () => {
        const { messages } = await mei.show(one.id);
        return messages.filter(({ author, text }) => author === "note" && /^NOTE/.test(text)).length === 5;
      }, "five notes");
      expect(customer.everything()).not.toMatch(/NOTE|TOM/);
      const heard = customer.shown().map(({ text }) => text);
      for (const words of ["Hello, Mei here.", "Which phone is it?", "Please restart it."]) {
        expect(heard.filter((text) => text.includes(words))).toHaveLength(1);
      }
    });

    it("sees the customer's photo and sends a file back", async () => {
      const one = await scene.claimed(open);
      const { customer, thread } = one;
      await customer.sendsPhoto(PHOTO, "this is the screen");
      const post = await one.wrote("this is the screen");
      expect(post.files).toMatchObject([{ name: expect.stringContaining("screen") }]);
      // Within one platform a file may go by its id; between two its bytes do.
      expect([undefined, PHOTO.bytes.length]).toContain(post.files[0]?.bytes);
      room().sends("mei", thread, post, STEPS, "These are the steps.");
      const has = () =>
        customer.shown().filter(({ files }) => files.some(({ name }) => name.includes("steps")));
      await customer.until("the file", () => has().length > 0);
      await customer.hears(/These are the steps\./);
      expect(has()).toHaveLength(1);
      expect([undefined, STEPS.bytes.length]).toContain(has()[0]?.files[0]?.bytes);
    });

    it("goes along with the desk: claimed here, answered there, resolved here, rated by the customer", async () => {
      const one = await scene.claimed(open);
      const { customer, thread } = one;
      const { mei } = scene.agents;
      expect(await mei.act(one.id, "reply", { text: "Written at the desk." })).toMatchObject({ status: 200 });
      await customer.hears(/Written at the desk\./);
      await one.post(/Mei → customer[\s\S]*Written at the desk\./);
      await mei.act(one.id, "note", { text: "NOTE of the desk" });
      await one.post(/📝[\s\S]*NOTE of the desk/);
      room().press("mei", thread, roomEn.buttons.resolve);
      await one.post(/✅ Resolved/);
      const question = await customer.hears(spoken(en.resolved));
      await question.press("4");
      await one.post(/The customer rated this 4\/5/);
      await one.cardSays(/✅ Resolved/);
      expect(one.card().labels).toEqual([]);
      expect(customer.everything()).not.toContain("NOTE");
      expect((await mei.show(one.id)).conversation.rating).toMatchObject({ score: 4 });
      const away = () =>
        room()
          .threads()
          .find(({ id }) => id === thread)?.putAway !== false;
      await room().until("the thread is put away", away);
    });

    it("puts a case off, and gives it back to the bot", async () => {
      const one = await scene.claimed(open);
      const { customer, thread } = one;
      room().command("mei", thread, "snooze", "30m");
      await one.post(/Snoozed until/);
      await customer.say("are you still there?");
      await one.cardSays(/🟢 Mei has this case/);
      room().press("mei", thread, roomEn.buttons.snooze);
      await one.cardSays(/snoozed until/);
      room().press("mei", thread, roomEn.buttons.return);
      await one.post(/The bot has this case again/);
      await customer.hears(spoken(en.returnedToBot));
      await customer.say("how do I change the language");
      await customer.hears(/Open Settings, then Language/);
      await one.post(/🤖[\s\S]*Open Settings, then Language/);
    });
  });
});
