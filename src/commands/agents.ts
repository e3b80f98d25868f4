import type { Agent } from "../store/store.ts";
import type { DeskClient } from "./desk-client.ts";
import { show, table } from "./output.ts";

/** `kefu agents add EMAIL`: prints a program key, or a first password, once. */
export async function addAgent(
  client: DeskClient,
  email: string,
  options: { name?: string; admin?: boolean; key?: boolean; json?: boolean },
): Promise<void> {
  const added = await client.request<{ agent: Agent; key?: string; password?: string }>({
    method: "POST",
    path: "/local/agents",
    body: {
      email,
      ...(options.admin ? { role: "admin" } : {}),
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.key ? { key: true } : {}),
    },
  });
  show(options.json, added, () =>
    [
      `${added.agent.email} can work the queue now (${added.agent.role}).`,
      ...(added.key === undefined ? [] : [`Program key, shown this once: ${added.key}`]),
      ...(added.password === undefined ? [] : [`First password, shown this once: ${added.password}`]),
    ].join("\n"),
  );
}

/** `kefu agents list`. */
export async function listAgents(client: DeskClient, options: { json?: boolean }): Promise<void> {
  const { agents } = await client.request<{ agents: Agent[] }>({ method: "GET", path: "/local/agents" });
  show(options.json, agents, () =>
    agents.length === 0
      ? "There are no agents yet. Add one with `kefu agents add EMAIL`."
      : table([
          ["EMAIL", "NAME", "ROLE", "STATE"],
          ...agents.map((agent) => [
            agent.email,
            agent.name,
            agent.role,
            agent.disabledAt === undefined ? "active" : "disabled",
          ]),
        ]),
  );
}

/** `kefu agents disable|enable|reset EMAIL`. */
export async function changeAgent(
  client: DeskClient,
  act: "disable" | "enable" | "reset",
  email: string,
  options: { json?: boolean },
): Promise<void> {
  const changed = await client.request<{ agent: Agent; password?: string }>({
    method: "POST",
    path: `/local/agents/${encodeURIComponent(email)}/${act}`,
    body: {},
  });
  const done = {
    disable: "is disabled; sessions and keys have ended",
    enable: "is active again",
    reset: "has a new password",
  };
  show(options.json, changed, () =>
    [
      `${changed.agent.email} ${done[act]}.`,
      ...(changed.password === undefined ? [] : [`Password, shown this once: ${changed.password}`]),
    ].join("\n"),
  );
}
