import type {
  Alteration,
  Channel,
  Delivery,
  FileRef,
  InboundEvent,
  SendResult,
  Space,
} from "../../src/channel/contract.ts";

/** Two customers, so that what is one's never shows at the other's. */
export type Who = "lin" | "sam";

/** Something a customer did, as the platform knows it. */
export interface Said {
  id: string;
  who: Who;
}

/** A message as a customer sees it. */
export interface Shown {
  /** What is read, markup gone. */
  text: string;
  buttons: string[];
  /** Whom or what it calls or leads to without being asked: people, groups, everyone, channels. */
  calls: string[];
  files: number;
}

/** Ways in which one call to the platform goes wrong. */
export type Trouble =
  /** Posted, and the connection cut before the answer. */
  | "answer lost"
  /** Cut before it was posted. */
  | "cut"
  /** Posted, and answered with a server error. */
  | "server error"
  /** Posted, and never answered. */
  | "silence"
  /** Refused for the pace; the platform asks to wait three seconds. */
  | "flood"
  /** The token is refused. */
  | "auth";

/** What customers and platforms can do, but not all of them. */
export interface Verbs {
  /** The platform hands the same thing over once more. */
  redeliver(said: Said): void | Promise<void>;
  edit(said: Said, text: string): void | Promise<void>;
  remove(said: Said): void | Promise<void>;
  /** Presses the button with this label under the last message shown. */
  press(who: Who, label: string): void | Promise<void>;
  /** A file, with words beside it. */
  attach(who: Who, file: { kind: "image" | "document"; name: string }, text: string): void | Promise<void>;
  /** Calls the bot by name where others read along. */
  mention(who: Who, text: string): void | Promise<void>;
  /** Talks where others read along, not to the bot. */
  chatter(who: Who, text: string): void | Promise<void>;
  /** A command of the platform's own. */
  command(who: Who, name: string): void | Promise<void>;
  /** The customer does not want to hear from us any more. */
  block(who: Who): void | Promise<void>;
  /** A place that is no more. */
  gone(): Space;
  trouble(kind: Trouble): void;
  /** The same for the next change of what was sent. */
  alterTrouble(kind: Trouble): void;
  /** Somebody removes our last message to this customer at the platform. */
  erase(who: Who): void | Promise<void>;
  /** The platform finds what was sent too old to be changed, or removed: it says which. */
  age(): "edit" | "delete";
  /** The platform is not there at all. */
  vanish(): Promise<void>;
  /** A file that the account may send again. */
  file(n: number): FileRef;
}

/** One account before its fake platform, opened anew for every case. */
export interface Stage extends Partial<Verbs> {
  readonly channel: Channel;
  /** Whatever must never be told. */
  readonly secrets: string[];
  /** What was logged. */
  readonly lines: string[];
  begin(): Promise<void>;
  /** Another process takes the account over, with the same core behind it. */
  restart(): Promise<void>;
  /** The core cannot store the next so many batches. */
  refuse(times: number): void;
  /** What the core stored, each once, in order. */
  events(): InboundEvent[];
  say(who: Who, text: string): Said | Promise<Said>;
  /** The customer's space with us. */
  space(who: Who): Space;
  send(delivery: Delivery, signal: AbortSignal): Promise<SendResult>;
  /** A change of what `send` sent. */
  alter(alteration: Alteration, signal: AbortSignal): Promise<SendResult>;
  shown(who: Who): Shown[] | Promise<Shown[]>;
}

/** One channel in the suite: its stage, and why it lacks what it lacks. */
export interface Script {
  name: string;
  stage: Stage;
  absent: Absent;
}

/** What a channel cannot have, with the reason that is shown instead of the case. */
export type Absent = Partial<Record<keyof Verbs | Ability, string>>;

/** What follows from a channel's capabilities. */
export type Ability = "lookup" | "caption" | "buttons" | "typing";
