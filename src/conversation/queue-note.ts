import { deskTimeOf } from "../hours/desk-times.ts";
import { cancelOffer } from "./handoff.ts";
import { waitWords } from "./line.ts";
import { setQueueNote } from "./note-clock.ts";
import { because, notice, type Turn } from "./turn.ts";

/** Whoever still waits in the queue is told so, at twice the distance each time; the first reply ends it. */
export function noteStillWaiting(turn: Turn): void {
  const { conversation, phrases, event } = turn;
  const { owner, status, dialogue } = conversation;
  if (owner.kind !== "queue" || status !== "open") {
    because(turn, "no-longer-waiting");
    return;
  }
  because(turn, "still-waiting");
  dialogue.queueNotes = (dialogue.queueNotes ?? 0) + 1;
  if (event.times !== undefined && deskTimeOf(event.times).clock.isOpen(event.at)) {
    const words = [phrases.time.stillWaiting, waitWords(turn, owner.priority)];
    notice(turn, words.filter(Boolean).join(phrases.time.space), [cancelOffer(turn)]);
  }
  setQueueNote(turn);
}
