import type { Invitation } from "../types.ts";

/** The words around inviting somebody to the desk. */
interface InvitationWords {
  title: string;
  lead: string;
  email: string;
  role: string;
  invite: string;
  madeTitle(email: string): string;
  madeLead: string;
  none: string;
  states: Record<Invitation["state"], string>;
  until(when: string): string;
  revoke: string;
  revokeOf(email: string): string;
  revoked(email: string): string;
  taken: string;
}

export const INVITATIONS: Record<"zh" | "en", InvitationWords> = {
  zh: {
    title: "邀请同事",
    lead: "填好邮箱和角色，把链接发给对方。链接 72 小时内有效，只能用一次。",
    email: "邮箱",
    role: "角色",
    invite: "生成邀请",
    madeTitle: (email) => `给 ${email} 的邀请链接`,
    madeLead: "它只显示这一次，请复制后发给对方本人。",
    none: "还没有邀请过谁。",
    states: { open: "等待加入", accepted: "已加入", revoked: "已撤回", expired: "已过期" },
    until: (when) => `有效期到 ${when}`,
    revoke: "撤回",
    revokeOf: (email) => `撤回给 ${email} 的邀请`,
    revoked: (email) => `已撤回给 ${email} 的邀请`,
    taken: "这个邮箱已经是成员了。",
  },
  en: {
    title: "Invite a colleague",
    lead: "Give their address and role, and send them the link. It opens the door once, within 72 hours.",
    email: "Their e-mail",
    role: "Role",
    invite: "Make an invitation",
    madeTitle: (email) => `The link for ${email}`,
    madeLead: "It is shown only now. Send it to them, and to nobody else.",
    none: "Nobody was invited yet.",
    states: { open: "Open", accepted: "Joined", revoked: "Taken back", expired: "Over" },
    until: (when) => `Good until ${when}`,
    revoke: "Take back",
    revokeOf: (email) => `Take back the invitation of ${email}`,
    revoked: (email) => `The invitation of ${email} is taken back`,
    taken: "Somebody here has this address already.",
  },
};
