import { describe, expect } from "vitest";
import { type Case, delivery, never, stored, textsOf } from "./channel-cases.ts";
import type { Stage } from "./channel-stage.ts";

/** Words as people write them; each must arrive letter by letter. */
const WORDS: readonly [name: string, text: string][] = [
  ["English", "Where is my transfer?"],
  ["Chinese", "转账两个小时了还没到账，怎么办？"],
  ["emoji with joiners", "👩‍👩‍👧‍👦 🇨🇳 👍🏽 thanks"],
  ["signs that mean something in markup", "a < b && c > d, *star* _line_ ~wave~ `code` \\ [x](y) |"],
  ["several lines", "first\nsecond\n\nfourth"],
  ["right to left", "مرحبا كيف حالك"],
  ["combining signs", "e\u0301 ก็ नमस्ते"],
  ["an address", "https://wallet.example/a?b=c&d=e#f"],
  ["a long number", "TX 0x52908400098527886E0F7030069857D2E4169EE7 123456789012345678901234567890"],
  ["as much as a customer may write at once", `${"字".repeat(1_900)}end`],
];

export function receiving(when: Case): void {
  describe("what customers write", () => {
    for (const [name, text] of WORDS) {
      when(`arrives letter by letter: ${name}`, [], async (stage) => {
        await stage.begin();
        await stage.say("lin", text);
        expect(textsOf(await stored(stage, 1))).toEqual([text]);
      });
    }

    when("is a direct message, from whom and where the answer goes", [], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "hello");
      const [event] = await stored(stage, 1);
      expect(event).toMatchObject({ kind: "message", addressed: "dm", msgId: said.id, files: [] });
      expect(event?.space).toMatchObject({ id: stage.space("lin").id, kind: "dm" });
      expect(event?.staff).toBeUndefined();
    });

    when("has ids that are text, and a time in milliseconds", [], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hello");
      const [event] = await stored(stage, 1);
      for (const id of [event?.key, event?.space.id, event?.actor.id]) expect(id).toMatch(/^\S+$/);
      expect(event?.at).toBeGreaterThan(1_600_000_000_000);
      expect(event?.at).toBeLessThan(2_500_000_000_000);
    });

    when("stays in order, ten in a row", [], async (stage) => {
      await stage.begin();
      const said = Array.from({ length: 10 }, (_, n) => `line ${n}`);
      for (const text of said) await stage.say("lin", text);
      expect(textsOf(await stored(stage, 10))).toEqual(said);
    });

    when("of two customers at once is two people's, each in order", [], async (stage) => {
      await stage.begin();
      for (const n of [1, 2, 3]) {
        await stage.say("lin", `lin ${n}`);
        await stage.say("sam", `sam ${n}`);
      }
      const events = await stored(stage, 6);
      for (const who of ["lin", "sam"] as const) {
        const theirs = events.filter(({ space }) => space.id === stage.space(who).id);
        expect(textsOf(theirs)).toEqual([1, 2, 3].map((n) => `${who} ${n}`));
      }
      expect(new Set(events.map(({ actor }) => actor.id)).size).toBe(2);
    });

    when("twice in the same words is two messages", [], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hello?");
      await stage.say("lin", "hello?");
      const keys = (await stored(stage, 2)).map(({ key }) => key);
      expect(new Set(keys).size).toBe(2);
    });
  });

  repeats(when);
  changes(when);
  places(when);
}

function repeats(when: Case): void {
  describe("what comes again", () => {
    when("is stored once", ["redeliver"], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "once");
      await stored(stage, 1);
      await stage.redeliver(said);
      await onlyThen(stage, ["once"]);
    });

    when("five times over is stored once", ["redeliver"], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "once");
      await stored(stage, 1);
      for (let time = 0; time < 5; time += 1) await stage.redeliver(said);
      await onlyThen(stage, ["once"]);
    });

    when("late, among others and out of order, is stored once", ["redeliver"], async (stage) => {
      await stage.begin();
      const first = await stage.say("lin", "one");
      const second = await stage.say("lin", "two");
      await stored(stage, 2);
      await stage.redeliver(second);
      await stage.redeliver(first);
      await onlyThen(stage, ["one", "two"]);
    });

    when("after a restart is stored once", ["redeliver"], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "once");
      await stored(stage, 1);
      await stage.restart();
      await stage.begin();
      await stage.redeliver(said);
      await onlyThen(stage, ["once"]);
    });
  });

  describe("what the core could not store", () => {
    for (const times of [1, 2]) {
      when(`is not lost: refused ${times} times`, [], async (stage) => {
        await stage.begin();
        stage.refuse(times);
        await stage.say("lin", "keep me");
        expect(textsOf(await stored(stage, 1))).toEqual(["keep me"]);
      });
    }
  });
}

