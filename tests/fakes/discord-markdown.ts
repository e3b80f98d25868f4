/** What Discord makes a call, an invitation to a channel or a picture of, wherever it stands unescaped. */
const CALLS = /@(?:everyone|here)|<(?:@[!&]?\d+|#\d+|\/[^<>]+:\d+|a?:\w+:\d+|t:-?\d+[^<>]*|id:\w+)>/g;

/** Escapes, code, links and emphasis, in the order Discord looks for them. */
const MARKUP =
  /\\([^\w\s])|```(?:[\w+#-]+\n)?([\s\S]*?)```|``([\s\S]*?)``(?!`)|`([^`]+)`|\[((?:\\.|[^\]\\])+)\]\(<?(https?:[^)>\s]*)>?\)|<(https?:[^<>\s]+)>|\*\*|~~|\*|_|\|\||^(?:> |#{1,3} )/gm;

/** Reads a message the way Discord shows it: the words, and whom or what they call. */
export function readDiscord(content: string): { text: string; calls: string[] } {
  const text = content.replace(
    MARKUP,
    (
      _,
      sign?: string,
      fence?: string,
      twice?: string,
      code?: string,
      label?: string,
      __?: string,
      url?: string,
    ) =>
      sign ??
      fence ??
      twice ??
      code ??
      (label === undefined ? undefined : readDiscord(label).text) ??
      url ??
      "",
  );
  return { text, calls: [...content.matchAll(CALLS)].map(([call]) => call) };
}
