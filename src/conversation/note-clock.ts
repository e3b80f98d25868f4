import { deskTimeOf } from "../hours/desk-times.ts";
import type { Turn } from "./turn.ts";

/** Sets the clock of the next note, in the desk's hours. */
export function setQueueNote(turn: Turn): void {
  const { event, conversation } = turn;
  const every = event.times?.noteEveryMs ?? 0;
  if (event.times === undefined || every <= 0) return;
  const wait = every * 2 ** (conversation.dialogue.queueNotes ?? 0);
  const at = deskTimeOf(event.times).clock.add(event.at, wait);
  if (at !== undefined) turn.actions.push({ type: "set-timer", name: "queue-note", at });
}
