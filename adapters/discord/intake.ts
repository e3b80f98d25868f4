import type { ChannelHealth, ChannelPorts, InboundEvent, Receipt } from "../../src/channel/contract.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { DiscordApi } from "./api.ts";
import { catchUp } from "./catchup.ts";
import { decodeDeletion, decodeEdit, decodeMessage } from "./decode.ts";
import { backoffMs } from "./errors.ts";
import type { Interactions } from "./interactions.ts";
import { type Known, knownPlaces } from "./known.ts";
import { lanes } from "./lanes.ts";
import { idIn } from "./payload.ts";
import { places as placesOf } from "./places.ts";
import { seenIds } from "./seen.ts";
import { interactionTaker } from "./take-interaction.ts";

export interface IntakeParts {
  api: DiscordApi;
  ports: ChannelPorts;
  interactions: Interactions;
  botId(): string;
  /** The staff's channel, where there is one. */
  staffId?: string | undefined;
  setHealth(health: ChannelHealth): void;
  log: Log;
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
  /** Aborting takes in what has come and is not refused by the store; nothing is read or tried again after it. */
  signal: AbortSignal;
}

export interface Intake {
  /** Reads what must be known before the first dispatch. Rejects when the store failed. */
  load(): Promise<void>;
  dispatch(type: string, data: unknown): void;
  /** A thread of the staff's that we opened: what is written there while we are away is read, from `newest` on. */
  opened(place: Known, newest: string): Promise<void>;
  /** A place whose history is of no interest any more. */
  forget(channelId: string): Promise<void>;
  /** Private chats of somebody who is to be forgotten. */
  forgetChats(channelIds: readonly string[]): Promise<void>;
  /** Resolves when everything that came is stored, or given up because of a stop. */
  idle(): Promise<void>;
}

