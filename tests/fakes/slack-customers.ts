import type { slackDeliveries } from "./slack-deliveries.ts";
import { SlackRefusal } from "./slack-faults.ts";
import type { RoomMessage, SlackRooms } from "./slack-rooms.ts";

interface CustomerParts {
  rooms: SlackRooms;
  deliveries: ReturnType<typeof slackDeliveries>;
  bot: { user: string; botId: string };
  team: string;
  /** Where answers for one person go; each address works five times. */
  responseUrl(user: string, channel: string): string;
}

interface Said {
  ts: string;
  channel: string;
  body: Record<string, unknown>;
}

interface SayOptions {
  thread?: string;
  files?: Record<string, unknown>[];
  /** More fields of the event. */
  with?: Record<string, unknown>;
}

/** A dialog as Slack shows it. */
interface FakeDialog {
  id: string;
  callback_id: string;
  private_metadata: string;
  title: { text: string };
  blocks: { block_id: string; optional: boolean; element: { action_id: string; initial_value?: string } }[];
}

/** What people do in Slack, told as Slack tells it. */
export function slackCustomers({ rooms, deliveries, bot, team, responseUrl }: CustomerParts) {
  let number = 0;
  const triggers = new Map<string, string>();
  const dialogs = new Map<string, FakeDialog>();
  const next = () => {
    number += 1;
    return number;
  };

  function event(fields: Record<string, unknown>): Record<string, unknown> {
    return {
      token: "fake",
      team_id: team,
      api_app_id: "A024KEFU",
      type: "event_callback",
      event_id: `Ev${next()}`,
      event_time: Math.floor(Date.now() / 1_000),
      event: fields,
      authorizations: [{ team_id: team, user_id: bot.user, is_bot: true }],
    };
  }

  function message(user: string, channel: string, text: string, options: SayOptions = {}): RoomMessage {
    const raw = {
      type: "message",
      user,
      text,
      team,
      ...(options.files ? { files: options.files, subtype: "file_share" } : {}),
      ...options.with,
    };
    const thread = options.thread === undefined ? {} : { thread: options.thread };
    return rooms.add({
      channel,
      ts: rooms.nextTs(),
      ...thread,
      user,
      shown: text,
      buttons: [],
      raw,
      ephemeral: false,
    });
  }

  function told(one: RoomMessage, type = "message"): Record<string, unknown> {
    const root = rooms.messages.find(({ ts }) => ts === one.thread);
    const parent = root?.user === undefined ? {} : { parent_user_id: root.user };
    const thread = one.thread === undefined ? {} : { thread_ts: one.thread, ...parent };
    return event({
      ...one.raw,
      type,
      channel: one.channel,
      channel_type: one.channel.startsWith("D") ? "im" : "channel",
      ts: one.ts,
      event_ts: one.ts,
      ...thread,
    });
  }

  /** A direct message. With `silent` it is only in the history, as after a time without anybody to tell. */
  function say(user: string, text: string, options: SayOptions & { silent?: boolean } = {}): Said {
    const one = message(user, directOf(user), text, options);
    const body = told(one);
    if (!options.silent) deliveries.push("events_api", body);
    return { ts: one.ts, channel: one.channel, body };
  }

  /** Words in a channel; a mention is told twice, as Slack does. */
  function write(
    user: string,
    channel: string,
    text: string,
    options: SayOptions & { silent?: boolean } = {},
  ): Said {
    const one = message(user, channel, text, options);
    const body = told(one);
    if (!options.silent) {
      if (text.includes(`<@${bot.user}>`)) deliveries.push("events_api", told(one, "app_mention"));
      deliveries.push("events_api", body);
    }
    return { ts: one.ts, channel, body };
  }

  function edit(said: Said, text: string, options: { silent?: boolean } = {}): void {
    const one = rooms.messages.find(({ ts, channel }) => ts === said.ts && channel === said.channel);
    if (!one) throw new Error("no such message");
    const place = { ts: one.ts, ...(one.thread === undefined ? {} : { thread_ts: one.thread }) };
    const before = { ...one.raw, ...place };
    one.raw = { ...one.raw, text, edited: { user: one.user, ts: rooms.nextTs() } };
    const stamp = rooms.nextTs();
    const fields = {
      type: "message",
      subtype: "message_changed",
      hidden: true,
      channel: one.channel,
      ts: stamp,
      event_ts: stamp,
    };
    if (!options.silent)
      deliveries.push(
        "events_api",
        event({ ...fields, message: { ...one.raw, ...place }, previous_message: before }),
      );
  }

  function remove(said: Said): void {
    const at = rooms.messages.findIndex(({ ts, channel }) => ts === said.ts && channel === said.channel);
    const [one] = rooms.messages.splice(at, 1);
    const stamp = rooms.nextTs();
    const fields = {
      type: "message",
      subtype: "message_deleted",
      hidden: true,
      channel: said.channel,
      deleted_ts: said.ts,
    };
    deliveries.push(
      "events_api",
      event({
        ...fields,
        ts: stamp,
        event_ts: stamp,
        previous_message: {
          ...one?.raw,
          ts: said.ts,
          ...(one?.thread === undefined ? {} : { thread_ts: one.thread }),
        },
      }),
    );
  }

  function command(user: string, channel: string, text: string, name = "/support"): void {
    deliveries.push("slash_commands", {
      token: "fake",
      team_id: team,
      channel_id: channel,
      user_id: user,
      user_name: user.toLowerCase(),
      command: name,
      text,
      api_app_id: "A024KEFU",
      response_url: responseUrl(user, channel),
      trigger_id: `${next()}.1.t`,
    });
  }

  /** From the menu of shortcuts, or from the one of a message. */
  function shortcut(user: string, on?: Pick<Said, "ts" | "channel">, name = "ask_about_message"): void {
    const person = { id: user, username: user.toLowerCase(), team_id: team };
    const base = { user: person, team: { id: team }, trigger_id: `${next()}.2.t`, action_ts: rooms.nextTs() };
    if (!on)
      return void deliveries.push("interactive", { ...base, type: "shortcut", callback_id: "ask_support" });
    const found = rooms.messages.find(({ ts }) => ts === on.ts);
    deliveries.push("interactive", {
      ...base,
      type: "message_action",
      callback_id: name,
      channel: { id: on.channel },
      message: {
        ...found?.raw,
        ts: on.ts,
        user: found?.user,
        ...(found?.thread === undefined ? {} : { thread_ts: found.thread }),
      },
      response_url: responseUrl(user, on.channel),
    });
  }

  /** A press of the button with this label under a message of the bot's. */
  function press(user: string, under: RoomMessage, label: string): void {
    const button = under.buttons.find((one) => one.label === label);
    if (!button)
      throw new Error(`no button "${label}" among ${under.buttons.map((one) => one.label).join(", ")}`);
    const thread = under.thread === undefined ? {} : { thread_ts: under.thread };
    const trigger = `${next()}.3.t`;
    triggers.set(trigger, user);
    deliveries.push("interactive", {
      type: "block_actions",
      user: { id: user, username: user.toLowerCase(), team_id: team },
      team: { id: team },
      channel: { id: under.channel },
      container: {
        type: "message",
        message_ts: under.ts,
        channel_id: under.channel,
        is_ephemeral: under.ephemeral,
        ...thread,
      },
      ...(under.ephemeral ? {} : { message: { type: "message", user: bot.user, ts: under.ts, ...thread } }),
      response_url: responseUrl(user, under.channel),
      trigger_id: trigger,
      actions: [
        { type: "button", action_id: button.actionId, value: button.actionId, action_ts: rooms.nextTs() },
      ],
    });
  }

  /** A dialog opens for whoever pressed, once, and within three seconds. */
  function opened(payload: Record<string, unknown>): Record<string, unknown> {
    const user = triggers.get(String(payload.trigger_id));
    if (user === undefined) throw new SlackRefusal("invalid_trigger_id");
    triggers.delete(String(payload.trigger_id));
    const view = typeof payload.view === "string" ? JSON.parse(payload.view) : payload.view;
    const dialog: FakeDialog = { id: `V${next()}`, ...checkedView(view) };
    dialogs.set(user, dialog);
    return { view: { id: dialog.id } };
  }

  /** Sends the dialog that is open, with what is written into its fields; the others stay as they are. */
  function submit(user: string, written: Record<string, string>): void {
    const dialog = dialogs.get(user);
    if (dialog === undefined) throw new Error(`no dialog is open for ${user}`);
    dialogs.delete(user);
    const values = dialog.blocks.map(({ block_id, element }) => {
      const value = written[element.action_id] ?? element.initial_value;
      return [block_id, { [element.action_id]: { type: "plain_text_input", value: value || null } }];
    });
    deliveries.push("interactive", {
      type: "view_submission",
      team: { id: team },
      user: { id: user, username: user.toLowerCase(), team_id: team },
      trigger_id: `${next()}.4.t`,
      view: {
        id: dialog.id,
        type: "modal",
        callback_id: dialog.callback_id,
        private_metadata: dialog.private_metadata,
        state: { values: Object.fromEntries(values) },
      },
    });
  }

  return {
    opened,
    submit,
    /** The dialog somebody has before them. */
    dialogOf: (user: string) => dialogs.get(user),
    say,
    write,
    edit,
    remove,
    command,
    shortcut,
    press,
    openHome: (user: string) =>
      void deliveries.push(
        "events_api",
        event({ type: "app_home_opened", user, channel: directOf(user), tab: "home" }),
      ),
    openAssistant(user: string): { channel: string; thread: string } {
      const [channel, thread] = [directOf(user), rooms.nextTs()];
      const pane = { user_id: user, context: {}, channel_id: channel, thread_ts: thread };
      deliveries.push(
        "events_api",
        event({ type: "assistant_thread_started", assistant_thread: pane, event_ts: rooms.nextTs() }),
      );
      return { channel, thread };
    },
    /** Hands over any body. */
    deliver: (body: Record<string, unknown>) => deliveries.push("events_api", body),
    event,
  };
}

/** The direct message of a user with the bot. */
export function directOf(user: string): string {
  return `D${user.slice(1)}`;
}

/** What Slack makes of a view: every text within its length, and inputs alone. */
function checkedView(view: unknown): Omit<FakeDialog, "id"> {
  const one = view as Omit<FakeDialog, "id"> & Record<"submit" | "close", { text: string }>;
  const short = [one.title, one.submit, one.close].every(({ text }) => text.length >= 1 && text.length <= 24);
  const named = one.callback_id.length <= 255 && one.private_metadata.length <= 3_000;
  if (!short || !named || one.blocks.length > 100) throw new SlackRefusal("invalid_arguments");
  return one;
}
