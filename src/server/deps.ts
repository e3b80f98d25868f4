import type { Channel } from "../channel/contract.ts";
import type { Accounts } from "../desk/accounts.ts";
import type { Ladder } from "../desk/alert-ladder.ts";
import type { Availability } from "../desk/availability.ts";
import type { DeskFiles } from "../desk/files.ts";
import type { Live } from "../desk/live.ts";
import type { Presence } from "../desk/presence.ts";
import type { Retention } from "../desk/retention.ts";
import type { DeskAction, DeskUser } from "../desk/roles.ts";
import type { Dispatch } from "../dispatch/dispatch.ts";
import type { OutboundCheck } from "../guard/outbound.ts";
import type { Knowledge } from "../knowledge/entry.ts";
import type { Log } from "../log.ts";
import type { Agent, Store } from "../store/store.ts";
import type { Door } from "./audit.ts";
import type { TrustProxy } from "./client-ip.ts";
import type { Count } from "./metrics.ts";

/** A repeating timer; returns the stop. */
export type Every = (ms: number, tick: () => void) => () => void;

/** All the server stands on. It reads no setting and opens nothing by itself. */
export interface ServerDeps {
  store: Store;
  dispatch: Dispatch;
  accounts: Accounts;
  /** What agents upload to be sent. */
  files: DeskFiles;
  /** Who takes cases now. */
  availability: Availability;
  /** Who looks at which conversation. */
  presence: Presence;
  /** What open feeds are told in passing. */
  live: Live;
  /** What the bot answers from, as it is now. */
  knowledge(): Knowledge;
  /** What no reply may say without being stopped first. */
  check(text: string): OutboundCheck;
  /** Replaces secrets in a text by marks. */
  redact(text: string): string;
  /** The channels of this moment; their routes are looked up on each request. */
  channels(): readonly Channel[];
  /** Where the build put the pages. */
  pagesFolder: string;
  tenantName: string;
  /** IANA zone of the desk's days, for reports that name none; UTC without it. */
  timeZone?: string | undefined;
  /** The address the world reaches us at, when it is known. */
  publicUrl?: string | undefined;
  trustProxy?: TrustProxy | undefined;
  now(): number;
  log: Log;
  version: string;
  /** A real timer where nothing else is given. */
  every?: Every | undefined;
  /** When each rung of an alert comes; the usual ladder when left out. */
  ladder?: Ladder | undefined;
  /** How the calling of people is, for `/readyz`. */
  calling?: ((now: number) => Promise<Calling>) | undefined;
  /** A webhook was put back by hand. */
  wakeWebhooks?: (() => void) | undefined;
  /** What is kept for how long; absent where nothing is erased by itself. */
  retention?: Retention | undefined;
  /** Further figures for `/metrics`. */
  counts?: (() => Count[]) | undefined;
}

/** Parts that call people: each has its state and, where something is to be done, says what. */
export type Calling = Record<string, { state: "off" | "ok" | "degraded"; detail?: string }>;

/** What a listener tells of a request; nothing, for calls in process. */
interface Peer {
  incoming?: { socket: { remoteAddress?: string | undefined } };
}

/** What a request carries through the routes of the desk. */
export interface DeskEnv {
  Bindings: Peer;
  Variables: {
    /** With the role they have in this call: a key may have a lower one. */
    agent: Agent;
    via: DeskUser["via"];
    /** The token of the session, where they came in by one. */
    token?: string;
    /** What the route does, and the id of what it does it to: for the audit log. */
    action?: DeskAction | Door;
    target?: string;
    /** The code of the refusal that was answered. */
    refused?: string;
    /** Would who came in by this call be let in again? Streams ask while they last. */
    stillIn(): Promise<boolean>;
  };
}

/** An application that is called by request, over a listener or in process. */
export interface Served {
  request(path: string, init?: RequestInit, peer?: Peer): Promise<Response>;
  fetch(request: Request, peer?: Peer): Promise<Response>;
  /** Ends every open stream and refuses new ones: clients come back with the last id they saw. */
  endStreams(): void;
}