/** Discord's kind of channel: a public thread. */
const THREAD = 11;
/** Everything the gateway tells, in order for each channel: stored first, then acknowledged. */
export function intake(parts: IntakeParts): Intake {
  const { api, ports, log, signal } = parts;
  const queue = lanes();
  const places = placesOf(api);
  const known = knownPlaces(ports.cursor);
  const seen = seenIds(ports.cursor);
  const context = () => ({
    botId: parts.botId(),
    parentOf: places.parentOf,
    staffId: parts.staffId,
    now: parts.now(),
  });

  const history = catchUp({
    api,
    log,
    inOrder: queue.run,
    seen: seen.get,
    delay: parts.delay,
    signal,
    forget: known.forget,
    async take(place, messages, newest) {
      const events = messages.flatMap((raw) => usable(decodeMessage(raw, context(), place.guildId)));
      await commit(events, { place, seen: newest, whole: true });
    },
  });

  /** Stores events with the cursor that covers them, however long the store takes; undefined when a stop came first. */
  async function commit(
    events: InboundEvent[],
    at: { place: Known; seen?: string; whole?: boolean },
  ): Promise<Receipt[] | undefined> {
    const { channelId } = at.place;
    for (let failures = 0; ; ) {
      try {
        await known.remember(at.place);
        // What lies before this is still to be read: the cursor stays, so that a restart reads it.
        const passes = at.seen !== undefined && (at.whole || !history.isBehind(channelId));
        const cursor = passes && at.seen ? await seen.next(channelId, at.seen) : undefined;
        const receipts = await ports.receive({ events, ...(cursor === undefined ? {} : { cursor }) });
        if (cursor !== undefined) seen.stored(channelId, cursor.value);
        if (failures > 0) parts.setHealth({ state: "up" });
        return receipts;
      } catch (error) {
        failures += 1;
        log.error({ reason: reasonOf(error), attempt: failures }, "discord event not stored");
        parts.setHealth({ state: "degraded", detail: "Messages from Discord wait: they cannot be stored." });
        if (signal.aborted) return undefined;
        await parts.delay(backoffMs(failures), signal);
      }
    }
  }

  function usable(decoded: InboundEvent | string): InboundEvent[] {
    if (typeof decoded !== "string") return [decoded];
    if (decoded.startsWith("malformed")) log.warn({ skipped: decoded }, "discord payload not understood");
    return [];
  }

  async function takeMessage(type: string, data: unknown): Promise<void> {
    const channelId = idIn(data, "channel_id") ?? "";
    const guildId = idIn(data, "guild_id");
    const decode = type === "MESSAGE_CREATE" ? decodeMessage : decodeEdit;
    const [first] = usable(decode(data, context()));
    const id = idIn(data, "id");
    if (first === undefined) {
      if (
        type === "MESSAGE_CREATE" &&
        id !== undefined &&
        known.has(channelId) &&
        !history.isBehind(channelId)
      )
        await seen.passed(channelId, id).catch(() => undefined);
      return;
    }
    if (guildId !== undefined && !(await located(channelId))) return;
    const events = guildId === undefined ? [first] : usable(decode(data, context()));
    const place = { channelId, guildId, parentId: places.parentOf(channelId) };
    const created = type === "MESSAGE_CREATE" && id !== undefined;
    await commit(events, { place, ...(created ? { seen: id } : {}) });
  }

  /** Until it is known whose place it is nothing said there is taken in; false when a stop came first. */
  async function located(channelId: string): Promise<boolean> {
    for (let failures = 1; !signal.aborted; failures += 1) {
      if (await places.learn(channelId)) return true;
      await parts.delay(backoffMs(failures), signal);
    }
    return false;
  }

  function noteThread({ channelId, parentId }: Known): void {
    if (parentId !== undefined) places.note({ id: channelId, type: THREAD, parent_id: parentId });
  }

  async function load(): Promise<void> {
    await known.load();
    for (const place of known.all()) noteThread(place);
  }

  async function takeDeletion(data: unknown): Promise<void> {
    const channelId = idIn(data, "channel_id") ?? "";
    // Somebody else's message on a server is none of ours.
    if (!known.has(channelId)) return;
    const guildId = idIn(data, "guild_id");
    await commit(usable(decodeDeletion(data, context())), {
      place: { channelId, guildId, parentId: places.parentOf(channelId) },
    });
  }

  const takeInteraction = interactionTaker({
    ...parts,
    context,
    located,
    form: ports.form,
    inOrder: queue.run,
    seen: seen.get,
    commit,
  });

  function inPlace(data: unknown, task: () => Promise<void>): void {
    const channelId = idIn(data, "channel_id");
    if (channelId === undefined) return;
    queue.run(channelId, async () => {
      try {
        await task();
      } catch (error) {
        log.error({ reason: api.redact(reasonOf(error)) }, "discord payload not handled");
      }
    });
    history.hurry(channelId);
  }

  return {
    load,
    async opened(place, newest) {
      noteThread(place);
      await known.remember(place);
      await seen.begin(place.channelId, newest);
    },
    forget: known.forget,
    async forgetChats(channelIds) {
      for (const id of channelIds) {
        await known.forget(id);
        seen.forget(id);
      }
    },
    dispatch(type, data) {
      switch (type) {
        case "READY":
          // At once, so that whatever comes live stands behind what was missed before.
          history.begin(known.all());
          return;
        case "MESSAGE_CREATE":
        case "MESSAGE_UPDATE":
          return inPlace(data, () => takeMessage(type, data));
        case "MESSAGE_DELETE":
        case "MESSAGE_DELETE_BULK":
          return inPlace(data, () => takeDeletion(data));
        case "INTERACTION_CREATE":
          return inPlace(data, () => takeInteraction(data));
        case "CHANNEL_DELETE":
        case "THREAD_DELETE": {
          const id = idIn(data, "id");
          if (id !== undefined) known.forget(id).catch(() => undefined);
          return;
        }
        default:
          places.note(data);
      }
    },
    idle: queue.idle,
  };
}
