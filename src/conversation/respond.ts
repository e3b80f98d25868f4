import { humanOffer } from "./answers.ts";
import type { CustomerWrote } from "./events.ts";
import { takeFile } from "./forms.ts";
import { handOff, passOn } from "./handoff.ts";
import { care, emergency, exposesFunds, speaksOfDying, warnOfSecret } from "./safety.ts";
import { onlyDetails, withoutMarks } from "./slots.ts";
import { because, notice, reply, type Turn } from "./turn.ts";
import { askWhichItWas, whileWaiting } from "./while-waiting.ts";
import { withBot } from "./with-bot.ts";

/** Files without words within this time of the last belong to the same album. */
const ALBUM_MS = 60_000;

/** What a customer's message leads to. The order is the order of concern: safety, people, forms, answers. */
export function respond(turn: Turn, event: CustomerWrote): void {
  if (event.found.length > 0 && secretIsAll(turn, event)) return;
  if (turn.conversation.owner.kind === "agent") {
    withAgent(turn, event);
    return;
  }
  if (speaksOfDying(event.text)) {
    care(turn);
    return;
  }
  if (event.urgency === "urgent" && event.match !== undefined && isNews(turn, event)) {
    emergency(turn, event);
    return;
  }
  if (event.flood !== "ok") {
    flooded(turn, event);
    return;
  }
  const waits = turn.conversation.owner.kind === "queue";
  if (event.late || event.match === undefined) {
    if (waits) passOn(turn);
    else handOff(turn, "bot-late", event.urgency);
  } else if (event.text.trim() === "") {
    filesAlone(turn, event);
  } else if (waits) {
    whileWaiting(turn, event, event.match);
  } else {
    withBot(turn, event, event.match);
  }
}

/** Warns of a pasted secret. True when there is nothing else to answer. */
function secretIsAll(turn: Turn, event: CustomerWrote): boolean {
  const { dialogue, owner } = turn.conversation;
  const exposed = exposesFunds(event.found);
  if (event.flood === "quiet" && dialogue.secretWarnings > 0) because(turn, "secret-again");
  else warnOfSecret(turn, event.found);
  if (dialogue.form?.asking !== undefined && !dialogue.form.paused) turn.asks = dialogue.form.asking;
  return exposed || owner.kind === "agent" || (withoutMarks(event.text) === "" && event.files.length === 0);
}

/** An agent owns: the bot is silent. The case is remembered as urgent where it became so. */
function withAgent(turn: Turn, event: CustomerWrote): void {
  if (event.urgency === "urgent" || speaksOfDying(event.text)) handOff(turn, "urgent", "urgent");
  because(turn, "agent-owns");
  if (event.ambiguousHash && event.flood === "ok") askWhichItWas(turn);
}

/** Not what is known as urgent already, and not the bare details that were asked for, whatever they resemble. */
function isNews(turn: Turn, event: CustomerWrote): boolean {
  const { owner } = turn.conversation;
  if (owner.kind === "queue" && owner.priority === "urgent") return false;
  return !onlyDetails(event.text);
}

/** Too much at once: nothing is answered but the wish for a person, and once the request to wait. */
function flooded(turn: Turn, event: CustomerWrote): void {
  if (event.match?.human.wished && turn.conversation.owner.kind === "bot") {
    handOff(turn, "wish", event.urgency);
    return;
  }
  because(turn, `flood-${event.flood}`);
  if (event.flood === "notice") notice(turn, turn.phrases.slowDown);
}

function filesAlone(turn: Turn, event: CustomerWrote): void {
  const { dialogue, owner } = turn.conversation;
  if (event.files.length > 0 && takeFile(turn, "")) return;
  if (owner.kind === "queue") {
    passOn(turn);
    return;
  }
  const album = dialogue.filesAt !== undefined && event.at - dialogue.filesAt < ALBUM_MS;
  dialogue.filesAt = event.at;
  if (album) {
    because(turn, "more-of-the-album");
    return;
  }
  dialogue.misses += 1;
  if (dialogue.misses >= 2) {
    handOff(turn, "file-without-words", "normal");
  } else {
    because(turn, "file-without-words");
    if (dialogue.form?.asking !== undefined && !dialogue.form.paused) turn.asks = dialogue.form.asking;
    reply(turn, turn.phrases.fileWithoutWords, [humanOffer(turn)]);
  }
}
