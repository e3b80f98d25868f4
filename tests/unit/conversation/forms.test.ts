import { describe, expect, it } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";
import { about, conversation, event, lin, nothing, Scene, small, urgent, wish } from "./given.ts";

const HASH = `0x${"9c".repeat(32)}`;
const invited = () => new Scene().wrote("my transfer failed", about("tx.failed"));
const started = () => invited().pressed(en.buttons.formStart);
const photo = { files: [{ id: "f", kind: "image" as const }] };

describe("the details of a failed transfer", () => {
  it("are invited with the answer, not demanded", () => {
    const scene = invited();
    expect(scene.bot).toBe(`Answer tx.failed\n\n${en.didThisHelp}`);
    expect(scene.labels).toContain(en.buttons.formStart);
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
  });

  it("are asked for one at a time, summarised, and sent on a yes", () => {
    const scene = new Scene(conversation({}, "zh"))
      .wrote("转不出去", about("tx.failed"))
      .wrote("币安智能链上转的");
    expect(scene.bot).toContain("收到，链：`BNB Smart Chain`。");
    expect(scene.bot).toContain(zh.slots["tx-hash"].question);
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
    scene.wrote(HASH);
    expect(scene.bot).toContain(zh.slots["token-amount"].question);
    scene.wrote("50 USDT，昨天下午三点");
    expect(scene.bot).toContain(
      `- 链：\`BNB Smart Chain\`\n- 交易哈希：\`${HASH}\`\n- 币种和数量：\`50 USDT\`\n- 时间：\`昨天下午三点\``,
    );
    expect(scene.now.expects).toBeUndefined();
    scene.wrote("行，提交吧", nothing);
    expect(scene.escalations).toEqual(["form-sent high"]);
    expect(scene.system).toContain("编号是 **K-ABCDEF**");
    expect(scene.now.collected).toEqual({
      chain: "BNB Smart Chain",
      "tx-hash": HASH,
      "token-amount": "50 USDT",
      time: "昨天下午三点",
    });
  });

  it("may be said once more before the first question: that too begins the form", () => {
    const scene = new Scene().wrote("my 500 USDT on TRON failed", about("tx.failed"));
    scene.wrote("500 USDT, yesterday", nothing);
    expect(scene.reason).toBe("form-asked:tx-hash");
    expect(scene.bot).toContain("`yesterday`");
  });

  it("keep the whole of a short answer to 'when?'", () => {
    const scene = started().wrote(`TRON ${HASH} 5 USDT`).wrote("yesterday evening, before dinner");
    expect(scene.now.dialogue.form?.values.time).toBe("yesterday evening, before dinner");
  });

  it("may be the name of an exchange, but not one named in passing", () => {
    const asked = () => new Scene().wrote("my withdrawal is missing", about("tx.not-received"));
    expect(asked().wrote("from Coinbase", small("other-companies")).now.dialogue.form?.values).toEqual({
      counterparty: "Coinbase",
    });
    const again = asked().wrote("from Coinbase, TRON").wrote("Coinbase", small("other-companies"));
    expect(again.reason).toBe("form-asked:tx-hash");
    expect(asked().wrote("is Coinbase any good these days", small("other-companies")).bot).toBe(en.notOurs);
  });

  it("may name the phone in the words of the question", () => {
    const scene = new Scene().wrote("the app crashes on my Pixel 7", about("app.problem"));
    expect(scene.pressed(en.buttons.formStart).bot).toBe(en.slots["error-text"].question);
  });

  it("wait while the customer asks something else, even where that question is unsure", () => {
    const scene = started()
      .wrote("TRON")
      .wrote("why are your fees so high?", {
        ...nothing,
        outcome: "ask",
        ranked: [
          { topic: "tx.not-received", probability: 0.4 },
          { topic: "account.enable-2fa", probability: 0.3 },
        ],
      });
    expect(scene.bot).toBe(`${en.askBack}\n\n${en.formResume}`);
    expect(scene.pressed(en.buttons.formResume).bot).toBe(en.slots["tx-hash"].question);
  });

  it("are dropped when the matter is settled", () => {
    const scene = started().wrote("found it, thanks!", small("thanks"));
    expect(scene.bot).toBe(en.helpedYes);
    expect(scene.now.dialogue.form).toBeUndefined();
    expect(started().wrote("not solved", nothing).now.dialogue.form).toBeDefined();
  });

  it("are begun by 'yes, send it', which does not say that the answer helped", () => {
    expect(invited().wrote("yes please send", small("confirm")).reason).toBe("form-asked:chain");
  });

  it("may all come in one message", () => {
    const scene = started().wrote(`Polygon, ${HASH}, 12.5 USDC, yesterday around 3 pm`);
    expect(scene.reason).toBe("form-summarised");
    expect(scene.labels).toEqual([en.buttons.formSubmit, en.buttons.formCancel]);
  });

  it("may be tapped where the answers are few", () => {
    expect(started().pressed("TRON").now.dialogue.form?.values).toEqual({ chain: "TRON" });
    expect(started().wrote("1").now.dialogue.form?.values).toEqual({ chain: "BNB Smart Chain" });
  });

  it("are corrected by saying them anew at the summary", () => {
    const scene = started().wrote(`Polygon ${HASH} 12 USDC yesterday`).wrote("sorry, 120 USDC");
    expect(scene.reason).toBe("form-summarised");
    expect(scene.bot).toContain("`120 USDC`");
  });
});

