import { describe, expect, it } from "vitest";
import type { InboundEvent } from "../../../src/channel/contract.ts";
import type { Owner } from "../../../src/conversation/state.ts";
import { intentOf, type RoomScene } from "../../../src/rooms/intent.ts";
import { inRoom } from "../../fakes/room.ts";

const MEI = { id: "a1", name: "Mei" };
const mine: Owner = { kind: "agent", agentId: "a1", agentName: "Mei", since: 0 };
const toms: Owner = { kind: "agent", agentId: "a2", agentName: "Tom", since: 0 };
const queue: Owner = { kind: "queue", since: 0, reason: "wish", priority: "normal" };

const at = { at: 1 };
const said = (text: string) => inRoom("mei", "t1", { text }, at);
const command = (name: string, args = "") => inRoom("mei", "t1", { command: name, args }, at);
const press = (token: string) => inRoom("mei", "t1", { press: token }, at);
const picture = inRoom("mei", "t1", { text: "", files: [{ id: "f", kind: "image", name: "a.png" }] }, at);

function scene(owner: Owner, more: Partial<RoomScene> = {}): RoomScene {
  return { agent: MEI, case: { status: "open", owner }, live: false, found: [], ...more };
}

const reply = (text: string, acknowledge = false) => ({ do: "reply", text, files: [], acknowledge });
const refuse = (why: string) => ({ do: "refuse", why });

const rows: [string, InboundEvent, RoomScene, unknown][] = [
  ["text is a note", said("hm"), scene(mine), { do: "note", text: "hm" }],
  [
    "a reply to the customer's message by the owner",
    said("hi"),
    scene(mine, { about: "customer" }),
    reply("hi"),
  ],
  ["a reply to the card is a note", said("hi"), scene(mine, { about: "other" }), { do: "note", text: "hi" }],
  [
    "a reply to several messages is a note, and hinted at",
    said("hi"),
    scene(mine, { about: "transcript" }),
    { do: "note", text: "hi", hint: "transcript" },
  ],
  ["a reply by another", said("hi"), scene(toms, { about: "customer" }), refuse("ownedByOther")],
  ["a reply while it waits", said("hi"), scene(queue, { about: "customer" }), refuse("notYours")],
  [
    "a reply after the end",
    said("hi"),
    { ...scene(mine, { about: "customer" }), case: { status: "resolved", owner: mine } },
    refuse("resolved"),
  ],
  ["any text in reply mode", said("hi"), scene(mine, { live: true }), reply("hi")],
  [
    "another's text in the owner's reply mode",
    said("hi"),
    scene(toms, { live: true }),
    { do: "note", text: "hi" },
  ],
  ["/r", command("r", "hi"), scene(mine), reply("hi")],
  ["/r with !", command("r", "! hi"), scene(mine), reply("hi", true)],
  ["/R in capitals", command("R", "hi"), scene(mine), reply("hi")],
  ["/r with nothing", command("r"), scene(mine), refuse("empty")],
  [
    "/r with a file",
    { ...command("r", "see"), files: [{ id: "f", kind: "document" }] } as InboundEvent,
    scene(mine),
    { ...reply("see"), files: [{ id: "f", kind: "document" }] },
  ],
  ["/r by another", command("r", "hi"), scene(toms), refuse("ownedByOther")],
  [
    "a reply with a secret",
    command("r", "⟦seed⟧"),
    scene(mine, { found: ["seed-phrase"] }),
    refuse("secret"),
  ],
  ["/note in reply mode", command("note", "x"), scene(mine, { live: true }), { do: "note", text: "x" }],
  ["/note with nothing", command("note"), scene(mine), refuse("empty")],
  [
    "a picture whose caption begins with /r",
    inRoom("mei", "t1", { text: "/r see here", files: [{ id: "f", kind: "image" }] }, at),
    scene(mine),
    { ...reply("see here"), files: [{ id: "f", kind: "image" }] },
  ],
  [
    "a picture whose caption begins with /note, in reply mode",
    inRoom("mei", "t1", { text: "/note look", files: [{ id: "f", kind: "image", name: "a.png" }] }, at),
    scene(mine, { live: true }),
    { do: "note", text: "look\n📎 a.png" },
  ],
  ["a picture alone is a note", picture, scene(mine), { do: "note", text: "📎 a.png" }],
  ["/claim", command("claim"), scene(queue), { do: "claim" }],
  ["the claim button", press("claim"), scene(queue), { do: "claim" }],
  ["the button for reply mode", press("live"), scene(mine), { do: "live" }],
  ["reply mode by another", press("live"), scene(toms), refuse("ownedByOther")],
  ["a button of another day", press("x1.0"), scene(mine), refuse("unknownCommand")],
  ["/snooze", command("snooze"), scene(mine), { do: "snooze", ms: 7_200_000 }],
  ["/snooze 30m", command("snooze", "30m"), scene(mine), { do: "snooze", ms: 1_800_000 }],
  ["/snooze 1 day", command("snooze", "1 day"), scene(mine), { do: "snooze", ms: 86_400_000 }],
  ["/snooze 3小时", command("snooze", "3小时"), scene(mine), { do: "snooze", ms: 10_800_000 }],
  ["/snooze for ever", command("snooze", "9999d"), scene(mine), refuse("snooze")],
  ["/snooze soon", command("snooze", "soon"), scene(mine), refuse("snooze")],
  ["a word we do not know", command("dance"), scene(mine), refuse("unknownCommand")],
  ["/help by anybody", command("help"), { live: false, found: [] }, { do: "help" }],
  ["/link by anybody", command("link", "abc"), { live: false, found: [] }, { do: "link", code: "abc" }],
  ["/link alone", command("link"), { live: false, found: [] }, { do: "linkAlone" }],
  [
    "a command where there is no case",
    command("claim"),
    { agent: MEI, live: false, found: [] },
    { do: "notHere" },
  ],
  ["talk where there is no case", said("lunch?"), { agent: MEI, live: false, found: [] }, { do: "ignore" }],
];

describe("what is meant in a staff room", () => {
  it.each(rows)("%s", (_name, event, around, meant) => {
    expect(intentOf(event, around)).toEqual(meant);
  });

  it("of whoever is not linked is never an act, in a case or outside", () => {
    const { agent: _, ...unknown } = scene(mine, { about: "customer", live: true });
    for (const [, event] of rows) {
      const { do: what } = intentOf(event, unknown);
      expect(["unlinked", "help", "link", "linkAlone"]).toContain(what);
    }
    const { case: __, ...outside } = unknown;
    expect(intentOf(said("lunch?"), outside)).toEqual({ do: "ignore" });
  });
});
