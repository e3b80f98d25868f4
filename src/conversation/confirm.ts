import { menuButton, miss } from "./answers.ts";
import { choose } from "./choices.ts";
import { handOff } from "./handoff.ts";
import type { ChoiceValue } from "./state.ts";
import { reply, type Turn } from "./turn.ts";

/** "Yes, send it": not "yes, that helped". */
const SEND = /提交|发送|發送|发吧|發吧|转给|轉給|\b(?:send|submit)\b/iu;
const BEGINS = new Set(["start", "submit", "resume"]);
const NO = /^\s*(?:不|没|沒|否|还|還|no|nope|nah|not|still)/iu;

/** A bare "yes" or "no": it answers what the last message of ours asked. */
export function confirm(turn: Turn, text: string): void {
  const { offered, unhelped } = turn.conversation.dialogue;
  const yes = !NO.test(text);
  const find = (is: (value: ChoiceValue) => boolean) => offered.find(({ value }) => is(value));
  const meant =
    find((value) => value.kind === "helped" && value.yes === yes) ??
    find(
      (value) =>
        value.kind === "form" &&
        (yes ? value.act !== "cancel" && value.act !== "skip" : value.act === "cancel"),
    );
  const form = SEND.test(text) ? find((value) => value.kind === "form" && BEGINS.has(value.act)) : undefined;
  if (yes && form !== undefined) choose(turn, form.value);
  else if (meant !== undefined) choose(turn, meant.value);
  else if (!yes && find((value) => value.kind === "none-of-these") !== undefined) miss(turn);
  else if (yes && unhelped > 0 && offered[0]?.value.kind === "human") handOff(turn, "wish", "normal");
  else reply(turn, yes ? turn.phrases.confirmNothing : turn.phrases.greetingAgain, [menuButton(turn)]);
}
