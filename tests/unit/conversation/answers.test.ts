import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";
import {
  about,
  between,
  commanded,
  conversation,
  HOUR,
  MINUTE,
  nothing,
  Scene,
  small,
  wrote,
} from "./given.ts";

const topic = "account.reset-password";

describe("greeting and menu", () => {
  it("greets with the main topics and a way to a person", () => {
    const scene = new Scene().wrote("hello", small("greeting"));
    expect(scene.bot).toBe(en.greeting);
    expect(scene.labels).toEqual([
      "About tx.not-received",
      "About tx.failed",
      "About account.reset-password",
      en.buttons.human,
    ]);
  });

  it("does not repeat the full greeting within minutes, and does later", () => {
    const scene = new Scene().wrote("hi", small("greeting")).wrote("hi", small("greeting"));
    expect(scene.bot).toBe(en.greetingAgain);
    expect(scene.later(11 * MINUTE).wrote("hi", small("greeting")).bot).toBe(en.greeting);
  });

  it("never hands over for small talk, however often", () => {
    const scene = new Scene();
    for (const other of [
      "greeting",
      "thanks",
      "smalltalk",
      "prices",
      "nonsense",
      "confirm",
      "cancel",
      "off-topic",
    ])
      scene.wrote("hm", small(other)).wrote("hm", small(other));
    expect(scene.owner).toBe("bot");
  });

  it("declines what is outside our work and shows what it can do", () => {
    const scene = new Scene().wrote("will it go up", small("prices"));
    expect(scene.bot).toBe(en.notOurs);
    expect(scene.labels).toContain("About tx.failed");
  });

  it("answers /start with the greeting, /menu with the topics and anything else with help", () => {
    expect(new Scene().hears(commanded("start")).bot).toBe(en.greeting);
    expect(new Scene().hears(commanded("menu")).bot).toBe(en.menu);
    expect(new Scene().hears(commanded("what")).bot).toBe(en.help);
  });
});

describe("an answer", () => {
  it("is followed by the question whether it helped", () => {
    const scene = new Scene().wrote("forgot my password", about(topic));
    expect(scene.bot).toContain("Answer account.reset-password");
    expect(scene.bot).toContain(en.didThisHelp);
    expect(scene.labels.slice(0, 2)).toEqual([en.buttons.yes, en.buttons.no]);
    expect(scene.says[0]).toMatchObject({ topic, inReplyTo: expect.any(String) });
    expect(scene.reason).toBe(`answered:${topic}`);
  });

  it("invites to a colleague with one button, which never asks for what the question said already", () => {
    const scene = new Scene().wrote("my transfer of 20 USDT on TRON failed", about("tx.failed"));
    expect(scene.bot).toBe(`Answer tx.failed\n\n${en.didThisHelp}`);
    expect(scene.pressed(en.buttons.formStart).bot).toBe(en.slots["tx-hash"].question);
  });

  it("ends kindly when it helped, and forgets the topic", () => {
    const scene = new Scene().wrote("forgot my password", about(topic)).pressed(en.buttons.yes);
    expect(scene.bot).toBe(en.helpedYes);
    expect(scene.wrote("forgot my password", about(topic)).bot).toContain("Answer account.reset-password");
  });

  it("takes a bare yes or no as the answer to 'did this help?'", () => {
    const asked = () => new Scene().wrote("forgot my password", about(topic));
    expect(asked().wrote("yes", small("confirm")).bot).toBe(en.helpedYes);
    expect(asked().wrote("no", small("confirm")).bot).toBe(en.helpedNo);
    expect(asked().wrote("没有", small("confirm")).bot).toBe(zh.helpedNo);
  });

  it("is not given twice running: the second time counts as no help", () => {
    const scene = new Scene()
      .wrote("forgot my password", about(topic))
      .wrote("password forgotten", about(topic));
    expect(scene.bot).toBe(en.sameAgain);
    expect(scene.labels).toContain(en.buttons.human);
  });

  it("is given again in the other language when the customer changes language", () => {
    const scene = new Scene()
      .wrote("how do I reset", about(topic))
      .wrote("还是说中文吧，怎么重置", about(topic));
    expect(scene.bot).toContain(`答案 ${topic}`);
  });

  it("is given again after hours of silence", () => {
    const scene = new Scene().wrote("forgot my password", about(topic)).later(7 * HOUR);
    expect(scene.wrote("forgot my password", about(topic)).bot).toContain(`Answer ${topic}`);
  });
});

describe("an answer that did not help", () => {
  it("leads to another angle first and to a person the second time", () => {
    const scene = new Scene().wrote("密码忘了", about(topic)).wrote("不管用", nothing);
    expect(scene.bot).toBe(zh.helpedNo);
    expect(scene.owner).toBe("bot");
    scene.wrote("还是不行呀", between("tx.failed", topic));
    expect(scene.owner).toBe("queue");
    expect(scene.escalations).toEqual(["not-helped-twice normal"]);
    expect(scene.system).toContain("编号");
  });

  it("counts by button like by words", () => {
    const scene = new Scene().wrote("forgot my password", about(topic)).pressed(en.buttons.no);
    expect(scene.bot).toBe(en.helpedNo);
    scene.wrote("other thing", about("tx.not-received")).pressed(en.buttons.no);
    expect(scene.owner).toBe("queue");
  });

  it("hands over when what the customer adds finds no answer either", () => {
    const scene = new Scene().wrote("forgot my password", about(topic)).pressed(en.buttons.no);
    scene.wrote("a grey screen with a strange sign", nothing);
    expect(scene.escalations).toEqual(["not-helped-twice normal"]);
  });

  it("answers a different question asked with similar words", () => {
    const scene = new Scene().wrote("forgot my password", about(topic));
    scene.wrote("still waiting for my withdrawal to arrive", about("tx.not-received"));
    expect(scene.bot).toContain("Answer tx.not-received");
  });

  it("takes a yes to 'a colleague can take a look' as the wish for one", () => {
    const scene = new Scene().wrote("how", about("account.enable-2fa")).pressed(en.buttons.no);
    expect(scene.wrote("yes please", small("confirm")).escalations).toEqual(["wish normal"]);
  });

  it("starts from zero after thanks or a good answer", () => {
    const scene = new Scene()
      .wrote("a", about(topic))
      .pressed(en.buttons.no)
      .wrote("thanks", small("thanks"));
    scene.wrote("b", about("tx.not-received")).pressed(en.buttons.no);
    expect(scene.owner).toBe("bot");
  });
});

