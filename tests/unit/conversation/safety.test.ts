import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";
import { about, conversation, event, nothing, Scene, urgent } from "./given.ts";

describe("a pasted secret", () => {
  const phrase = { found: ["seed-phrase"], urgency: "urgent" as const };

  it("is warned of at length, and a person is alerted without seeing it", () => {
    const scene = new Scene(conversation({}, "zh")).wrote("⟦seed-phrase⟧", nothing, phrase);
    expect(scene.bot).toBe(zh.secretUrgent);
    expect(scene.escalations).toEqual(["secret-pasted urgent"]);
    expect(scene.now.expects).toBeUndefined();
  });

  it("pasted again is warned of in short, without a second alarm", () => {
    const scene = new Scene().wrote("⟦seed-phrase⟧", nothing, phrase).wrote("⟦seed-phrase⟧", nothing, phrase);
    expect(scene.bot).toBe(en.secretAgain);
    expect(scene.escalations).toEqual([]);
  });

  it("that is only a code is warned of, and the question is answered in the same message", () => {
    const code = { found: ["one-time-code"], urgency: "high" as const };
    const scene = new Scene().wrote(
      "code ⟦one-time-code⟧, reset my password",
      about("account.reset-password"),
      code,
    );
    expect(scene.says).toHaveLength(1);
    expect(scene.bot).toContain(en.secretMinor);
    expect(scene.bot).toContain("Answer account.reset-password");
  });

  it("that is only a code is never called a seed phrase, even when the words are urgent", () => {
    const scene = new Scene().wrote("he has my ⟦password⟧ and steals!", urgent, { found: ["password"] });
    expect(scene.bot).toContain(en.secretMinor);
    expect(scene.bot).toContain(en.emergency);
    expect(scene.bot).not.toContain(en.secretUrgent);
  });

  it("alone leaves the open question open", () => {
    const scene = new Scene().wrote("transfer failed", about("tx.failed")).pressed(en.buttons.formStart);
    scene.wrote("⟦password⟧", nothing, { found: ["password"], urgency: "high" });
    expect(scene.bot).toBe(en.secretMinor);
    expect(scene.now.dialogue.form?.asking).toBe("chain");
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "chain" });
  });

  it("added by an edit is warned of as well", () => {
    const scene = new Scene().hears(
      event({ type: "customer.edited", messageId: "m", text: "⟦private-key⟧", found: ["private-key"] }),
    );
    expect(scene.system).toContain(en.secretUrgent);
    expect(scene.owner).toBe("queue");
    expect(scene.now.waitingSince).toBeDefined();
  });
});

describe("a string that may be a hash or a key", () => {
  it("is asked about before anything is made of it", () => {
    const scene = new Scene().wrote("⟦hash-or-key⟧", about("tx.failed"), { ambiguousHash: true });
    expect(scene.bot).toBe(en.hashOrKey);
    expect(scene.now.expects).toBeUndefined();
  });
});

describe("words of somebody who does not want to live", () => {
  it.each([["钱全没了，我不想活了"], ["I lost it all, I want to kill myself"]])(
    "are answered with care before anything about money: %s",
    (text) => {
      const scene = new Scene().wrote(text, urgent);
      expect(scene.bot).toBe((scene.now.locale === "zh" ? zh : en).care);
      expect(scene.escalations).toEqual(["urgent urgent"]);
    },
  );

  it("are not a joke about prices", () => {
    expect(new Scene().wrote("跳楼价是多少", nothing).bot).not.toBe(zh.care);
  });
});
