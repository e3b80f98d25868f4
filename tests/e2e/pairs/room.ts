import type { Sent } from "./customer.ts";
import type { Platforms, Shown } from "./shown.ts";

/** Who is in the room: Mei and Tom work the desk, Eve is not linked to it. */
export type Member = "mei" | "tom" | "eve";

/** A staff room, with the hands of those who are in it. Threads and messages are named by the platform's own ids. */
export interface Room {
  /** Settings of the program that names this room. */
  env: Record<string, string>;
  /** Writes to the bot in a direct message. */
  tells(who: Member, text: string): void;
  /** What the bot told them there. */
  told(who: Member): string[];
  /** Threads of the room, with the titles they are listed under. */
  threads(): { id: string; title: string; putAway?: boolean }[];
  /** What the program wrote in a thread, as it stands now: the card first. */
  shown(thread: string): Shown[];
  until(what: string, look: () => boolean): Promise<void>;
  press(who: Member, thread: string, label: string): void;
  /** Words among the staff; gives the message's id. */
  remarks(who: Member, thread: string, text: string): string;
  /** Words under a post, meant for the customer whose post it is. */
  answers(who: Member, thread: string, post: Shown, text: string): Promise<string>;
  /** The command that sends words, `/r` or what the platform has in its place. */
  says(who: Member, thread: string, text: string): void;
  /** Plain words while reply mode is on. */
  speaks(who: Member, thread: string, text: string): string;
  command(who: Member, thread: string, name: string, args?: string): void;
  /** A file with words for the customer. */
  sends(who: Member, thread: string, post: Shown, file: Sent, text: string): void;
  /** How somebody's message was marked: whether the customer has it. */
  mark(thread: string, message: string): "sent" | "failed" | undefined;
}

export type RoomOn = (platforms: Platforms) => Room;
