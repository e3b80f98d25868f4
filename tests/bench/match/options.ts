import { parseArgs } from "node:util";

/** A set to measure on, as the command line names it. */
export interface GivenSet {
  /** Column of the table. Sets of one name are draws of one set: their figures are averaged. */
  name: string;
  /** What is learned: lines of a question set, or a knowledge base. */
  from: { train: string } | { knowledge: string };
  test: string;
}

export interface Options {
  /** Folder with the files of BANKING77; undefined when only the given sets are wanted. */
  data: string | undefined;
  sets: GivenSet[];
  /** Names of the systems to run; all when left out. */
  only: string[] | undefined;
  quick: boolean;
  markdown: boolean;
}

export const USAGE = `npm run bench:match -- [options]
  --data FOLDER        BANKING77: banking77.{5shot.s1,10shot.s1,10shot.s2}.train.jsonl, banking77.{train,test}.jsonl
                       (../shared/eval when neither this nor a set of one's own is given)
  --train FILE         a set of one's own: JSONL lines {"text", "label"} to learn,
    or --knowledge FOLDER  or a knowledge base,
    --test FILE        and questions in the format of \`kefu eval\`
    --name NAME        its column; sets of one name are averaged
  --only NAME,…        kefu, nlp.js, minisearch, fts5, fuse
  --quick              a minute: few questions to slow systems, and nothing large is learned
  --markdown           tables for a page`;

/** Reads the command line. Throws with a message that says what is wrong with it. */
export function readOptions(args: readonly string[], fallback: string): Options {
  const { values, tokens } = parseArgs({
    args: [...args],
    tokens: true,
    options: {
      data: { type: "string" },
      train: { type: "string", multiple: true },
      knowledge: { type: "string", multiple: true },
      test: { type: "string", multiple: true },
      name: { type: "string", multiple: true },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
    },
  });
  const sets = setsOf(tokens.flatMap((token) => (token.kind === "option" ? [token] : [])));
  return {
    data: values.data ?? (sets.length === 0 ? fallback : undefined),
    sets,
    only: values.only?.split(","),
    quick: values.quick,
    markdown: values.markdown,
  };
}

/** The order tells which options belong together: --train or --knowledge opens a set. */
function setsOf(options: readonly { name: string; value?: string | undefined }[]): GivenSet[] {
  const open: Partial<GivenSet>[] = [];
  for (const { name, value = "" } of options) {
    if (name === "train") open.push({ from: { train: value } });
    if (name === "knowledge") open.push({ from: { knowledge: value } });
    if (name !== "test" && name !== "name") continue;
    const last = open.at(-1);
    if (!last) throw new Error(`--${name} follows the --train or --knowledge that it goes with.`);
    last[name] = value;
  }
  return open.map(({ from, test, name = test }) => {
    if (!from || !test || !name) throw new Error("Each --train or --knowledge needs a --test FILE.");
    return { from, test, name };
  });
}
