import { Redacted } from "../text/redacted.tsx";
import type { Hit } from "./types.ts";

/** An excerpt with what was found marked. `markup`: it is markdown, whose signs are left out. */
export function Marked({ snippet, markup }: { snippet: Hit["snippet"]; markup: boolean }) {
  const { text, marks } = snippet;
  const starts = [0, ...marks.map(([, to]) => to)];
  return (
    <>
      {starts.map((start, index) => {
        const mark = marks[index];
        const between = text.slice(start, mark?.[0]);
        return [
          <Redacted key={`t${start}`} text={markup ? between.replace(SIGNS, "") : between} />,
          mark && <mark key={`m${mark[0]}`}>{text.slice(...mark)}</mark>,
        ];
      })}
    </>
  );
}

const SIGNS = /\*\*|__|`|^#+ /gm;
