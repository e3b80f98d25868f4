import { describe, expect, it } from "vitest";
import type { FormDialog } from "../../src/channel/dialog.ts";
import { generalId, lin } from "../fakes/discord-ids.ts";
import { discordScene, settled } from "./discord-scene.ts";

const DETAILS: FormDialog = {
  title: "Details for a person",
  submit: "Send",
  cancel: "Cancel",
  fields: [
    { name: "chain", label: "Chain", hint: "BSC, TRON …", value: "TRON" },
    { name: "tx-hash", label: "Transaction hash", hint: "h".repeat(300) },
    { name: "details", label: "l".repeat(90), hint: "What happened", long: true },
  ],
};

describe("a dialog for a form's details on Discord", () => {
  const scene = discordScene();
  const events = (count: number) => settled(() => scene.core.events.length >= count);

  async function asked() {
    await scene.begin();
    const { channelId } = scene.platform.say(lin, "my transfer failed");
    await events(1);
    return scene.platform.rooms.post(channelId, { content: "Details?", allowed_mentions: { parse: [] } });
  }

  it("opens at a press, which is no event yet, with what is known filled in", async () => {
    const message = await asked();
    scene.core.dialogs.set("tok_1", DETAILS);
    const { token } = scene.platform.press(lin, "f:tok_1", message);
    await scene.platform.waitFor(() => scene.platform.interactions.of(token)?.type === 9);
    const { modal } = scene.platform.interactions.of(token) ?? {};
    expect(modal?.components.map(({ component }) => component)).toMatchObject([
      { custom_id: "chain", value: "TRON", style: 1, required: false },
      { custom_id: "tx-hash", style: 1, required: false },
      { custom_id: "details", style: 2, required: false },
    ]);
    expect(scene.core.events).toHaveLength(1);
  });

  it("hands in what was written, under the choice that opened it", async () => {
    const message = await asked();
    scene.core.dialogs.set("tok_1", DETAILS);
    const { token } = scene.platform.press(lin, "f:tok_1", message);
    await scene.platform.waitFor(() => scene.platform.interactions.of(token)?.type === 9);
    const sent = scene.platform.submit(lin, token, { "tx-hash": "0x12", details: "two\nlines" });
    await events(2);
    expect(scene.core.events[1]).toMatchObject({
      kind: "form",
      token: "tok_1",
      msgId: message.id,
      actor: { id: lin.id },
      addressed: "dm",
      values: { chain: "TRON", "tx-hash": "0x12", details: "two\nlines" },
    });
    await scene.platform.waitFor(() => scene.platform.interactions.of(sent.token)?.type === 6);
  });

  it("asks for no more than the five fields Discord has room for", async () => {
    const message = await asked();
    const fields = Array.from({ length: 7 }, (_, n) => ({ name: `f${n}`, label: `Field ${n}`, hint: "…" }));
    scene.core.dialogs.set("tok_1", { ...DETAILS, fields });
    const { token } = scene.platform.press(lin, "f:tok_1", message);
    await scene.platform.waitFor(() => scene.platform.interactions.of(token)?.type === 9);
    expect(scene.platform.interactions.of(token)?.modal?.components).toHaveLength(5);
  });

  it("is a plain press where there is nothing to ask, and where Discord does not open it", async () => {
    const message = await asked();
    scene.platform.press(lin, "f:tok_gone", message);
    await events(2);
    expect(scene.core.events[1]).toMatchObject({ kind: "press", token: "tok_gone" });
    scene.core.dialogs.set("tok_1", { ...DETAILS, fields: [] });
    scene.platform.press(lin, "f:tok_1", message);
    await events(3);
    expect(scene.core.events[2]).toMatchObject({ kind: "press", token: "tok_1" });
  });

  it("on a server is answered so that only who pressed sees it", async () => {
    await scene.begin();
    const { token } = scene.platform.call(lin, "ask", "my transfer failed", generalId);
    await scene.platform.waitFor(() => scene.platform.interactions.shown(token).length === 1);
    const [reply] = scene.platform.interactions.shown(token);
    if (reply === undefined) throw new Error("no reply");
    scene.core.dialogs.set("tok_1", DETAILS);
    const pressed = scene.platform.press(lin, "f:tok_1", { ...reply.message, flags: 64 });
    await scene.platform.waitFor(() => scene.platform.interactions.of(pressed.token)?.type === 9);
    const sent = scene.platform.submit(lin, pressed.token, { chain: "" });
    await events(2);
    expect(scene.core.events[1]).toMatchObject({
      kind: "form",
      values: { chain: "" },
      reply: { token: `e:${sent.token}` },
    });
  });
});
