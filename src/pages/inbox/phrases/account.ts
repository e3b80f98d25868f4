import type { Agent } from "../types.ts";

type Role = Agent["role"];

/** The words of somebody's own account. */
export interface AccountWords {
  roles: Record<Role, string>;
  password: {
    title: string;
    lead: string;
    current: string;
    fresh: string;
    hint: string;
    save: string;
    done: string;
    wrong: string;
    weak: string;
  };
  step: {
    title: string;
    lead: string;
    on: string;
    off: string;
    missing: string;
    missingWhy: string;
    setUp: string;
    again: string;
    renew: string;
    drop: string;
    adminKeeps: string;
    prove: string;
    yours: string;
    goOn: string;
    scan: string;
    type: string;
    open: string;
    first: string;
    firstHint: string;
    confirm: string;
    cancel: string;
    codesTitle: string;
    codesLead: string;
    copyAll: string;
    download: string;
    file: string;
    kept: string;
    done: string;
    dropped: string;
    qr: string;
  };
  sessions: {
    title: string;
    lead: string;
    current: string;
    device(browser: string, system: string): string;
    unknown: string;
    used(when: string): string;
    since(when: string): string;
    end: string;
    endOf(device: string): string;
    endOthers: string;
    endOthersSure: string;
    ended(n: number): string;
  };
  keys: {
    title: string;
    lead: string;
    none: string;
    name: string;
    nameHint: string;
    role: string;
    make: string;
    madeTitle: string;
    madeLead: string;
    used(when: string): string;
    unused: string;
    revoke: string;
    revokeOf(name: string): string;
    revokeSure(name: string): string;
    revoked(name: string): string;
  };
  link: {
    title: string;
    lead: string;
    make: string;
    how: string;
    until(when: string): string;
    forget: string;
    forgetSure: string;
    forgot(n: number): string;
  };
  copy: string;
}

