import type { Conversation } from "../conversation/state.ts";
import type { Role } from "../store/store.ts";

/** Whoever wants something at the desk, and by which way they came in. */
export interface DeskUser {
  id: string;
  role: Role;
  /** Set when signing in takes them a second step. */
  totp?: true;
  via: "session" | "key" | "operator";
}

export type DeskAction = keyof typeof RULES;

interface Rule {
  /** The lowest role that may. */
  from: Role;
  /** The lowest role that may while another agent has the conversation. */
  others?: Role;
  /** Only who signed in may: no key, and not the operator in somebody's name. */
  session?: true;
  /** A read that leaves no line in the audit log: it opens no customer's conversation. Every other call leaves one. */
  quiet?: true;
}

/** Whether somebody may do this, to this conversation where one is given. Pure; what is not listed is refused. */
export function can(user: DeskUser, action: DeskAction, conversation?: Pick<Conversation, "owner">): boolean {
  return whyNot(user, action, conversation) === undefined;
}

/**
 * Why not: their role, the way they came in, or because an admin's second step is missing. An admin who signs in with a
 * password alone works as an agent until they set it up; keys are bound to their own role instead.
 */
export function whyNot(
  user: DeskUser,
  action: DeskAction,
  conversation?: Pick<Conversation, "owner">,
): "role" | "way" | "totp" | undefined {
  const rule: Rule | undefined = RULES[action];
  if (rule === undefined) return "role";
  if (rule.session && user.via !== "session") return "way";
  const least = isOthers(user, conversation) ? (rule.others ?? rule.from) : rule.from;
  if (atLeast(rightsOf(user), least)) return undefined;
  return atLeast(user.role, least) ? "totp" : "role";
}

/** The role somebody acts with at this moment. */
export function rightsOf(user: DeskUser): Role {
  return totpOf(user) === "missing" ? "agent" : user.role;
}

/** "missing": an admin signed in without the second step, which admins must have. */
export function totpOf(user: DeskUser): "on" | "off" | "missing" {
  if (user.totp) return "on";
  return user.role === "admin" && user.via === "session" ? "missing" : "off";
}

/** Whether a role is that one or above it. */
export function atLeast(role: Role, least: Role): boolean {
  return ROLES.includes(role) && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** All that somebody may do, for pages that show no button in vain. */
export function rights(user: DeskUser): DeskAction[] {
  return ACTIONS.filter((action) => can(user, action));
}

/** False for reads that leave no line in the audit log. */
export function isAudited(action: DeskAction): boolean {
  const rule: Rule = RULES[action];
  return rule.quiet !== true;
}

function isOthers(user: DeskUser, conversation: Pick<Conversation, "owner"> | undefined): boolean {
  return conversation?.owner.kind === "agent" && conversation.owner.agentId !== user.id;
}

/** From the lowest up: each may do what the one before may. */
export const ROLES = ["viewer", "agent", "supervisor", "admin"] as const satisfies readonly Role[];

const RULES = {
  "own.read": { from: "viewer", quiet: true },
  "own.logout": { from: "viewer" },
  "own.sessions": { from: "viewer", session: true, quiet: true },
  "own.sessions.end": { from: "viewer", session: true },
  "own.keys": { from: "viewer", session: true, quiet: true },
  "own.keys.add": { from: "viewer", session: true },
  "own.keys.end": { from: "viewer", session: true },
  "own.password": { from: "viewer", session: true },
  "own.totp": { from: "viewer", session: true },
  "own.link": { from: "agent", session: true },

  "conversations.list": { from: "viewer", quiet: true },
  "conversations.read": { from: "viewer" },
  "feed.read": { from: "viewer" },
  "search.read": { from: "viewer" },
  "channels.read": { from: "viewer", quiet: true },
  "agents.read": { from: "viewer", quiet: true },

  "conversations.claim": { from: "agent" },
  "conversations.release": { from: "agent" },
  "conversations.transfer": { from: "agent" },
  "conversations.reply": { from: "agent" },
  "conversations.note": { from: "agent" },
  "conversations.resolve": { from: "agent" },
  "conversations.return": { from: "agent" },
  "conversations.snooze": { from: "agent" },
  // As a note: it changes nothing a customer sees, whoever has the case.
  "conversations.tag": { from: "agent" },
  "tags.read": { from: "viewer", quiet: true },
  "messages.resend": { from: "agent", others: "supervisor" },
  "messages.edit": { from: "agent", others: "supervisor" },
  "messages.withdraw": { from: "agent", others: "supervisor" },

  "files.add": { from: "agent" },
  "files.read": { from: "viewer" },
  "entries.read": { from: "viewer", quiet: true },
  "canned.read": { from: "viewer", quiet: true },
  "canned.add": { from: "supervisor" },
  "canned.change": { from: "supervisor" },
  "canned.remove": { from: "supervisor" },
  // A sign of life every few seconds, of which nothing is kept.
  "presence.say": { from: "viewer", quiet: true },
  "availability.read": { from: "viewer", quiet: true },
  "availability.choose": { from: "agent" },
  "agents.change": { from: "supervisor" },
  "alerts.read": { from: "viewer", quiet: true },
  "alerts.acknowledge": { from: "agent" },
  "contacts.list": { from: "viewer", quiet: true },
  "contacts.read": { from: "viewer" },
  // Changes only what agents are shown together, never what a customer sees, and is taken back with no trace left.
  "contacts.merge": { from: "agent" },
  "contacts.export": { from: "admin" },
  "contacts.erase": { from: "admin" },
  "webhooks.read": { from: "admin" },
  "webhooks.retry": { from: "admin" },

  "audit.read": { from: "supervisor" },
  "reports.read": { from: "supervisor", quiet: true },

  "people.add": { from: "admin" },
  "people.role": { from: "admin" },
  "people.disable": { from: "admin" },
  "people.enable": { from: "admin" },
  "people.reset": { from: "admin" },
  "people.link": { from: "admin" },
  "people.unlink": { from: "admin" },
  "people.sessions": { from: "admin" },
  "people.sessions.end": { from: "admin" },
  "invitations.read": { from: "admin" },
  "invitations.add": { from: "admin" },
  "invitations.revoke": { from: "admin" },
} as const satisfies Record<string, Rule>;

/** Every action there is. */
const ACTIONS = Object.keys(RULES) as DeskAction[];
