import type { ChannelPorts, InboundEvent, Receipt } from "../../src/channel/contract.ts";
import type { Log } from "../../src/log.ts";
import { type Act, type Arrival, type DecodeContext, decodeDelivery } from "./decode.ts";
import { isDirect } from "./decode-message.ts";
import type { dialogOpener } from "./dialog.ts";
import type { People } from "./people.ts";
import { type Places, placesCursor } from "./places.ts";

/** Stores one raw delivery. Resolves after the commit; rejects only when the store failed: then do not acknowledge. */
export type Take = (body: unknown) => Promise<void>;

export interface IntakeParts {
  ports: ChannelPorts;
  context(): DecodeContext;
  people: People;
  places: Places;
  perform(act: Act): Promise<void>;
  openDialog: ReturnType<typeof dialogOpener>;
  /** Some of a place may be missing in the store. */
  gap(): void;
  log: Log;
}

export interface Intake {
  take: Take;
  /** Stores what a history held. */
  store(arrivals: readonly Arrival[]): Promise<void>;
}

/** Every way in, socket, webhook and history, goes through this. */
export function intake(parts: IntakeParts): Intake {
  const { ports, people, places, log } = parts;
  const inOrder = lanes();

  async function take(body: unknown): Promise<void> {
    const decoded = decodeDelivery(body, parts.context());
    const { skipped } = decoded;
    if (skipped?.startsWith("malformed") || skipped?.startsWith("Slack"))
      log.warn({ skipped }, "slack delivery not understood");
    const arrivals = await beyondDialogs(decoded.arrivals);
    const stored = await store(arrivals);
    if (decoded.arrivals.length > 0 && !stored) return;
    for (const act of decoded.acts) void parts.perform(act);
  }

  /** What is to be stored: a press that opened a dialog says nothing until that is sent. */
  async function beyondDialogs(arrivals: readonly Arrival[]): Promise<Arrival[]> {
    const opened = await Promise.all(
      arrivals.map(async (arrival) => {
        if (arrival.dialog === undefined) return false;
        const event = await complete(arrival);
        if (event?.kind !== "press" || event.addressed === "mention" || event.addressed === "ambient")
          return false;
        const { space, addressed, actor, msgId } = event;
        const place = { space, addressed, ...(msgId === undefined ? {} : { msgId }) };
        return parts.openDialog({ ...arrival.dialog, place, actor });
      }),
    );
    return arrivals.filter((_, index) => !opened[index]);
  }

  /** True when anything was handed in. What one customer does is stored in the order it came, whatever is asked meanwhile. */
  async function store(arrivals: readonly Arrival[]): Promise<boolean> {
    const [first] = arrivals;
    if (!first) return false;
    return inOrder(first.direct?.user ?? first.event.space.id, async () => {
      const found = await Promise.all(arrivals.map(complete));
      const events = found.flatMap((event) => event ?? []);
      if (events.length === 0) return false;
      try {
        const cursor = { name: placesCursor, value: places.note(events) };
        const receipts = await ports.receive({ events, cursor });
        answerStrangers(arrivals, receipts);
      } catch (error) {
        for (const { space } of events) places.hold(space);
        parts.gap();
        throw error;
      }
      return true;
    });
  }

  /** Somebody pressed a button under an answer to another: they are told so, and nobody else sees it. */
  function answerStrangers(arrivals: readonly Arrival[], receipts: readonly Receipt[]): void {
    for (const { event, aside } of arrivals) {
      const ignored = receipts.some(({ key, outcome }) => key === event.key && outcome === "ignored");
      if (!aside || !ignored || event.kind !== "press" || event.space.kind === "dm") continue;
      void parts.perform({ kind: "tell", what: "not-yours", ...aside });
    }
  }

  /** The event as it is handed in; undefined when it is for nobody here. */
  async function complete(arrival: Arrival): Promise<InboundEvent | undefined> {
    const { event, overheard, stranger, direct, aside } = arrival;
    if (overheard && !places.knows(event.space, event.actor.id)) return undefined;
    if (direct) {
      const completed = await inDirect(event, direct);
      if (!completed && aside) void parts.perform({ kind: "tell", what: "closed", ...aside });
      return completed;
    }
    return stranger === undefined
      ? event
      : { ...event, actor: { ...event.actor, ...(await people.of(stranger)) } };
  }

  async function inDirect(
    event: InboundEvent,
    { user, from }: NonNullable<Arrival["direct"]>,
  ): Promise<InboundEvent | undefined> {
    const [id, person] = await Promise.all([
      places.directOf(user) ?? people.directWith(user),
      people.of(user),
    ]);
    const { reply, ...rest } = event;
    if (id === undefined) {
      log.warn({ kind: event.kind }, "slack: no direct message could be opened");
      return undefined;
    }
    const actor = { ...event.actor, ...person };
    const elsewhere = from !== undefined && from !== id;
    const space = { ...event.space, id };
    // A direct message with somebody else is no place of ours either.
    const handle = reply && elsewhere ? { reply } : {};
    return {
      ...rest,
      ...handle,
      actor,
      space,
      addressed: isDirect(from ?? id) && !elsewhere ? "dm" : event.addressed,
    };
  }

  return { take, store: async (arrivals) => void (await store(arrivals)) };
}

/** One thing after the other in each lane; a failure stops nothing behind it. */
function lanes() {
  const tails = new Map<string, Promise<unknown>>();
  return <T>(lane: string, act: () => Promise<T>): Promise<T> => {
    const result = (tails.get(lane) ?? Promise.resolve()).then(act, act);
    const tail = result.catch(() => undefined);
    tails.set(lane, tail);
    void tail.then(() => {
      if (tails.get(lane) === tail) tails.delete(lane);
    });
    return result;
  };
}
