/** Where things stand in the files of a knowledge folder, for messages that an editor turns into a link. */
export interface Places {
  /** Line on which the answer of an entry begins; 1 when the file is not known. */
  bodyLine(file: string): number;
  /** First line that is this text, white space at its ends left out; 0 when there is none. */
  lineOf(file: string, text: string): number;
}

/** Knows no file. */
export const NOWHERE: Places = { bodyLine: () => 1, lineOf: () => 0 };

/** Looks into a file only when it is asked about it, and then once. */
export function placesIn(files: readonly { path: string; text: string }[]): Places {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const known = new Map<string, Map<string, number>>();
  const linesOf = (file: string): string[] => (texts.get(file) ?? "").split("\n").map((line) => line.trim());
  return {
    bodyLine(file) {
      const lines = linesOf(file);
      const end = lines.indexOf("---", 1);
      const first = lines.findIndex((line, index) => index > end && line !== "");
      return Math.max(first, end, 0) + 1;
    },
    lineOf(file, text) {
      const numbers = known.get(file) ?? numbered(linesOf(file));
      known.set(file, numbers);
      return numbers.get(text.trim()) ?? 0;
    },
  };
}

function numbered(lines: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  lines.forEach((line, index) => {
    if (!numbers.has(line)) numbers.set(line, index + 1);
  });
  return numbers;
}
