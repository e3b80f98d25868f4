import { call } from "../api.ts";
import type { Agent, AuditEntry, Invitation, Key, Session } from "../types.ts";

const ME = "/api/desk/me";
const at = (id: string): string => encodeURIComponent(id);

export interface Proof {
  password: string;
  code?: string;
}

/** What of the audit log is wanted; an empty text narrows nothing. `before` is the `next` of the page before. */
export interface AuditFilter {
  agentId?: string;
  action?: string;
  target?: string;
  before?: number;
}

export interface AuditPart {
  entries: AuditEntry[];
  next?: number;
}

/** What only the settings ask of the server. */
export const settingsApi = {
  changePassword: (body: { current: string; password: string }) =>
    call<object>("POST", `${ME}/password`, body),
  offerTotp: (proof: Proof) => call<{ secret: string; uri: string }>("POST", `${ME}/totp`, proof),
  confirmTotp: (code: string) => call<{ recoveryCodes: string[] }>("POST", `${ME}/totp/confirm`, { code }),
  renewCodes: (proof: Proof) => call<{ recoveryCodes: string[] }>("POST", `${ME}/totp/recovery-codes`, proof),
  dropTotp: (proof: Proof) => call<object>("POST", `${ME}/totp/drop`, proof),

  sessions: () => call<{ sessions: Session[] }>("GET", `${ME}/sessions`),
  endSession: (id: string) => call<object>("DELETE", `${ME}/sessions/${at(id)}`),
  endOthers: () => call<{ ended: number }>("DELETE", `${ME}/sessions`),
  keys: () => call<{ keys: Key[] }>("GET", `${ME}/keys`),
  addKey: (about: { name: string; role: Agent["role"] }) =>
    call<{ id: string; key: string }>("POST", `${ME}/keys`, about),
  endKey: (id: string) => call<object>("DELETE", `${ME}/keys/${at(id)}`),
  linkCode: () => call<{ code: string; expiresAt: number }>("POST", "/api/desk/agents/link", {}),
  audit: (filter: AuditFilter) => {
    const given = Object.entries(filter).flatMap(([name, value]) =>
      value === "" ? [] : [[name, String(value)]],
    );
    return call<AuditPart>("GET", `/api/desk/audit?${new URLSearchParams(given)}`);
  },
  invitations: () => call<{ invitations: Invitation[] }>("GET", "/api/desk/invitations"),
  invite: (person: { email: string; role: Agent["role"] }) =>
    call<{ invitation: Invitation; link: string }>("POST", "/api/desk/invitations", person),
  revokeInvitation: (id: string) => call<object>("DELETE", `/api/desk/invitations/${at(id)}`),
  unlink: () => call<{ ended: number }>("DELETE", "/api/desk/agents/link"),
};
