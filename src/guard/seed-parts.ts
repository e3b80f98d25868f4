/** A seed phrase given over several messages: caught in the message that completes it, and in every one after. */
import { type Folded, fold, OPAQUE } from "./fold.ts";
import { commonShare, listedCount } from "./seed-chinese.ts";
import { readsAsSentence } from "./seed-english.ts";
import type { Span } from "./span.ts";
import { latinWords, type Word } from "./words.ts";

/** How many earlier messages are looked at: a 24-word phrase sent word by word. */
const PARTS_REACH = 24;

/** Words people put around a part: "next four words:". */
const AROUND = new Set(
  "my the seed word words phrase next first last second third then and ok okay here is are rest more part ones from".split(
    " ",
  ),
);

/** List words that a customer types alone when talking about a wallet. */
const WALLET_TALK = new Set(
  "token coin cash error balance price phone network update address help problem wrong open start swap fee again cancel add change access account buy sell send real right find wait today exchange market sure thank hello question great good bitcoin trade receive win stay report".split(
    " ",
  ),
);

interface Part {
  words: readonly string[];
  span: Span | undefined;
  /** Whether a seed phrase was already removed from it. */
  removed: boolean;
}

/** The span of the present message's words when they and the earlier messages' words make up a phrase. */
export function seedParts(present: Folded, recent: readonly string[]): Span[] {
  for (const read of [englishPart, chinesePart]) {
    const now = read(present);
    if (!now?.span) continue;
    const earlier = recent
      .slice(-PARTS_REACH)
      .map((text) => read(fold(text.slice(0, 600))))
      .filter((part) => part !== undefined);
    if (earlier.length === 0) continue;
    const words = [...earlier.flatMap((part) => part.words), ...now.words];
    const continues = now.words.length >= 3 && earlier.slice(-3).some((part) => part.removed);
    if (continues || (words.length >= 11 && !ordinary(words))) return [now.span];
  }
  return [];
}

function ordinary(words: readonly string[]): boolean {
  if ((words[0] ?? "").length === 1) return commonShare(words.join("")) > 0.5;
  return readsAsSentence(words) || words.filter((word) => WALLET_TALK.has(word)).length > words.length * 0.3;
}

function englishPart(message: Folded): Part | undefined {
  const removed = message.text.includes(OPAQUE);
  const words = latinWords(message.lower).filter((word) => !AROUND.has(word.text));
  const listed = words.filter((word) => word.rank === "listed" || word.rank === "near");
  const letters = message.lower.match(/\p{L}/gu)?.length ?? 0;
  const theirs = listed.reduce((sum, word) => sum + word.text.length, 0);
  const sentence = words.some((word) => word.rank === "plain");
  const mostly =
    !sentence &&
    listed.length >= words.length * 0.75 &&
    theirs >= letters * 0.4 &&
    exact(listed) >= listed.length * 0.7;
  if (listed.length === 0 || !mostly) return removed ? { words: [], span: undefined, removed } : undefined;
  const [head, tail] = [listed[0], listed.at(-1)];
  const span: Span | undefined =
    head && tail ? { start: head.start, end: tail.end, kind: "seed-phrase" } : undefined;
  return { words: listed.map((word) => word.text), span, removed };
}

function exact(words: readonly Word[]): number {
  return words.filter((word) => word.rank === "listed").length;
}

function chinesePart(message: Folded): Part | undefined {
  const removed = message.text.includes(OPAQUE);
  const singles = [...message.lower.matchAll(/(?<![\u4E00-\u9FFF])[\u4E00-\u9FFF](?![\u4E00-\u9FFF])/g)];
  const text = singles.map((match) => match[0]).join("");
  const others = (message.lower.match(/\p{L}/gu)?.length ?? 0) - singles.length;
  if (text.length === 0 || others > 8 || listedCount(text) < text.length * 0.8) {
    return removed ? { words: [], span: undefined, removed } : undefined;
  }
  const [head, tail] = [singles[0], singles.at(-1)];
  const span: Span | undefined =
    head && tail ? { start: head.index, end: tail.index + 1, kind: "seed-phrase" } : undefined;
  return { words: [...text], span, removed };
}