describe("when the bot is unsure", () => {
  it("asks which of the two or three best candidates was meant", () => {
    const scene = new Scene().wrote(
      "it is gone",
      between("tx.failed", "tx.not-received", topic, "app.problem"),
    );
    expect(scene.bot).toBe(en.askBack);
    expect(scene.labels).toEqual([
      "About tx.failed",
      "About tx.not-received",
      "About account.reset-password",
      en.buttons.noneOfThese,
    ]);
  });

  it("leaves out a third candidate that is hardly likely", () => {
    const match = between("tx.failed", "tx.not-received", topic);
    const third = match.ranked[2];
    if (third !== undefined) third.probability = 0.01;
    expect(new Scene().wrote("gone", match).labels).toHaveLength(3);
  });

  it.each([["2"], ["２."], ["the second one"], ["About tx.not-received"]])(
    "understands %s as the second",
    (text) => {
      const scene = new Scene().wrote("gone", between("tx.failed", "tx.not-received")).wrote(text, nothing);
      expect(scene.bot).toContain("Answer tx.not-received");
    },
  );

  it("takes 'none of these', pressed or said, as a miss", () => {
    const asked = () => new Scene().wrote("gone", between("tx.failed", topic));
    expect(asked().pressed(en.buttons.noneOfThese).bot).toBe(en.rephrase);
    expect(asked().wrote("no", small("confirm")).bot).toBe(en.rephrase);
  });

  it("does not ask back for ever", () => {
    const scene = new Scene();
    for (let i = 0; i < 4; i++) scene.wrote("hm", between("tx.failed", topic));
    expect(scene.reasons).toEqual(["asked-back", "asked-back", "missed-once", "asked-back"]);
  });
});

describe("a question without an answer", () => {
  it("first gets help to rephrase, then a person", () => {
    const scene = new Scene().wrote("blue", nothing);
    expect(scene.bot).toBe(en.rephrase);
    expect(scene.labels.at(-1)).toBe(en.buttons.human);
    scene.wrote("bluer", nothing);
    expect(scene.escalations).toEqual(["missed-twice normal"]);
    expect(scene.bot).toBe("");
  });

  it("is forgotten once something was answered, or hours later", () => {
    const answered = new Scene().wrote("blue", nothing).wrote("pw", about(topic)).wrote("blue", nothing);
    expect(answered.owner).toBe("bot");
    const later = new Scene()
      .wrote("blue", nothing)
      .later(7 * HOUR)
      .wrote("blue", nothing);
    expect(later.owner).toBe("bot");
  });

  it("counts a small-talk stock that nobody wrote words for", () => {
    expect(new Scene().wrote("x", small("brand-new")).reason).toBe("missed-once");
  });
});

describe("files without words", () => {
  const photo = { files: [{ id: "f", kind: "image" as const }] };

  it("are acknowledged with the request for a sentence", () => {
    const scene = new Scene().wrote("", nothing, photo);
    expect(scene.bot).toBe(en.fileWithoutWords);
  });

  it("of one album are answered once", () => {
    const scene = new Scene().wrote("", nothing, photo).wrote("", nothing, photo);
    expect(scene.says).toEqual([]);
    expect(scene.owner).toBe("bot");
  });

  it("go to a person when no words follow", () => {
    const scene = new Scene()
      .wrote("", nothing, photo)
      .later(5 * MINUTE)
      .wrote("", nothing, photo);
    expect(scene.escalations).toEqual(["file-without-words normal"]);
  });
});

describe("when the bot cannot answer in time", () => {
  it("hands over what the matcher failed on", () => {
    const { match: _, ...unmatched } = wrote("hello?");
    expect(new Scene().hears(unmatched).escalations).toEqual(["bot-late normal"]);
  });

  it("hands over what came in long ago", () => {
    expect(new Scene().wrote("pw", about(topic), { late: true }).escalations).toEqual(["bot-late normal"]);
  });

  it("says once that it is passed on when a person is awaited already", () => {
    const scene = new Scene(conversation()).wrote("pw", about(topic), { late: true });
    expect(scene.wrote("pw", about(topic), { late: true }).system).toBe(en.passedOn);
    expect(scene.wrote("pw", about(topic), { late: true }).says).toEqual([]);
  });
});

describe("a flood", () => {
  it("is asked once to wait, and not answered", () => {
    const scene = new Scene().wrote("a", about(topic), { flood: "notice" });
    expect(scene.system).toBe(en.slowDown);
    expect(scene.wrote("b", about(topic), { flood: "quiet" }).says).toEqual([]);
  });

  it("leaves the offered choices as they were", () => {
    const scene = new Scene().wrote("gone", between("tx.failed", "tx.not-received"));
    scene.wrote("!!", nothing, { flood: "notice" });
    expect(scene.wrote("2", nothing).bot).toContain("Answer tx.not-received");
  });
});