export const ACCOUNT: Record<"zh" | "en", AccountWords> = {
  zh: {
    roles: { viewer: "只读", agent: "客服", supervisor: "主管", admin: "管理员" },
    password: {
      title: "修改密码",
      lead: "修改后，你在其他设备上的登录会全部退出。",
      current: "当前密码",
      fresh: "新密码",
      hint: "至少 12 个字符，几个词连在一起就很好。",
      save: "修改密码",
      done: "密码已修改，其他设备已退出登录",
      wrong: "密码不对。",
      weak: "这个密码太短、太长或太容易被猜到，请换一个（至少 12 个字符）。",
    },
    step: {
      title: "两步验证",
      lead: "登录时除了密码，再输入手机验证器应用里的六位数字。就算密码泄露，别人也进不来。",
      on: "已开启",
      off: "未开启",
      missing: "需要开启",
      missingWhy:
        "管理员账号必须开启两步验证。开启之前，你只有客服的权限：不能邀请和管理成员，不能看操作记录和报表，不能维护快捷回复，也不能导出或删除客户资料。",
      setUp: "开启两步验证",
      again: "换一部手机",
      renew: "重新生成恢复码",
      drop: "关闭两步验证",
      adminKeeps: "管理员不能关闭两步验证，但可以换手机。",
      prove: "先确认是你本人：",
      yours: "你的密码",
      goOn: "继续",
      scan: "用验证器应用扫描这个二维码：",
      type: "扫不了？在应用里手动输入这个密钥：",
      open: "在这台设备的验证器应用中打开",
      first: "应用里显示的六位数字",
      firstHint: "数字每 30 秒变一次。",
      confirm: "确认并开启",
      cancel: "取消",
      codesTitle: "保存好恢复码",
      codesLead: "手机丢了，可以用恢复码登录，每个只能用一次。它们只显示这一次，请存到安全的地方。",
      copyAll: "复制全部",
      download: "下载",
      file: "恢复码.txt",
      kept: "我已保存好",
      done: "两步验证已开启，其他设备已退出登录",
      dropped: "两步验证已关闭",
      qr: "二维码：用验证器应用扫描",
    },
    sessions: {
      title: "登录的设备",
      lead: "有不认识的？结束它，然后修改密码。",
      current: "当前设备",
      device: (browser, system) => `${system} 上的 ${browser}`,
      unknown: "未知设备",
      used: (when) => `最近使用：${when}`,
      since: (when) => `登录于 ${when}`,
      end: "结束",
      endOf: (device) => `结束 ${device} 的登录`,
      endOthers: "退出其他所有设备",
      endOthersSure: "除了当前设备，其他设备都会马上退出登录。",
      ended: (n) => `已退出 ${n} 台设备`,
    },
    keys: {
      title: "程序密钥",
      lead: "让脚本或其他系统以你的名义使用接口。密钥的权限不会超过你自己的。",
      none: "还没有密钥。",
      name: "用途",
      nameHint: "例如：夜间报表",
      role: "最高权限",
      make: "新建密钥",
      madeTitle: "这是新密钥",
      madeLead: "它只显示这一次，请现在就复制到程序里。",
      used: (when) => `最近使用：${when}`,
      unused: "从未使用",
      revoke: "撤销",
      revokeOf: (name) => `撤销密钥「${name}」`,
      revokeSure: (name) => `「${name}」会马上失效，用它的程序将无法访问。`,
      revoked: (name) => `已撤销「${name}」`,
    },
    link: {
      title: "在聊天软件里工作",
      lead: "把你在 Telegram、Discord 或 Slack 上的账号和这里关联，就能在客服群里直接接待客户。",
      make: "获取关联码",
      how: "把这一条私信发给机器人：",
      until: (when) => `有效期到 ${when}，只能用一次。`,
      forget: "取消所有关联",
      forgetSure: "关联过的聊天账号都不再代表你，之后可以重新关联。",
      forgot: (n) => (n === 0 ? "没有关联过的账号" : `已取消 ${n} 个账号的关联`),
    },
    copy: "复制",
  },
  en: {
    roles: { viewer: "Viewer", agent: "Agent", supervisor: "Supervisor", admin: "Admin" },
    password: {
      title: "Password",
      lead: "With a new password you are signed out everywhere else.",
      current: "Current password",
      fresh: "New password",
      hint: "At least 12 characters; a few words in a row will do.",
      save: "Change password",
      done: "Password changed; you are signed out everywhere else",
      wrong: "This is not your password.",
      weak: "This password is too short, too long or easily guessed. Choose another of at least 12 characters.",
    },
    step: {
      title: "Second step",
      lead: "When you sign in, an authenticator app on your phone adds six digits to your password. A stolen password alone then opens nothing.",
      on: "On",
      off: "Off",
      missing: "Needed",
      missingWhy:
        "Admins need the second step. Until you set it up you can do what an agent can: not invite or manage people, not see the audit log or reports, not write saved replies, not export or erase what is kept of a customer.",
      setUp: "Set up the second step",
      again: "Move to another phone",
      renew: "New recovery codes",
      drop: "Switch off",
      adminKeeps: "Admins cannot switch it off, but can move it to another phone.",
      prove: "First, show that it is you:",
      yours: "Your password",
      goOn: "Continue",
      scan: "Scan this with your authenticator app:",
      type: "Cannot scan it? Type this key into the app:",
      open: "Open in the authenticator app on this device",
      first: "The six digits the app shows",
      firstHint: "They change every 30 seconds.",
      confirm: "Confirm and switch on",
      cancel: "Cancel",
      codesTitle: "Keep your recovery codes",
      codesLead:
        "If you lose the phone, one of these lets you in, each once. They are shown only now; keep them somewhere safe.",
      copyAll: "Copy all",
      download: "Download",
      file: "recovery-codes.txt",
      kept: "I have kept them",
      done: "The second step is on; you are signed out everywhere else",
      dropped: "The second step is off",
      qr: "QR code for your authenticator app",
    },
    sessions: {
      title: "Where you are signed in",
      lead: "Something you do not know? End it, then change your password.",
      current: "This browser",
      device: (browser, system) => `${browser} on ${system}`,
      unknown: "Unknown device",
      used: (when) => `Last used ${when}`,
      since: (when) => `Signed in ${when}`,
      end: "End",
      endOf: (device) => `End ${device}`,
      endOthers: "Sign out everywhere else",
      endOthersSure: "Every browser but this one is signed out at once.",
      ended: (n) => (n === 1 ? "One session ended" : `${n} sessions ended`),
    },
    keys: {
      title: "Keys for programs",
      lead: "Let a script or another system use the API in your name. A key never may more than you may.",
      none: "There are no keys.",
      name: "What it is for",
      nameHint: "Such as: nightly report",
      role: "What it may do at most",
      make: "Make a key",
      madeTitle: "Your new key",
      madeLead: "It is shown only now. Copy it into your program.",
      used: (when) => `Last used ${when}`,
      unused: "Never used",
      revoke: "Revoke",
      revokeOf: (name) => `Revoke the key “${name}”`,
      revokeSure: (name) => `“${name}” stops working at once, and so does the program that uses it.`,
      revoked: (name) => `Revoked “${name}”`,
    },
    link: {
      title: "Work from a chat app",
      lead: "Link your account on Telegram, Discord or Slack, and answer customers from your team’s room there.",
      make: "Get a code",
      how: "Send this to the bot, in a direct message:",
      until: (when) => `Good once, until ${when}.`,
      forget: "Unlink all accounts",
      forgetSure: "No chat account stands for you any more. You can link them again.",
      forgot: (n) => (n === 0 ? "No account was linked" : `Unlinked: ${n}`),
    },
    copy: "Copy",
  },
};
