import { telegram } from "../../adapters/telegram/index.ts";
import { channelContract } from "./channel-contract.ts";
import { ABSENT } from "./channel-declarations.ts";
import type { Said, Stage, Trouble, Who } from "./channel-stage.ts";
import { settled, telegramScene } from "./telegram-scene.ts";

const scene = telegramScene();
const IDS = { lin: 42, sam: 43 } as const;
const GROUP = -1_001_000;
const TROUBLES = {
  "answer lost": { drop: "after" },
  cut: { drop: "before" },
  "server error": { status: 502, accepted: true },
  silence: { hang: "after" },
  flood: { status: 429, retryAfter: 3 },
  auth: { status: 401 },
} as const satisfies Record<Trouble, unknown>;

/** Updates as they went out, so that the same ones can go out again. */
const updates = new Map<string, Record<string, unknown>>();
let lastId = 5_000;

function write(who: Who, fields: Record<string, unknown>, group = false): Said {
  lastId += 1;
  const chat = group ? { id: GROUP, type: "supergroup", title: "Talk" } : { id: IDS[who], type: "private" };
  const from = { id: IDS[who], is_bot: false, first_name: who };
  const date = Math.floor(Date.now() / 1_000);
  const update = { message: { message_id: lastId, date, chat, from, ...fields } };
  const update_id = scene.platform.deliver(update);
  updates.set(String(lastId), { update_id, ...update });
  return { id: String(lastId), who };
}

/** What stands in a chat of ours. */
const standing = (who: Who) => scene.platform.sent(IDS[who]).filter(({ deleted }) => !deleted);

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
  async begin() {
    await scene.channel.start(scene.core.ports);
    await settled(() => scene.channel.health().state === "up");
  },
  async restart() {
    await scene.channel.stop();
    await scene.channel.close();
    const { token, root } = scene.platform;
    const settings = telegram.settings.parse({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: root });
    const quiet = () => undefined;
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const delay = () => new Promise<void>((resolve) => setImmediate(resolve));
    scene.channel = await telegram.open(settings, { log, delay });
  },
  refuse: (times) => scene.core.refuse(times),
  events: () => scene.core.events,
  say: (who, text) => write(who, { text }),
  space: (who) => ({ id: String(IDS[who]), kind: "dm" }),
  send: (delivery, signal) => scene.channel.send(delivery, signal),
  alter: async (alteration, signal) =>
    (await scene.channel.alter?.(alteration, signal)) ?? { outcome: "unknown", detail: "no such call" },
  shown: (who) =>
    standing(who).map(({ text, source, buttons, file }) => ({
      text,
      buttons: buttons.map((button) => button.text),
      calls: [...source.matchAll(/href="(?!https?:)[^"]*"/g)].map(([call]) => call),
      files: file === undefined ? 0 : 1,
    })),
  redeliver: (said) => void scene.platform.deliver({ ...updates.get(said.id) }),
  edit: ({ id, who }, text) => void scene.platform.edit(IDS[who], Number(id), text),
  press(who, label) {
    const message = scene.platform.sent(IDS[who]).at(-1);
    const button = message?.buttons.find(({ text }) => text === label);
    scene.platform.press(IDS[who], button?.data ?? "none", message?.messageId ?? 0);
  },
  attach(who, { kind, name }, text) {
    const id = { file_id: "AgACAgQ-customers", file_unique_id: "u", file_size: 3 };
    const file =
      kind === "image"
        ? { photo: [{ ...id, width: 1, height: 1 }] }
        : { document: { ...id, file_name: name } };
    write(who, { ...file, ...(text === "" ? {} : { caption: text }) });
  },
  mention(who, text) {
    const name = `@${scene.platform.bot.username}`;
    write(
      who,
      { text: `${name} ${text}`, entities: [{ type: "mention", offset: 0, length: name.length }] },
      true,
    );
  },
  chatter: (who, text) => void write(who, { text }, true),
  command: (who, name) =>
    void write(who, {
      text: `/${name}`,
      entities: [{ type: "bot_command", offset: 0, length: name.length + 1 }],
    }),
  block: (who) => void scene.platform.block(IDS[who]),
  gone() {
    scene.platform.migrate(77, -100_77);
    return { id: "77", kind: "group" };
  },
  alterTrouble: (kind) => scene.platform.fail("editMessageText", TROUBLES[kind]),
  erase(who) {
    const message = standing(who).at(-1);
    if (message !== undefined) message.deleted = true;
  },
  age() {
    const description = "Bad Request: message can't be deleted for everyone";
    scene.platform.fail("deleteMessage", { status: 400, description });
    return "delete";
  },
  trouble: (kind) => scene.platform.fail("sendMessage", TROUBLES[kind]),
  async vanish() {
    const { close } = scene.platform;
    await close();
    scene.platform.close = async () => undefined;
  },
  file: (n) => ({ id: `AgACfile${n}`, kind: "image" }),
};

channelContract({ name: "telegram", stage, absent: ABSENT.telegram });
