import type {
  Alteration,
  Capabilities,
  Channel,
  ChannelPorts,
  Delivery,
  InboundEvent,
  Receipt,
  SendResult,
} from "../../src/channel/contract.ts";
import type { StaffRoom } from "../../src/channel/staff.ts";

/** How the fake platform takes one call. `hang` never answers; `deaf` does not even heed its signal. */
type Script =
  | SendResult
  | "sent"
  | "hang"
  | "deaf"
  | "throw"
  | ((delivery: Delivery, signal: AbortSignal) => Promise<SendResult>);

export interface FakeChannel extends Channel {
  /** Every call, in the order it was made. */
  readonly calls: Delivery[];
  /** What the platform took, in order. */
  readonly posted: Delivery[];
  /** Changes the platform made, in order. */
  readonly altered: Alteration[];
  /** Spaces in which somebody was shown to be writing. */
  readonly typed: string[];
  /** The next calls, in order; then everything is sent. */
  script(...steps: Script[]): void;
  /** What all calls without a script of their own do. */
  otherwise(step: Script): void;
  ports(): ChannelPorts;
  /** A customer writes; rejects as the door rejects. */
  hears(...events: InboundEvent[]): Promise<Receipt[]>;
  readonly started: boolean;
}

export interface FakeOptions {
  account?: string;
  capabilities?: Partial<Capabilities>;
  uncertain?: "resend" | "hold";
  lookup?: Channel["lookup"];
  staff?: StaffRoom;
}

const CAPABILITIES: Capabilities = {
  text: { limit: 4096, unit: "utf16", counts: "visible" },
  caption: 1024,
  buttons: 10,
  buttonLabel: 60,
  files: 10,
  edits: true,
  deletes: true,
  typing: true,
  idempotent: false,
};

/** A channel whose platform does what the test says, and remembers what it was asked. */
export function fakeChannel(options: FakeOptions = {}): FakeChannel {
  const calls: Delivery[] = [];
  const posted: Delivery[] = [];
  const altered: Alteration[] = [];
  const typed: string[] = [];
  const steps: Script[] = [];
  let rest: Script = "sent";
  let ports: ChannelPorts | undefined;
  let state: "starting" | "up" | "stopped" = "starting";
  const open = (): ChannelPorts => {
    if (ports === undefined) throw new Error("the channel has not started");
    return ports;
  };
  return {
    account: options.account ?? "fake:1",
    capabilities: { ...CAPABILITIES, ...options.capabilities },
    ...(options.uncertain === undefined ? {} : { uncertain: options.uncertain }),
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
    ...(options.staff === undefined ? {} : { staff: options.staff }),
    calls,
    posted,
    altered,
    typed,
    async typing(space) {
      typed.push(space.id);
    },
    script: (...more) => void steps.push(...more),
    otherwise: (step) => {
      rest = step;
    },
    ports: open,
    hears: (...events) => open().receive({ events }),
    get started() {
      return state === "up";
    },
    async start(given) {
      ports = given;
      state = "up";
    },
    async send(delivery, signal) {
      calls.push(delivery);
      const result = await play(steps.shift() ?? rest, delivery, signal, posted.length);
      if (result.outcome === "sent") posted.push(delivery);
      return result;
    },
    async alter(alteration, signal) {
      calls.push(alteration);
      const result = await play(steps.shift() ?? rest, alteration, signal, posted.length);
      if (result.outcome === "sent") altered.push(alteration);
      return result;
    },
    health: () => ({ state }),
    async stop() {
      state = "stopped";
    },
    async close() {},
  };
}

async function play(step: Script, delivery: Delivery, signal: AbortSignal, n: number): Promise<SendResult> {
  if (typeof step === "function") return step(delivery, signal);
  if (step === "sent") return { outcome: "sent", ids: [`p${n}`] };
  if (step === "throw") throw new Error("the adapter broke its promise");
  if (step === "deaf") return new Promise(() => {});
  if (step === "hang") {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ outcome: "unknown", detail: "no answer" }));
    });
  }
  return step;
}

let number = 0;

/** A message of a customer. Every one has a key of its own unless the test gives one. */
export function wrote(
  text: string,
  fields: Partial<InboundEvent> & { at: number; who?: string },
): InboundEvent {
  number += 1;
  const { who = "lin", ...rest } = fields;
  return {
    kind: "message",
    key: `k${number}`,
    msgId: `m${number}`,
    text,
    files: [],
    space: { id: who, kind: "dm" },
    actor: { id: who, name: who },
    addressed: "dm",
    ...rest,
  } as InboundEvent;
}