it("bare details are details, even when the matcher takes them for an emergency", () => {
  const scene = started().wrote("TRON").wrote("80 USDT, today 9 am", urgent);
  expect(scene.now.dialogue.form?.values).toEqual({
    chain: "TRON",
    "token-amount": "80 USDT",
    time: "today 9 am",
  });
  expect(scene.owner).toBe("bot");
});

describe("a detail the customer does not have", () => {
  it.each([["skip"], ["不知道"], ["沒有"], ["I don't know"]])("is skipped by saying %s", (text) => {
    const scene = started().wrote(text);
    expect(scene.bot).toContain(scene.now.locale === "zh" ? zh.formSkipped : en.formSkipped);
    expect(scene.now.dialogue.form?.skipped).toEqual(["chain"]);
  });

  it("is skipped by button, and by the number of the button", () => {
    expect(started().pressed(en.buttons.formSkip).now.dialogue.form?.asking).toBe("tx-hash");
    const scene = started().wrote("TRON").wrote("1");
    expect(scene.now.dialogue.form?.skipped).toEqual(["tx-hash"]);
  });

  it("is asked for once more when unclear, then skipped", () => {
    const scene = started().wrote("TRON").wrote("it is somewhere");
    expect(scene.bot).toContain(en.slots["tx-hash"].hint);
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
    scene.wrote("really no clue at all");
    expect(scene.now.dialogue.form).toMatchObject({
      skipped: ["tx-hash"],
      asking: "token-amount",
      refusals: 0,
    });
  });

  it("leaves the offer of a person when nothing at all is known", () => {
    const scene = started();
    for (let i = 0; i < 4; i++) scene.wrote("skip");
    expect(scene.bot).toContain(en.formNothing);
    expect(scene.pressed(en.buttons.formSubmit).escalations).toEqual(["form-sent high"]);
  });
});

describe("a number in answer to a detail", () => {
  it("is an amount or a date when more than a bare number is written", () => {
    const scene = started().wrote("TRON").wrote("skip").wrote("2 ETH");
    expect(scene.now.dialogue.form?.values["token-amount"]).toBe("2 ETH");
    scene.wrote("2号");
    expect(scene.now.dialogue.form?.values.time).toBe("2号");
  });
});

describe("an interruption", () => {
  it("is answered, and the form offered again", () => {
    const scene = started().wrote("TRON").wrote("how do I turn on 2FA?", about("account.enable-2fa"));
    expect(scene.says).toHaveLength(1);
    expect(scene.bot).toContain("Answer account.enable-2fa");
    expect(scene.bot).toContain(en.formResume);
    expect(scene.bot).not.toContain(en.didThisHelp);
    expect(scene.labels).toEqual([en.buttons.formResume, en.buttons.formCancel]);
    expect(scene.now.expects).toBeUndefined();
    scene.pressed(en.buttons.formResume);
    expect(scene.bot).toContain(en.slots["tx-hash"].question);
    expect(scene.now.dialogue.form?.values).toEqual({ chain: "TRON" });
  });

  it("by a topic with details of its own does not lose the form", () => {
    const scene = started()
      .wrote("TRON")
      .wrote("how do I reset my password?", about("account.reset-password"));
    expect(scene.now.dialogue.form).toMatchObject({ topic: "tx.failed", values: { chain: "TRON" } });
  });

  it("by small talk is answered, and a yes goes on", () => {
    const scene = started().wrote("TRON").wrote("are you a robot", small("smalltalk"));
    expect(scene.bot).toContain(en.smalltalk);
    expect(scene.bot).toContain(en.formResume);
    expect(scene.wrote("ok", small("confirm")).bot).toContain(en.slots["tx-hash"].question);
  });

  it("ends by itself when the missing detail comes", () => {
    const scene = started().wrote("TRON").wrote("2fa how?", about("account.enable-2fa")).wrote(HASH);
    expect(scene.now.dialogue.form).toMatchObject({ paused: false, asking: "token-amount" });
  });

  it("at the summary leaves it to be sent later", () => {
    const scene = started()
      .wrote(`Polygon ${HASH} 12 USDC yesterday`)
      .wrote("how do I turn on 2FA?", about("account.enable-2fa"));
    expect(scene.bot).toContain(en.formResume);
    expect(scene.pressed(en.buttons.formResume).reason).toBe("form-summarised");
  });

  it("is not seen in a description that resembles a topic", () => {
    const scene = new Scene().wrote("app broken", about("app.problem")).pressed(en.buttons.formStart);
    scene.wrote("Pixel 7").wrote("it says transfer failed, out of gas", about("tx.failed"));
    expect(scene.now.dialogue.form?.values).toEqual({
      device: "Pixel 7",
      "error-text": "it says transfer failed, out of gas",
    });
  });
});

