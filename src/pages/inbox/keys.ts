/** Everything a key can do. */
export type Command =
  | "next"
  | "previous"
  | "open"
  | "claim"
  | "reply"
  | "note"
  | "resolve"
  | "resolve-next"
  | "snooze"
  | "transfer"
  | "release"
  | "return"
  | "search"
  | "filter"
  | "help"
  | "tags"
  | "details"
  | "back"
  | "go-mine"
  | "go-queue"
  | "go-waiting"
  | "go-snoozed"
  | "go-bot"
  | "go-resolved";

const SINGLE: Record<string, Command> = {
  j: "next",
  k: "previous",
  ArrowDown: "next",
  ArrowUp: "previous",
  Enter: "open",
  c: "claim",
  r: "reply",
  n: "note",
  e: "resolve",
  E: "resolve-next",
  z: "snooze",
  t: "transfer",
  u: "release",
  b: "return",
  l: "tags",
  i: "details",
  s: "search",
  "/": "filter",
  "?": "help",
  Escape: "back",
};

const AFTER_G: Record<string, Command> = {
  m: "go-mine",
  q: "go-queue",
  w: "go-waiting",
  s: "go-snoozed",
  b: "go-bot",
  r: "go-resolved",
};

/** The keys of the help sheet, in its order. */
export const SHEET: readonly [Command, readonly string[]][] = [
  ["next", ["J"]],
  ["previous", ["K"]],
  ["open", ["Enter"]],
  ["back", ["Esc"]],
  ["search", ["S"]],
  ["filter", ["/"]],
  ["claim", ["C"]],
  ["reply", ["R"]],
  ["note", ["N"]],
  ["resolve", ["E"]],
  ["resolve-next", ["Shift", "E"]],
  ["snooze", ["Z"]],
  ["transfer", ["T"]],
  ["release", ["U"]],
  ["return", ["B"]],
  ["tags", ["L"]],
  ["details", ["I"]],
  ["help", ["?"]],
  ["go-mine", ["G", "M"]],
  ["go-queue", ["G", "Q"]],
  ["go-waiting", ["G", "W"]],
  ["go-snoozed", ["G", "S"]],
  ["go-bot", ["G", "B"]],
  ["go-resolved", ["G", "R"]],
];

export interface Press {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** The second key of "g then q" counts for this long. */
const CHORD_MS = 1_500;

/** Reads presses one after the other. `typing`: the focus is where text goes, and only Escape means something. */
export function keyReader(): (press: Press, where: { typing: boolean; at: number }) => Command | undefined {
  let chordUntil = 0;
  return (press, { typing, at }) => {
    if (press.isComposing || press.keyCode === 229) return undefined;
    if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
    if (typing) return press.key === "Escape" ? "back" : undefined;
    const key = keyOf(press);
    const chord = at < chordUntil;
    chordUntil = 0;
    if (chord) return AFTER_G[key.toLowerCase()];
    if (key === "g") {
      chordUntil = at + CHORD_MS;
      return undefined;
    }
    return SINGLE[key];
  };
}

/** The key as a Latin keyboard has it: on others the place of the key decides. */
function keyOf({ key, code, shiftKey }: Press): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (key.length !== 1 || letter === undefined || key.charCodeAt(0) < 128) return key;
  return shiftKey ? letter : letter.toLowerCase();
}
