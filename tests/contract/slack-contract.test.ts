import { readMrkdwn } from "../fakes/slack-mrkdwn.ts";
import { channelContract } from "./channel-contract.ts";
import { ABSENT } from "./channel-declarations.ts";
import type { Said, Stage, Trouble, Who } from "./channel-stage.ts";
import { slackScene } from "./slack-scene.ts";

const scene = slackScene("Socket Mode");
const IDS = { lin: "U024LIN", sam: "U024SAM" } as const;
const HELP = "C024HELP";
const TROUBLES = {
  "answer lost": { drop: "after" },
  cut: { drop: "before" },
  "server error": { status: 502, accepted: true },
  silence: { hang: "after" },
  flood: { status: 429, retryAfter: 3 },
  auth: { error: "invalid_auth" },
} as const satisfies Record<Trouble, unknown>;

type SlackSaid = ReturnType<typeof scene.platform.say>;
const said = new Map<string, SlackSaid>();

/** As Slack's clients send what is typed. */
function typed(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/https?:\/\/\S+/g, "<$&>");
}

function note(who: Who, one: SlackSaid): Said {
  said.set(one.ts, one);
  return { id: one.ts, who };
}

function was({ id }: Said): SlackSaid {
  const one = said.get(id);
  if (one === undefined) throw new Error("never said");
  return one;
}

function sectionsIn(raw: Record<string, unknown>): string[] {
  const blocks = Array.isArray(raw.blocks) ? raw.blocks : [];
  return [raw, ...blocks.map((block) => Object(Object(block).text))].flatMap(({ text }) =>
    typeof text === "string" ? [text] : [],
  );
}

const stage: Stage = {
  get channel() {
    return scene.channel;
  },
  get secrets() {
    const { token, appToken, signingSecret } = scene.platform;
    return [token, appToken, signingSecret];
  },
  get lines() {
    return scene.lines;
  },
  begin: () => scene.start(),
  restart: () => scene.reopen(),
  refuse(times) {
    scene.platform.deliveries.setDeadline(150);
    scene.core.refuse(times);
  },
  events: () => scene.core.events,
  say: (who, text) => note(who, scene.platform.say(IDS[who], typed(text))),
  space: (who) => ({ id: `D${IDS[who].slice(1)}`, kind: "dm" }),
  send: (delivery, signal) => scene.channel.send(delivery, signal),
  alter: async (alteration, signal) =>
    (await scene.channel.alter?.(alteration, signal)) ?? { outcome: "unknown", detail: "no such call" },
  shown: (who) =>
    scene.platform.sent(`D${IDS[who].slice(1)}`).map(({ shown, buttons, raw }) => ({
      text: shown,
      buttons: buttons.map(({ label }) => label),
      calls: sectionsIn(raw).flatMap((text) => readMrkdwn(text).calls),
      files: Array.isArray(raw.files) ? raw.files.length : 0,
    })),
  redeliver: (one) => void scene.platform.deliver(was(one).body),
  edit: (one, text) => scene.platform.edit(was(one), typed(text)),
  remove: (one) => scene.platform.remove(was(one)),
  press(who, label) {
    const message = scene.platform.sent(`D${IDS[who].slice(1)}`).at(-1);
    if (message === undefined) throw new Error("nothing to press");
    scene.platform.press(IDS[who], message, label);
  },
  attach(who, { kind, name }, text) {
    const mimetype = kind === "image" ? "image/png" : "application/pdf";
    scene.platform.say(IDS[who], typed(text), { files: [{ id: "F024FILE", name, mimetype, size: 1 }] });
  },
  mention: (who, text) =>
    void scene.platform.write(IDS[who], HELP, `<@${scene.platform.bot.user}> ${typed(text)}`),
  chatter: (who, text) => void scene.platform.write(IDS[who], HELP, typed(text)),
  command: (who, name) => scene.platform.command(IDS[who], HELP, name),
  gone() {
    scene.platform.closeChannel("C024GONE", "channel_not_found");
    return { id: "C024GONE", kind: "channel" };
  },
  alterTrouble: (kind) => scene.platform.fail("chat.update", TROUBLES[kind]),
  erase(who) {
    const message = scene.platform.sent(`D${IDS[who].slice(1)}`).at(-1);
    if (message !== undefined) scene.platform.erase(message);
  },
  age() {
    scene.platform.fail("chat.update", { error: "edit_window_closed" });
    return "edit";
  },
  trouble: (kind) => scene.platform.fail("chat.postMessage", TROUBLES[kind]),
  async vanish() {
    const { close } = scene.platform;
    await close();
    scene.platform.close = async () => undefined;
  },
  file(n) {
    const name = `f${n}.png`;
    const { id } = scene.platform.files.add(name, "image/png", new Uint8Array([n, 1]));
    return { id, kind: "image", name };
  },
};

channelContract({ name: "slack", stage, absent: ABSENT.slack });