describe("an invited form that nobody began", () => {
  it("does not take a question that happens to name a chain", () => {
    const scene = invited().wrote("how do I turn on 2FA for my TRON account?", about("account.enable-2fa"));
    expect(scene.bot).toContain("Answer account.enable-2fa");
    expect(scene.now.dialogue.form).toBeUndefined();
  });

  it("does not begin because of a mention of time", () => {
    const scene = invited().wrote("what you told me just now is no help", nothing);
    expect(scene.bot).toBe(en.helpedNo);
  });
});

describe("leaving a form", () => {
  it.each([
    ["by button", (scene: Scene) => scene.pressed(en.buttons.formCancel)],
    ["in words", (scene: Scene) => scene.wrote("forget it", small("cancel"))],
    [
      "with a no at the summary",
      (scene: Scene) => scene.wrote(`Polygon ${HASH} 12 USDC yesterday`).wrote("no", small("confirm")),
    ],
  ])("%s drops it and what was asked", (_, act) => {
    const scene = act(started());
    expect(scene.bot).toBe(en.formCancelled);
    expect(scene.now.dialogue.form).toBeUndefined();
    expect(scene.now.expects).toBeUndefined();
    expect(scene.owner).toBe("bot");
  });

  it("makes its old buttons expire", () => {
    const scene = started();
    const skip = scene.now.dialogue.offered.find(({ label }) => label === en.buttons.formSkip);
    scene.pressed(en.buttons.formCancel).chose(skip);
    expect(scene.bot).toBe(en.slowPress);
  });
});

describe("a person asked for in the middle of a form", () => {
  it("gets what was collected so far, the last message included", () => {
    const scene = started().wrote("TRON").wrote("just get me a human, it was 30 USDT", wish);
    expect(scene.escalations).toEqual(["wish high"]);
    expect(scene.now.collected).toEqual({ chain: "TRON", "token-amount": "30 USDT" });
    expect(scene.now.dialogue.form).toBeUndefined();
    expect(scene.now.expects).toBeUndefined();
  });

  it("finds the details also when an agent simply takes the conversation", () => {
    const scene = started()
      .wrote("TRON")
      .hears(event({ type: "agent.claimed", agent: lin }));
    expect(scene.now.collected).toEqual({ chain: "TRON" });
    expect(scene.now.expects).toBeUndefined();
  });
});

describe("a screenshot", () => {
  const asked = () =>
    new Scene()
      .wrote("app broken", about("app.problem"))
      .pressed(en.buttons.formStart)
      .wrote("Pixel 7")
      .wrote("white screen");

  it("is taken as the answer, with or without words", () => {
    expect(asked().wrote("", nothing, photo).reason).toBe("form-summarised");
    expect(asked().wrote("here you are", nothing, photo).now.dialogue.form?.values.screenshot).toBe("✓");
  });

  it("is not replaced by words", () => {
    expect(asked().wrote("I will send it later").bot).toContain(en.slots.screenshot.hint);
  });
});

describe("a form about an ordinary matter", () => {
  it("is sent with ordinary priority", () => {
    const scene = new Scene().wrote("pw", about("account.reset-password")).pressed(en.buttons.formStart);
    scene
      .wrote("jo***@example.com")
      .wrote("at the second step nothing happens")
      .pressed(en.buttons.formSubmit);
    expect(scene.escalations).toEqual(["form-sent normal"]);
  });

  it("keeps the customer's language when the detail is in Latin letters", () => {
    const scene = new Scene(conversation({}, "zh"))
      .wrote("打不开", about("app.problem"))
      .pressed(zh.buttons.formStart);
    scene.wrote("Galaxy tablet").wrote("Unable to load your data");
    expect(scene.now.locale).toBe("zh");
    expect(scene.bot).toContain(zh.slots.screenshot.question);
  });
});