/** Only what was there, and then what comes now: the repeats before it are through. */
async function onlyThen(stage: Stage, before: string[]): Promise<void> {
  await stage.say("lin", "after");
  expect(textsOf(await stored(stage, before.length + 1))).toEqual([...before, "after"]);
}

function changes(when: Case): void {
  describe("second thoughts", () => {
    when("a correction names the message it corrects", ["edit"], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "teh question");
      await stored(stage, 1);
      await stage.edit(said, "the question");
      const [, event] = await stored(stage, 2);
      expect(event).toMatchObject({ kind: "edit", msgId: said.id, text: "the question" });
    });

    when("a second correction is another event", ["edit"], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "one");
      await stored(stage, 1);
      await stage.edit(said, "two");
      await stored(stage, 2);
      await stage.edit(said, "three");
      const events = await stored(stage, 3);
      expect(new Set(events.map(({ key }) => key)).size).toBe(3);
      expect(events[2]).toMatchObject({ kind: "edit", text: "three" });
    });

    when("a deletion names what is gone", ["remove"], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "oops");
      await stored(stage, 1);
      await stage.remove(said);
      const [, event] = await stored(stage, 2);
      expect(event).toMatchObject({ kind: "delete", msgIds: [said.id] });
    });
  });

  describe("files", () => {
    for (const file of [
      { kind: "image", name: "截图.png" },
      { kind: "document", name: "log file.pdf" },
    ] as const) {
      when(`come by the platform's own handle, never an address: ${file.kind}`, ["attach"], async (stage) => {
        await stage.begin();
        await stage.attach("lin", file, "看这里");
        const [event] = await stored(stage, 1);
        expect(event).toMatchObject({ kind: "message", text: "看这里", files: [{ kind: file.kind }] });
        if (event?.kind !== "message") return;
        expect(event.files[0]?.id).toMatch(/^(?!https?:)\S+$/);
      });
    }

    when("without words are a message all the same", ["attach"], async (stage) => {
      await stage.begin();
      await stage.attach("lin", { kind: "image", name: "a.png" }, "");
      expect((await stored(stage, 1))[0]).toMatchObject({ kind: "message", text: "" });
    });
  });
}

function places(when: Case): void {
  describe("where others read along", () => {
    when("the bot hears who calls it, without its name in the words", ["mention"], async (stage) => {
      await stage.begin();
      await stage.mention("lin", "how do I pay?");
      const [event] = await stored(stage, 1);
      expect(event).toMatchObject({ kind: "message", text: "how do I pay?", addressed: "mention" });
      expect(event?.space.kind).not.toBe("dm");
    });

    when("a person is the same as in the direct message, the place is not", ["mention"], async (stage) => {
      await stage.begin();
      await stage.mention("lin", "here");
      await stored(stage, 1);
      await stage.say("lin", "there");
      const [shared, direct] = await stored(stage, 2);
      expect(shared?.actor.id).toBe(direct?.actor.id);
      expect(shared?.space.id).not.toBe(direct?.space.id);
    });

    when("talk among customers is left alone", ["chatter", "mention"], async (stage) => {
      await stage.begin();
      await stage.chatter("sam", "lunch?");
      await stage.mention("lin", "a question");
      const events = await stored(stage, 1);
      const meant = events.filter(({ addressed }) => addressed !== "ambient");
      expect(textsOf(meant)).toEqual(["a question"]);
    });

    when("a command of the platform's is one", ["command"], async (stage) => {
      await stage.begin();
      await stage.command("lin", "human");
      const [event] = await stored(stage, 1);
      expect(event).toMatchObject({ kind: "command", name: "human" });
    });
  });

  describe("buttons", () => {
    when("come back with the token they went out with", ["press", "buttons"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      const choices = [
        { token: "a", label: "转人工客服" },
        { token: "0123456789_-ABCDEFGHIJ", label: "Common questions" },
      ];
      await stage.send(delivery(stage, "lin", { text: "Which?", choices }), never());
      await stage.press("lin", "Common questions");
      const [, event] = await stored(stage, 2);
      expect(event).toMatchObject({ kind: "press", token: "0123456789_-ABCDEFGHIJ" });
      expect(event?.space.id).toBe(stage.space("lin").id);
    });

    when("of two messages are told apart", ["press", "buttons"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      for (const token of ["one", "two"]) {
        const choices = [{ token, label: `Button ${token}` }];
        await stage.send(delivery(stage, "lin", { text: token, choices }), never());
        await stage.press("lin", `Button ${token}`);
      }
      const presses = (await stored(stage, 3)).slice(1);
      expect(presses).toMatchObject([{ token: "one" }, { token: "two" }]);
    });
  });
}
