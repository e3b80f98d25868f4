import { describe, expect, it } from "vitest";
import { inPublic } from "../../../src/conversation/in-public.ts";
import { en } from "../../../src/conversation/phrases/en.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";
import type { OfferedChoice } from "../../../src/conversation/state.ts";
import {
  about,
  between,
  commanded,
  conversation,
  entries,
  event,
  lin,
  MENU,
  nothing,
  Scene,
  small,
  urgent,
  wish,
} from "./given.ts";

const group = { id: "g1", kind: "group" } as const;
const inGroup = (locale: "en" | "zh" = "en") => new Scene(conversation({ space: group }, locale));

/** The choice that leads to the private chat, as the last message offered it. */
function wayOut(scene: Scene): OfferedChoice {
  const choice = scene.now.dialogue.offered.find(({ value }) => value.kind === "private");
  if (choice === undefined) throw new Error(`no way into private among ${scene.labels.join(", ")}`);
  return choice;
}

/** The same customer, arriving in the private chat by that choice. */
function arriving(from: Scene, there = new Scene(conversation({ id: "qqqqqqqqqqqqqqqq" }))): Scene {
  return there.hears(
    event({
      type: "customer.commanded",
      messageId: "m9",
      name: "start",
      args: "",
      choice: wayOut(from),
      entries,
      menu: MENU,
    }),
  );
}

describe("where others read along", () => {
  it("an answer comes without a question to everybody, and with one way into private", () => {
    const scene = inGroup().wrote("transfer failed", about("tx.failed"));
    expect(scene.bot).toBe("Answer tx.failed");
    expect(scene.labels).toEqual([en.buttons.private]);
    expect(scene.now.dialogue.form).toBeUndefined();
    expect(scene.now.expects).toBeUndefined();
  });

  it("an answer that needs nobody has no button at all", () => {
    expect(inGroup().wrote("2fa?", about("account.enable-2fa")).labels).toEqual([]);
  });

  it.each([
    ["a wish for a person", wish],
    ["an entry that always wants one", about("security.fake-support", { urgent: urgent.urgent })],
  ])("%s leads into private, and nobody is put into the queue", (_, match) => {
    const scene = inGroup().wrote("please", match);
    expect(scene.owner).toBe("bot");
    expect(scene.escalations).toEqual([]);
    expect(scene.system).toBe("");
    expect(scene.labels).toEqual([en.buttons.private]);
    expect(scene.now.waitingSince).toBeUndefined();
  });

  it("two misses lead into private, and then the count begins anew", () => {
    const scene = inGroup().wrote("abc").wrote("def");
    expect(scene.bot).toBe(en.goPrivate);
    expect(scene.wrote("ghi").bot).toBe(en.rephrase);
    expect(scene.labels.filter((label) => label === en.buttons.private)).toHaveLength(1);
    expect(scene.labels).not.toContain(en.buttons.human);
  });

  it("an emergency gets its steps at once and the private way with priority, in the customer's language", () => {
    const scene = inGroup("zh").wrote("我的币被偷了", about("security.stolen", { urgent: urgent.urgent }), {
      urgency: "urgent",
    });
    expect(scene.says).toHaveLength(1);
    expect(scene.bot).toBe(`答案 security.stolen\n\n${zh.goPrivateUrgent}`);
    expect(wayOut(scene).value).toMatchObject({
      question: "我的币被偷了",
      locale: "zh",
      handOff: { reason: "urgent", priority: "urgent" },
    });
  });

  it("a life at stake comes first there as well", () => {
    const scene = inGroup().wrote("i want to kill myself");
    expect(scene.bot).toBe(`${en.care}\n\n${en.goPrivateUrgent}`);
  });

  it("a pasted phrase is warned of, taken down and never repeated", () => {
    const scene = inGroup().wrote("⟦seed-phrase⟧", nothing, { found: ["seed-phrase"], urgency: "urgent" });
    expect(scene.bot.startsWith(en.seenByOthers)).toBe(true);
    expect(scene.bot).toContain(en.secretUrgent);
    expect(scene.says.map(({ takeDown }) => takeDown)).toEqual([true]);
    expect(wayOut(scene).value).toMatchObject({ handOff: { reason: "secret-pasted", priority: "urgent" } });
  });

  it("a phrase added by an edit is taken down too, by a system text that answers the edited message", () => {
    const scene = inGroup().hears(
      event({ type: "customer.edited", messageId: "m1", text: "⟦private-key⟧", found: ["private-key"] }),
    );
    expect(scene.says.map(({ author }) => author)).not.toContain("bot");
    expect(scene.says[0]).toMatchObject({ takeDown: true, inReplyTo: "m1" });
    expect(scene.owner).toBe("bot");
  });

  it("in a private chat nothing is taken down", () => {
    const scene = new Scene().wrote("⟦seed-phrase⟧", nothing, { found: ["seed-phrase"] });
    expect(scene.says.some(({ takeDown }) => takeDown)).toBe(false);
    expect(scene.bot).not.toContain(en.seenByOthers);
  });

  it("details are never asked for, whatever is said", () => {
    const scene = inGroup()
      .wrote("transfer failed", about("tx.failed"))
      .wrote("500 USDT on TRON, my mail is jo@example.com");
    expect(scene.now.dialogue.form).toBeUndefined();
    expect(scene.now.collected).toEqual({});
  });

  it("a greeting, /start and /help say how to ask here, without a list for everybody", () => {
    expect(inGroup().wrote("hi", small("greeting")).bot).toBe(en.publicHelp);
    for (const name of ["start", "help"]) {
      const scene = inGroup("zh").hears(commanded(name));
      expect(scene.bot).toBe(zh.publicHelp);
      expect(scene.labels).toEqual([zh.buttons.private]);
    }
  });

  it("/human leads into private with the question asked before it", () => {
    const scene = inGroup().wrote("transfer failed", about("tx.failed")).hears(commanded("human"));
    expect(wayOut(scene).value).toMatchObject({ question: "transfer failed", handOff: { reason: "wish" } });
  });

  it("topics are still offered where the bot is unsure", () => {
    const scene = inGroup().wrote("transfer", between("tx.failed", "tx.not-received"));
    expect(scene.labels).toEqual(["About tx.failed", "About tx.not-received", en.buttons.noneOfThese]);
    expect(scene.pressed("About tx.failed").bot).toBe("Answer tx.failed");
    expect(wayOut(scene).value).toMatchObject({ question: "transfer", topic: "tx.failed" });
  });

  it("nobody is asked for stars when an agent closes the case", () => {
    const scene = inGroup()
      .wrote("hi")
      .hears(event({ type: "agent.resolved", agent: lin }));
    expect(scene.system).toBe(en.resolvedPublic);
    expect(scene.says.flatMap(({ choices }) => choices)).toEqual([]);
    expect(scene.now.expects).toBeUndefined();
  });

  it("what we say later answers the customer's last message", () => {
    const scene = inGroup()
      .wrote("one", nothing, { messageId: "m1" })
      .wrote("two", nothing, { messageId: "m2" });
    expect(scene.now.lastHeard).toBe("m2");
    expect(new Scene().wrote("one", nothing, { messageId: "m1" }).now.lastHeard).toBeUndefined();
  });
});

