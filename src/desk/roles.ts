import type { Role } from "../store/store.ts";

/** What a signed-in person may want to do at the desk. */
export type DeskAction =
  | "conversations.read"
  | "conversations.act"
  | "messages.resend"
  | "feed.read"
  | "agents.read";

/** Who may do what. What is not listed is refused. */
export function can(role: Role, action: DeskAction): boolean {
  return ALLOWED[role]?.includes(action) ?? false;
}

const EVERYDAY: readonly DeskAction[] = [
  "conversations.read",
  "conversations.act",
  "messages.resend",
  "feed.read",
  "agents.read",
];

const ALLOWED: Readonly<Record<Role, readonly DeskAction[]>> = { agent: EVERYDAY, admin: EVERYDAY };
