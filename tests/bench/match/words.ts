const RUN = /[\p{L}\p{N}]+/gu;
const HAN_OR_NOT = /\p{Script=Han}+|[^\p{Script=Han}]+/gu;

/**
 * The words of a text for systems that know none in Chinese, which write it without spaces: runs of letters and digits
 * in lower case, and of each run of Han characters every two neighbours (one alone stays one).
 */
export function wordsOf(text: string): string[] {
  return (text.normalize("NFKC").toLowerCase().match(RUN) ?? []).flatMap((run) =>
    (run.match(HAN_OR_NOT) ?? []).flatMap((part) => (/\p{Script=Han}/u.test(part) ? pairs(part) : [part])),
  );
}

function pairs(han: string): string[] {
  const characters = [...han];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((second, i) => `${characters[i]}${second}`);
}
