import { describe, expect, it } from "vitest";
import { dialogOf, dialogText } from "../../../src/conversation/form-dialog.ts";
import { en } from "../../../src/conversation/phrases/en.ts";
import { zh } from "../../../src/conversation/phrases/zh.ts";
import type { OfferedChoice } from "../../../src/conversation/state.ts";
import { about, conversation, event, lin, nothing, Scene, wish } from "./given.ts";

const HASH = `0x${"9c".repeat(32)}`;
const ALL = { chain: "TRON", "tx-hash": HASH, "token-amount": "12 USDT", time: "today 10 am" };

/** A customer whom the answer invited to send details, and the button that does. */
function invited(text = "my transfer failed", topic = "tx.failed", locale: "zh" | "en" = "en") {
  const scene = new Scene(conversation({}, locale)).wrote(text, about(topic));
  const start = scene.now.dialogue.offered.find(({ value }) => value.kind === "form");
  if (start === undefined) throw new Error("no details were invited");
  return { scene, start };
}

function filled(choice: OfferedChoice | undefined, values: Record<string, string>, found: string[] = []) {
  return event({
    type: "customer.filled",
    messageId: "m",
    values,
    found,
    entries: {},
    menu: [],
    ...(choice === undefined ? {} : { choice }),
  });
}

describe("the dialog for the details of a form", () => {
  it("asks for each in the customer's language, with what is known already", () => {
    const { scene, start } = invited("刚才在波场上转账失败了", "tx.failed", "zh");
    expect(dialogOf(scene.now, start.value)).toEqual({
      title: zh.buttons.dialogTitle,
      submit: zh.buttons.formSubmit,
      cancel: zh.buttons.formCancel,
      fields: [
        { name: "chain", label: zh.slots.chain.label, hint: zh.slots.chain.hint, value: "TRON" },
        { name: "tx-hash", label: zh.slots["tx-hash"].label, hint: zh.slots["tx-hash"].hint },
        { name: "token-amount", label: zh.slots["token-amount"].label, hint: zh.slots["token-amount"].hint },
        { name: "time", label: zh.slots.time.label, hint: zh.slots.time.hint, value: "刚才" },
      ],
    });
  });

  it("has no field for a picture, which a dialog cannot take", () => {
    const { scene, start } = invited("the app crashes", "app.problem");
    expect(dialogOf(scene.now, start.value)?.fields.map(({ name }) => name)).toEqual([
      "device",
      "error-text",
    ]);
  });

  it("is none once a person has the case, or the form is another one", () => {
    const { scene, start } = invited();
    const queued = invited().scene.wrote("a person please", wish);
    expect(dialogOf(queued.now, start.value)).toBeUndefined();
    const other = scene.wrote("the app crashes", about("app.problem"));
    expect(dialogOf(other.now, start.value)).toBeUndefined();
    expect(dialogOf(other.now, { kind: "menu" })).toBeUndefined();
  });

  it("fits the shortest title a platform allows, in every language", () => {
    for (const { buttons } of [zh, en]) expect(buttons.dialogTitle.length).toBeLessThanOrEqual(24);
  });
});

describe("a dialog that was sent", () => {
  it("hands everything to a person at once: sending it was the yes", () => {
    const { scene, start } = invited();
    scene.hears(filled(start, ALL));
    expect(scene.escalations).toEqual(["form-sent high"]);
    expect(scene.now.collected).toEqual(ALL);
  });

  it("asks once more only for what cannot be made out", () => {
    const { scene, start } = invited();
    scene.hears(filled(start, { ...ALL, "tx-hash": "somewhere in the app" }));
    expect(scene.escalations).toEqual([]);
    expect(scene.bot).toContain(en.slots["tx-hash"].hint);
    expect(scene.now.expects).toEqual({ kind: "slot", slot: "tx-hash" });
    expect(scene.wrote(HASH).reason).toBe("form-summarised");
  });

  it("takes an empty field for skipped, also where something was known", () => {
    const { scene, start } = invited("my 5 USDT on TRON failed");
    scene.hears(filled(start, { chain: "", "tx-hash": HASH, "token-amount": "", time: "" }));
    expect(scene.escalations).toEqual(["form-sent high"]);
    expect(scene.now.collected).toEqual({ "tx-hash": HASH });
  });

  it("asks for the picture afterwards, and for a yes when nothing at all was given", () => {
    const app = invited("the app crashes", "app.problem");
    app.scene.hears(filled(app.start, { device: "Pixel 7", "error-text": "It stopped" }));
    expect(app.scene.bot).toBe(en.slots.screenshot.question);
    const empty = invited();
    empty.scene.hears(filled(empty.start, { chain: "", "tx-hash": "", "token-amount": "", time: "" }));
    expect(empty.scene.bot).toBe(en.formNothing);
  });

  it("warns of a secret and makes the case urgent, whatever else it holds", () => {
    const { scene, start } = invited();
    scene.hears(filled(start, { ...ALL, time: "⟦seed phrase removed⟧" }, ["seed-phrase"]));
    expect(scene.now.escalation).toMatchObject({ priority: "urgent" });
    expect(scene.system).toContain(en.secretUrgent);
  });

  it("is passed on while the customer waits, and left to the agent who has the case", () => {
    const waiting = invited();
    waiting.scene.wrote("a person please", wish).hears(filled(waiting.start, ALL));
    expect(waiting.scene.system).toBe(en.passedOn);
    const theirs = invited();
    theirs.scene.hears(event({ type: "agent.claimed", agent: lin })).hears(filled(theirs.start, ALL));
    expect(theirs.scene.reason).toBe("agent-owns");
    expect(theirs.scene.now.waitingSince).toBeDefined();
  });

  it("of a form that is over is said to have expired", () => {
    const { scene, start } = invited();
    scene.wrote("found it, thanks!", about("account.enable-2fa"));
    scene.hears(filled(start, ALL));
    expect(scene.reason).toBe("choice-expired");
    expect(new Scene().wrote("hello", nothing).hears(filled(undefined, ALL)).reason).toBe("choice-expired");
  });

  it("reads in the history as what was asked and answered", () => {
    expect(dialogText("zh", { chain: "TRON", time: " ", "token-amount": "5 USDT" })).toBe(
      `${zh.slots.chain.label}：TRON\n${zh.slots["token-amount"].label}：5 USDT`,
    );
  });
});