describe("arriving in private", () => {
  it("hands over at once what was promised, with the question and its details", () => {
    const there = arriving(inGroup().wrote("help, my transfer of 500 USDT is gone, a person please", wish));
    expect(inPublic(there.now)).toBe(false);
    expect(there.bot).toContain("my transfer of 500 USDT is gone");
    expect(there.owner).toBe("queue");
    expect(there.escalations).toEqual(["wish normal"]);
    expect(there.system).toContain(there.now.reference);
  });

  it("takes the topic and its severity along, so that nobody explains twice", () => {
    const there = arriving(inGroup().wrote("500 USDT failed", about("tx.failed")).hears(commanded("human")));
    expect(there.escalations).toEqual(["wish high"]);
    expect(there.now.collected["token-amount"]).toBe("500 USDT");
  });

  it("goes on with the matter where nothing was promised, and may then be asked for details", () => {
    const there = arriving(inGroup("zh").wrote("转账失败了", about("tx.failed")));
    expect(there.bot).toContain("转账失败了");
    expect(there.owner).toBe("bot");
    expect(there.labels).toEqual([zh.buttons.formStart, zh.buttons.human]);
    expect(there.pressed(zh.buttons.formStart).now.dialogue.form?.asking).toBe("chain");
  });

  it("twice by the same link says where the case stands and opens no second one", () => {
    const from = inGroup().wrote("person", wish);
    const there = arriving(from);
    arriving(from, there);
    expect(there.escalations).toEqual([]);
    expect(there.system).toContain(there.now.reference);
  });

  it("while an agent has the private case leaves the word to the agent", () => {
    const there = new Scene(
      conversation({ owner: { kind: "agent", agentId: lin.id, agentName: lin.name, since: 0 } }),
    );
    arriving(inGroup().wrote("person", wish), there);
    expect(there.says).toEqual([]);
  });

  it("in an emergency comes with the highest priority", () => {
    const stolen = about("security.stolen", { urgent: urgent.urgent });
    const there = arriving(inGroup().wrote("stolen!", stolen, { urgency: "urgent" }));
    expect(there.escalations).toEqual(["urgent urgent"]);
  });
});
