import type { KnowledgeHit } from "../desk/search-knowledge.ts";
import type { SearchPage } from "../store/search.ts";
import type { Snippet } from "../words/snippet.ts";
import type { DeskClient } from "./desk-client.ts";
import { ago, oneLine, show } from "./output.ts";
import { agent, type QueueOptions } from "./queue.ts";

type Found = SearchPage & { knowledge: KnowledgeHit[] };

/** `kefu queue search WORDS`: what was found stands in [brackets]. */
export async function searchCases(
  client: DeskClient,
  words: string,
  options: QueueOptions & { limit: string; cursor?: string },
  now: number,
): Promise<void> {
  const { limit, cursor } = options;
  const query = new URLSearchParams({ q: words, limit, ...(cursor === undefined ? {} : { cursor }) });
  const found = await client.request<Found>({
    method: "GET",
    path: `/api/desk/search?${query}`,
    as: agent(options),
  });
  show(options.json, found, () => [...cases(found, now), ...entries(found)].join("\n"));
}

function cases({ hits, next, total }: Found, now: number): string[] {
  if (hits.length === 0 && next === undefined) return ["No conversation has these words."];
  const lines = hits.map(({ conversation, message, snippet }) => {
    const { reference, customer, lastAt } = conversation;
    const who = message === undefined ? "case" : (message.name ?? message.author);
    const head = `${reference}  ${oneLine(customer.name ?? customer.id, 20)}  ${ago(message?.at ?? lastAt, now)} ago`;
    return `${head}\n  ${who}: ${bracketed(snippet)}`;
  });
  const count = total === undefined ? [] : [`${total.count}${total.more ? "+" : ""} found`];
  return [...count, ...lines, ...(next === undefined ? [] : [`More: --cursor ${next}`])];
}

function entries({ knowledge }: Found): string[] {
  if (knowledge.length === 0) return [];
  return ["", "Answers:", ...knowledge.map(({ topic, locale, title }) => `  ${topic} (${locale})  ${title}`)];
}

function bracketed({ text, marks }: Snippet): string {
  let [line, end] = ["", 0];
  for (const [from, to] of marks) {
    line += `${text.slice(end, from)}[${text.slice(from, to)}]`;
    end = to;
  }
  return line + text.slice(end);
}
