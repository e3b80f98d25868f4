import { expect, it } from "vitest";
import { beginTurn, endTurn, notice, reply } from "../../../src/conversation/turn.ts";
import { conversation, wrote } from "./given.ts";

it("says all of the bot's words in one message, before the system's", () => {
  const turn = beginTurn(conversation(), wrote("hi"));
  notice(turn, "A colleague will come.");
  reply(turn, "First this.");
  reply(turn, "Then that.");
  const says = endTurn(turn, "m").actions;
  expect(says).toMatchObject([
    { author: "bot", text: "First this.\n\nThen that.", inReplyTo: "m" },
    { author: "system", text: "A colleague will come.", inReplyTo: "m" },
  ]);
});

it("leaves choices to the last message that has some: two numbered lists would both have a 1", () => {
  const turn = beginTurn(conversation(), wrote("hi"));
  reply(turn, "An answer.", [{ label: "Solved", value: { kind: "helped", topic: "t", yes: true } }]);
  notice(turn, "A colleague will come.", [{ label: "No longer needed", value: { kind: "cancel-human" } }]);
  const { actions, conversation: after } = endTurn(turn, "m");
  expect(actions).toMatchObject([{ choices: [] }, { choices: [{ label: "No longer needed" }] }]);
  expect(after.dialogue.offered.map(({ label }) => label)).toEqual(["No longer needed"]);
});
