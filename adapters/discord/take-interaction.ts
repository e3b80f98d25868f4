import type { ChannelPorts, InboundEvent, Receipt } from "../../src/channel/contract.ts";
import type { Log } from "../../src/log.ts";
import type { DiscordApi } from "./api.ts";
import type { DecodeContext } from "./decode.ts";
import { decodeInteraction, type Interaction } from "./decode-interaction.ts";
import { modalOf } from "./dialog.ts";
import type { Interactions } from "./interactions.ts";
import type { Known } from "./known.ts";
import { idIn } from "./payload.ts";

export interface TakerParts {
  api: DiscordApi;
  interactions: Interactions;
  log: Log;
  context(): DecodeContext;
  /** Resolves when it is known whose place it is; false when a stop came first. */
  located(channelId: string): Promise<boolean>;
  form: ChannelPorts["form"];
  inOrder(channelId: string, task: () => Promise<void>): void;
  seen(channelId: string): Promise<string | undefined>;
  /** Stores events; undefined when a stop came first. */
  commit(events: InboundEvent[], at: { place: Known; seen?: string }): Promise<Receipt[] | undefined>;
}

/** How long opening a direct message or a dialog may take: Discord waits 3 s for the acknowledgement that follows. */
const openMs = 2_000;

/** Takes commands and presses in: stored first, then acknowledged. */
export function interactionTaker(parts: TakerParts): (data: unknown) => Promise<void> {
  const { api, interactions, log } = parts;

  /** An interaction's id begins the history of a place that has none; later messages move it on. */
  async function store(event: InboundEvent, id: string, place: Known): Promise<Receipt[] | undefined> {
    const begins = (await parts.seen(place.channelId).catch(() => "")) === undefined;
    return parts.commit([event], { place, ...(begins ? { seen: id } : {}) });
  }

  /** A private choice: the customer arrives in a direct message that we open. */
  async function goPrivate(interaction: Interaction): Promise<void> {
    const body = { recipient_id: interaction.event.actor.id };
    const limit = AbortSignal.timeout(openMs);
    const opened = await api
      .call("POST", "/users/@me/channels", { body, signal: limit })
      .catch(() => undefined);
    const dmId = idIn(opened, "id");
    if (dmId === undefined) return interactions.refuse(interaction, "closed");
    const event: InboundEvent = { ...interaction.event, space: { id: dmId, kind: "dm" }, addressed: "dm" };
    const stored = await new Promise<boolean>((resolve) => {
      parts.inOrder(dmId, async () => {
        resolve((await store(event, interaction.id, { channelId: dmId })) !== undefined);
      });
    });
    if (stored) void interactions.acknowledge(interaction, dmId);
  }

  /** A choice that asks for details at once. Where there is none to open, the press is handed in and asks one by one. */
  async function opensDialog(interaction: Interaction): Promise<boolean> {
    const { dialog: token, event } = interaction;
    if (token === undefined) return false;
    const dialog = await withinMs(parts.form(token, event.space, event.actor), openMs);
    return dialog !== undefined && (await interactions.open(interaction, modalOf(token, dialog)));
  }

  return async function take(data: unknown): Promise<void> {
    if (!(await placed(data))) return;
    const interaction = decodeInteraction(data, parts.context());
    if (typeof interaction === "string") {
      if (interaction.startsWith("malformed"))
        log.warn({ skipped: interaction }, "discord payload not understood");
      return;
    }
    if (interaction.ack === "private") return goPrivate(interaction);
    if (interaction.ack === "elsewhere") return interactions.refuse(interaction, "elsewhere");
    if (await opensDialog(interaction)) return;
    const { event, id } = interaction;
    const { space, staff } = event;
    const place = {
      channelId: space.thread ?? space.id,
      guildId: idIn(data, "guild_id"),
      ...(space.thread === undefined ? {} : { parentId: space.id }),
    };
    const receipts = await store(event, id, place);
    if (receipts === undefined) return;
    const theirs = space.kind !== "dm" && event.kind === "press" && receipts[0]?.outcome === "ignored";
    void (theirs
      ? interactions.refuse(interaction, staff ? "useless" : "notYours")
      : interactions.acknowledge(interaction));
  };

  /** Discord describes the channel itself, by custom; where it does not, it is asked. */
  async function placed(data: unknown): Promise<boolean> {
    const channelId = idIn(data, "channel_id");
    const told = Reflect.get(Object(data), "channel") !== undefined || idIn(data, "guild_id") === undefined;
    return told || channelId === undefined || parts.located(channelId);
  }
}

/** What a promise resolves with, or undefined when it fails or takes longer. */
async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const limit = AbortSignal.timeout(ms);
  const late = new Promise<undefined>((resolve) => {
    limit.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  return Promise.race([promise.catch(() => undefined), late]);
}
