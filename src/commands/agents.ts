import type { AuditEntry } from "../store/access.ts";
import type { Agent } from "../store/store.ts";
import type { DeskClient } from "./desk-client.ts";
import { show, table } from "./output.ts";

/** `kefu agents add EMAIL`: prints a program key, or a first password, once. */
export async function addAgent(
  client: DeskClient,
  email: string,
  options: { name?: string; role?: string; admin?: boolean; key?: boolean; json?: boolean },
): Promise<void> {
  const added = await client.request<{ agent: Agent; key?: string; password?: string }>({
    method: "POST",
    path: "/local/agents",
    body: {
      email,
      ...(options.admin ? { role: "admin" } : {}),
      ...(options.role === undefined ? {} : { role: options.role }),
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
          ["EMAIL", "NAME", "ROLE", "SECOND STEP", "STATE"],
          ...agents.map((agent) => [
            agent.email,
            agent.name,
            agent.role,
            agent.totp ? "on" : "off",
            agent.disabledAt === undefined ? "active" : "disabled",
          ]),
        ]),
  );
}

/** `kefu agents link EMAIL`: prints a code, once, with which the agent says who they are in a staff's room. */
export async function linkAgent(
  client: DeskClient,
  email: string,
  options: { json?: boolean },
): Promise<void> {
  const made = await client.request<{ agent: Agent; code: string; expiresAt: number }>({
    method: "POST",
    path: `/local/agents/${encodeURIComponent(email)}/link`,
    body: {},
  });
  show(options.json, made, () =>
    [
      `In Telegram, Discord or Slack, ${made.agent.email} sends the bot a direct message:`,
      "",
      `  /link ${made.code}`,
      "",
      "The code is good once, for 15 minutes, and is shown this once.",
    ].join("\n"),
  );
}

/** `kefu agents unlink EMAIL`. */
export async function unlinkAgent(
  client: DeskClient,
  email: string,
  options: { json?: boolean },
): Promise<void> {
  const done = await client.request<{ agent: Agent; ended: number }>({
    method: "POST",
    path: `/local/agents/${encodeURIComponent(email)}/unlink`,
    body: {},
  });
  show(options.json, done, () => `${done.agent.email}: ${done.ended} linked account(s) ended.`);
}

/** `kefu agents disable|enable|reset EMAIL`. */
export async function changeAgent(
  client: DeskClient,
  act: "disable" | "enable" | "reset",
  email: string,
  options: { totp?: boolean; json?: boolean },
): Promise<void> {
  const changed = await client.request<{ agent: Agent; password?: string }>({
    method: "POST",
    path: `/local/agents/${encodeURIComponent(email)}/${act}`,
    body: options.totp ? { totp: true } : {},
  });
  const done = {
    disable: "is disabled; sessions and keys have ended",
    enable: "is active again",
    reset: options.totp ? "signs in without a second step now; sessions have ended" : "has a new password",
  };
  show(options.json, changed, () =>
    [
      `${changed.agent.email} ${done[act]}.`,
      ...(changed.password === undefined ? [] : [`Password, shown this once: ${changed.password}`]),
    ].join("\n"),
  );
}

/** `kefu agents role EMAIL ROLE`. */
export async function giveRole(
  client: DeskClient,
  email: string,
  role: string,
  options: { json?: boolean },
): Promise<void> {
  const path = `/local/agents/${encodeURIComponent(email)}/role`;
  const changed = await client.request<{ agent: Agent }>({ method: "POST", path, body: { role } });
  show(options.json, changed, () => `${changed.agent.email} is ${changed.agent.role} from now on.`);
}

/** `kefu agents invite EMAIL`: prints the code, or the link where the public address is known, once. */
export async function inviteAgent(
  client: DeskClient,
  email: string,
  options: { role: string; json?: boolean },
): Promise<void> {
  const made = await client.request<{ link: string; code: string }>({
    method: "POST",
    path: "/local/invitations",
    body: { email, role: options.role },
  });
  show(options.json, made, () =>
    [
      `${email} is invited as ${options.role}. This counts once, for 72 hours, and is shown this once:`,
      made.link,
    ].join("\n"),
  );
}

/** `kefu audit`: who did and read what, newest first. */
export async function listAudit(
  client: DeskClient,
  options: { limit: string; before?: string; actor?: string; json?: boolean },
): Promise<void> {
  const { limit, before, actor } = options;
  const query = new URLSearchParams({
    limit,
    ...(before === undefined ? {} : { before }),
    ...(actor === undefined ? {} : { actor }),
  });
  const { entries } = await client.request<{ entries: (AuditEntry & { email: string })[] }>({
    method: "GET",
    path: `/local/audit?${query}`,
  });
  show(options.json, entries, () =>
    table([
      ["ID", "WHEN", "WHO", "VIA", "WHAT", "ON", "FROM", "OUTCOME"],
      ...entries.map((entry) => [
        String(entry.id),
        new Date(entry.at).toISOString(),
        entry.email || "-",
        entry.via,
        entry.action,
        entry.target ?? "-",
        entry.address,
        entry.outcome,
      ]),
    ]),
  );
}
