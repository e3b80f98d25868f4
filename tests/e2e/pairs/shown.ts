import type { FakeDiscord } from "../../fakes/discord.ts";
import type { FakeMessage } from "../../fakes/discord-channels.ts";
import type { FakeSlack } from "../../fakes/slack.ts";
import type { RoomMessage } from "../../fakes/slack-rooms.ts";
import type { FakeTelegram } from "../../fakes/telegram.ts";
import type { SentMessage } from "../../fakes/telegram-chats.ts";
import { textOf } from "../discord-customer.ts";

/** A message of the program's as whoever reads it sees it, on whichever platform. */
export interface Shown {
  id: string;
  text: string;
  labels: string[];
  files: { name: string; bytes?: number }[];
}

export function onTelegram({ messageId, text, buttons, file, upload }: SentMessage): Shown {
  const bytes = upload === undefined ? {} : { bytes: upload.bytes.length };
  return {
    id: String(messageId),
    text,
    labels: buttons.map((button) => button.text),
    files: file === undefined ? [] : [{ name: file, ...bytes }],
  };
}

export function onDiscord(message: FakeMessage): Shown {
  const uploads = (message.uploads ?? []) as { name: string; size: number }[];
  return {
    id: message.id,
    text: textOf(message),
    labels: message.components.flatMap((row) => row.components).map(({ label }) => label),
    files: uploads.map(({ name, size }) => ({ name, bytes: size })),
  };
}

export function onSlack({ ts, shown, buttons, raw }: RoomMessage, slack: FakeSlack): Shown {
  const files = (raw.files ?? []) as { id: string }[];
  return {
    id: ts,
    text: shown,
    labels: buttons.map(({ label }) => label),
    files: files.flatMap(({ id }) => {
      const kept = slack.files.kept(id);
      return kept === undefined ? [] : [{ name: kept.name, bytes: kept.bytes.byteLength }];
    }),
  };
}

/** The three platforms on this machine. */
export interface Platforms {
  telegram: FakeTelegram;
  discord: FakeDiscord;
  slack: FakeSlack;
}
