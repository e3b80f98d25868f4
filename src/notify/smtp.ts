/** A mail as it is handed to the server. */
interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  /** Without the brackets. */
  messageId: string;
  /** What this mail belongs to, for readers that show threads. */
  thread: string;
}

/** `final`: the server will not take this mail, however often it is tried. */
export type MailResult = { ok: true } | { ok: false; detail: string; final: boolean };

export interface MailTransport {
  /** One attempt. Never rejects. */
  send(mail: OutgoingMail): Promise<MailResult>;
}

const CONNECT_MS = 10_000;
const SOCKET_MS = 20_000;

/**
 * Sends by SMTP, one connection for each mail. A password travels encrypted or not at all, except to this machine.
 * The mails say that no program may answer them: two desks could else write to each other for ever.
 */
export function smtpTransport(url: string, from: string): MailTransport {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  const options = {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !here && username !== "",
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
    ...(username === ""
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
  return {
    async send({ to, subject, text, messageId, thread }) {
      try {
        // Loaded with the first mail: a desk without mail never needs it.
        const { createTransport } = await import("nodemailer");
        await createTransport(options).sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${messageId}>`,
          references: [`<${thread}>`],
          headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
        });
        return { ok: true };
      } catch (error) {
        return failure(error);
      }
    },
  };
}

/** A refusal of the recipient or the mail is final; a refused sign-in, a busy server or no connection is not. */
function failure(error: unknown): MailResult {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === "number" ? responseCode : 0;
  const detail = [code, status || undefined].filter(Boolean).join(" ") || "no connection";
  const final = status >= 550 && status < 560 && (code === "EENVELOPE" || code === "EMESSAGE");
  return { ok: false, detail, final };
}
