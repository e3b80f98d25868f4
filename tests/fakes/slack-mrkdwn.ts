const ENTITY = /&(?!amp;|lt;|gt;)/;

/**
 * Whom or what a text of Slack's calls (`<@U1>`, `<!here>`, `<#C1>`), and what in it is no sound markup: a bracket that
 * neither opens a link nor is written as an entity.
 */
export function readMrkdwn(source: string): { calls: string[]; faults: string[] } {
  const calls: string[] = [];
  const rest = source.replace(/<([^<>\n]*)>/g, (whole, inner: string) => {
    if (!/^(?:https?:|mailto:)/.test(inner)) calls.push(whole);
    return "";
  });
  const faults: string[] = [];
  if (rest.includes("<")) faults.push("a bracket that closes nowhere");
  // At the beginning of a line, or of an item of a list, it is a quotation.
  if (/>/.test(rest.replace(/^(?:\s*(?:>|•|\d+\.) ?)+/gm, ""))) faults.push("a bracket that opens nowhere");
  if (ENTITY.test(source)) faults.push("an ampersand that is none of Slack's entities");
  return { calls, faults };
}
