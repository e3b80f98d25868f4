import type { SearchRequest } from "../search.ts";
import { VIEWS } from "./desk.ts";

/** What a request asks of a conversation `c`, as SQL made of fixed words; the values are bound. */
export interface CaseFilter {
  sql: string;
  values: Record<string, string | number>;
  /** An index leads to the conversations of this filter: few of them are found fast. */
  indexed: boolean;
}

export function caseFilter(request: SearchRequest): CaseFilter {
  const { view = "all", owner, account, locale, agentId } = request;
  const parts = view === "all" ? [] : [VIEWS[view].replace(/\bmessages\b/g, "c.messages")];
  if (owner === "bot" || owner === "queue") parts.push("c.owner = @owner");
  else if (owner !== undefined) parts.push("c.owner = 'agent' AND c.agent_id = @owner");
  const indexed = parts.length > 0;
  if (account !== undefined) parts.push("c.account = @account");
  if (locale !== undefined) parts.push("c.state ->> '$.locale' = @locale");
  const values = { agentId, owner: owner ?? "", account: account ?? "", locale: locale ?? "" };
  return { sql: parts.map((part) => `(${part})`).join(" AND "), values, indexed };
}
