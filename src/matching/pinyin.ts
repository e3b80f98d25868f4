import { SOUNDS } from "./pinyin-table.ts";

/** The sound of a simplified character, tones left out; undefined for rare ones. */
export function soundOf(character: string): string | undefined {
  return BY_CHARACTER.get(character);
}

/** The characters of a sound, the frequent ones first; none for what is no sound of Mandarin. */
export function charactersOf(sound: string): readonly string[] {
  return BY_SOUND.get(sound) ?? [];
}

const LONGEST_SOUND = 6;

/** A Latin word cut into sounds, as few as will do ("zhuanzhang" → zhuan, zhang); undefined where it is not made of them. */
export function soundsOf(word: string): string[] | undefined {
  const upTo: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end++) {
    for (let start = Math.max(0, end - LONGEST_SOUND); start < end; start++) {
      const before = upTo[start];
      const sound = word.slice(start, end);
      if (!before || !BY_SOUND.has(sound)) continue;
      if (before.length + 1 < (upTo[end]?.length ?? Number.POSITIVE_INFINITY)) upTo[end] = [...before, sound];
    }
  }
  return upTo[word.length];
}

const BY_SOUND = new Map(
  [...SOUNDS.matchAll(/([a-z]+)(\p{Script=Han}+)/gu)].map(([, sound = "", characters = ""]) => [
    sound,
    [...characters],
  ]),
);

const BY_CHARACTER = new Map(
  [...BY_SOUND].flatMap(([sound, characters]) => characters.map((character) => [character, sound] as const)),
);
