import { describe, expect, it } from "vitest";
import type { FormDialog } from "../../src/channel/dialog.ts";
import { delivery, never, slackScene } from "./slack-scene.ts";

const DETAILS: FormDialog = {
  title: "Details for a person",
  submit: "Send",
  cancel: "Cancel",
  fields: [
    { name: "chain", label: "Chain", hint: "BSC, TRON …", value: "TRON" },
    { name: "tx-hash", label: "Transaction hash", hint: "h".repeat(300) },
    { name: "details", label: "Details", hint: "What happened", long: true },
  ],
};
const LIN = "U0LIN";

describe.each(["Socket Mode", "HTTP"] as const)("a dialog for a form's details in Slack, by %s", (way) => {
  const scene = slackScene(way);

  function buttoned() {
    const found = scene.platform.sent().find(({ buttons }) => buttons.length > 0);
    if (found === undefined) throw new Error("no button was sent");
    return found;
  }

  /** Somebody wrote, was answered with the button, and presses it. */
  async function pressed() {
    await scene.start();
    const said = scene.platform.say(LIN, "my transfer failed");
    await scene.stored(1);
    const choices = [{ token: "tok_1", label: "Send details", form: true as const }];
    const part = { text: "Details?", choices };
    await scene.channel.send(delivery(part, { space: { id: said.channel, kind: "dm" } }), never());
    const under = buttoned();
    scene.platform.press(LIN, under, "Send details");
    return { under, said };
  }

  it("opens at a press, which is no event yet, and hands in what was written", async () => {
    scene.core.dialogs.set("tok_1", DETAILS);
    const { under, said } = await pressed();
    await scene.platform.waitFor(() => scene.platform.dialogOf(LIN) !== undefined);
    expect(scene.platform.dialogOf(LIN)?.blocks).toMatchObject([
      { block_id: "chain", optional: true, element: { initial_value: "TRON", multiline: false } },
      { block_id: "tx-hash", optional: true, element: { multiline: false } },
      { block_id: "details", optional: true, element: { multiline: true } },
    ]);
    expect(scene.core.events).toHaveLength(1);
    scene.platform.submit(LIN, { "tx-hash": "0x12", details: "two\nlines" });
    const [, sent] = await scene.stored(2);
    expect(sent).toMatchObject({
      kind: "form",
      token: "tok_1",
      msgId: under.ts,
      space: { id: said.channel, kind: "dm" },
      addressed: "dm",
      values: { chain: "TRON", "tx-hash": "0x12", details: "two\nlines" },
    });
    expect(sent?.actor).toEqual(scene.core.events[0]?.actor);
  });

  it("is a plain press where there is nothing to ask, and where Slack does not open it", async () => {
    await pressed();
    expect((await scene.stored(2))[1]).toMatchObject({ kind: "press", token: "tok_1" });
    scene.core.dialogs.set("tok_1", { ...DETAILS, fields: [] });
    scene.platform.fail("views.open", { error: "expired_trigger_id" });
    scene.platform.press(LIN, buttoned(), "Send details");
    expect((await scene.stored(3))[2]).toMatchObject({ kind: "press", token: "tok_1" });
  });
});
