import { applicationId, generalId, lin, nextId, sam } from "../fakes/discord-ids.ts";
import { readDiscord } from "../fakes/discord-markdown.ts";
import { channelContract } from "./channel-contract.ts";
import { ABSENT } from "./channel-declarations.ts";
import type { Stage, Trouble } from "./channel-stage.ts";
import { discordScene } from "./discord-scene.ts";

const scene = discordScene();
const PEOPLE = { lin, sam } as const;
const POST = "POST /channels/:id/messages";
const TROUBLES = {
  "answer lost": { drop: "after" },
  cut: { drop: "before" },
  "server error": { status: 502, page: "<html>", accepted: true },
  silence: { hang: "after" },
  flood: { status: 429, body: { retry_after: 3, global: false } },
  auth: { status: 401 },
} as const satisfies Record<Trouble, unknown>;

const roomOf = (who: keyof typeof PEOPLE) => scene.platform.rooms.dmOf(PEOPLE[who]);

const stage: Stage = {
  get channel() {
    return scene.channel;
  },
  get secrets() {
    return [scene.platform.token];
  },
  get lines() {
    return scene.lines;
  },
  begin: () => scene.begin(),
  restart: () => scene.restart(),
  refuse: (times) => scene.core.refuse(times),
  events: () => scene.core.events,
  say: (who, text) => ({ id: scene.platform.say(PEOPLE[who], text).messageId, who }),
  space: (who) => ({ id: roomOf(who), kind: "dm" }),
  send: (delivery, signal) => scene.channel.send(delivery, signal),
  alter: async (alteration, signal) =>
    (await scene.channel.alter?.(alteration, signal)) ?? { outcome: "unknown", detail: "no such call" },
  shown: (who) =>
    scene.platform.sent(roomOf(who)).map(({ content, components, uploads }) => ({
      ...readDiscord(content),
      buttons: components.flatMap((row) => row.components.map(({ label }) => label)),
      files: Array.isArray(uploads) ? uploads.length : 0,
    })),
  redeliver: ({ id }) => scene.platform.gateway.dispatch("MESSAGE_CREATE", scene.platform.rooms.find(id)),
  edit: ({ id }, text) => scene.platform.edit(id, text),
  remove: ({ id }) => scene.platform.remove(id),
  press(who, label) {
    const message = scene.platform.sent(roomOf(who)).at(-1);
    const button = message?.components.flatMap((row) => row.components).find((one) => one.label === label);
    if (message === undefined || button === undefined) throw new Error(`no button ${label}`);
    scene.platform.press(PEOPLE[who], button.custom_id, message);
  },
  attach(who, { kind, name }, text) {
    const type = kind === "image" ? "image/png" : "application/pdf";
    const url = scene.platform.keep(new Uint8Array([1]));
    const attachments = [{ id: nextId(), filename: name, content_type: type, size: 1, url }];
    scene.platform.say(PEOPLE[who], text, { attachments });
  },
  mention: (who, text) => void scene.platform.write(generalId, PEOPLE[who], `<@${applicationId}> ${text}`),
  chatter: (who, text) => void scene.platform.write(generalId, PEOPLE[who], text),
  command: (who, name) => void scene.platform.call(PEOPLE[who], name),
  block: (who) => scene.platform.rooms.closeDms(PEOPLE[who]),
  gone: () => ({ id: "3049999999999999999", kind: "channel" }),
  alterTrouble: (kind) => scene.platform.fail("PATCH /channels/:id/messages/:id", TROUBLES[kind]),
  erase(who) {
    const message = scene.platform.sent(roomOf(who)).at(-1);
    if (message !== undefined) scene.platform.rooms.remove(message.channel_id, message.id);
  },
  trouble: (kind) => scene.platform.fail(POST, TROUBLES[kind]),
  async vanish() {
    const { close } = scene.platform;
    await close();
    scene.platform.close = async () => undefined;
  },
  file(n) {
    const id = nextId();
    const url = scene.platform.keep(new Uint8Array([n]));
    const attachments = [{ id, filename: `f${n}.png`, content_type: "image/png", size: 1, url }];
    const { messageId, channelId } = scene.platform.say(lin, "", { attachments });
    return { id: `${channelId}/${messageId}/${id}`, kind: "image", name: `f${n}.png` };
  },
};

channelContract({ name: "discord", stage, absent: ABSENT.discord });
