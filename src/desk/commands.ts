import { type FileRef, LARGEST_CARRIED_FILE } from "../channel/contract.ts";
import type { Refusal } from "../conversation/actions.ts";
import type { Conversation, Owner } from "../conversation/state.ts";
import type { AgentAct, Dispatch } from "../dispatch/dispatch.ts";
import { AppError } from "../errors.ts";
import type { OutboundCheck } from "../guard/outbound.ts";
import type { DeskStore } from "../store/desk.ts";
import type { Agent, NewerMessages } from "../store/store.ts";
import type { Accounts } from "./accounts.ts";
import { assertSafeReply } from "./reply-check.ts";

/** What an agent asks for, as it comes in at any door. */
export type DeskAct =
  | { verb: "claim" | "release" | "resolve" | "return" }
  | { verb: "transfer"; to: string; note?: string | undefined }
  /** Each file names the account whose handle it is, so that the customer's channel can fetch it. */
  | {
      verb: "reply";
      text: string;
      files?: FileRef[] | undefined;
      acknowledge?: boolean | undefined;
      /** The newest message the writer has seen: refused with `newer_messages` when others have said more since. */
      seenSeq?: number | undefined;
    }
  | { verb: "note"; text: string }
  | { verb: "snooze"; until: number }
  | DeskAlteration;

/** A change of a reply that is with the customer already, or on its way. `any`: somebody else's too. */
export type DeskAlteration = { message: string; any?: boolean | undefined } & (
  | { verb: "edit"; text: string; acknowledge?: boolean | undefined }
  | { verb: "withdraw" }
);

export type DeskVerb = Exclude<DeskAct, DeskAlteration>["verb"];

/** An expected "no" is a value: who has the conversation, and what to do now. */
export type CommandResult =
  | { ok: true; conversation: Conversation; reason: string; repeated: boolean }
  | { ok: false; refusal: Refusal["refusal"]; message: string; owner: string }
  | { ok: false; refusal: "newer_messages"; message: string; newer: NewerMessages };

export interface DeskCommands {
  /**
   * Runs one act. `key` is the caller's idempotency key.
   * @throws AppError not_found, input_invalid, reply_unsafe (an UnsafeReply), stopping, store_failed.
   */
  run(command: { agent: Agent; conversation: string; key: string; act: DeskAct }): Promise<CommandResult>;
  /** Sends a failed or uncertain message again. @throws AppError conflict when there is nothing to send again. */
  resend(messageId: string): Promise<number>;
}

export interface CommandDeps {
  desk: Pick<DeskStore, "find">;
  dispatch: Dispatch;
  accounts: Pick<Accounts, "byEmail">;
  check(text: string): OutboundCheck;
  redact(text: string): string;
  now(): number;
}

const LONGEST_SNOOZE_MS = 366 * 24 * 3_600_000;

export function deskCommands(deps: CommandDeps): DeskCommands {
  const { desk, dispatch } = deps;
  return {
    async run({ agent, conversation, key, act }) {
      refuseWhenStopping(dispatch);
      const conversationId = await desk.find(conversation);
      if (conversationId === undefined) throw unknownConversation();
      const outcome = await dispatch.command({
        agent: { id: agent.id, name: agent.name },
        conversationId,
        key,
        ...(act.verb === "reply" ? { seenSeq: act.seenSeq } : {}),
        act: await agentAct(act, deps),
      });
      switch (outcome.outcome) {
        case "done":
        case "repeated": {
          const { conversation: after, reason } = outcome;
          return { ok: true, conversation: after, reason, repeated: outcome.outcome === "repeated" };
        }
        case "refused":
          return { ok: false, ...explain(outcome.refusal) };
        case "newer":
          return { ok: false, refusal: "newer_messages", ...told(outcome.newer) };
        case "not_found":
          throw unknownConversation();
        case "stale":
          throw new AppError("conflict", "The conversation changed meanwhile. Look again.", {
            retryable: true,
          });
      }
    },
    async resend(messageId) {
      refuseWhenStopping(dispatch);
      const rows = await dispatch.resend(messageId);
      if (rows > 0) return rows;
      throw new AppError("conflict", "Nothing of this message waits to be sent again. It may have arrived.");
    },
  };
}

async function agentAct(act: DeskAct, deps: CommandDeps): Promise<AgentAct> {
  switch (act.verb) {
    case "claim":
      return { type: "agent.claimed" };
    case "release":
      return { type: "agent.released" };
    case "resolve":
      return { type: "agent.resolved" };
    case "return":
      return { type: "agent.returned" };
    case "transfer": {
      const to = await deps.accounts.byEmail(act.to);
      if (to === undefined || to.disabledAt !== undefined) {
        throw new AppError(
          "input_invalid",
          "to: no agent at work has this address. See who there is: kefu agents list, or GET /api/desk/agents.",
        );
      }
      const note = act.note === undefined ? {} : { note: deps.redact(storable(act.note)) };
      return { type: "agent.transferred", to: { id: to.id, name: to.name }, ...note };
    }
    case "reply": {
      const text = storable(act.text);
      if ((act.files ?? []).length > MOST_FILES) {
        throw new AppError("input_invalid", `files: one reply carries ${MOST_FILES} at most.`);
      }
      assertSafeReply(deps.check(text), { acknowledged: act.acknowledge === true, redact: deps.redact });
      return { type: "agent.replied", text, files: (act.files ?? []).map((file) => carried(file, deps)) };
    }
    case "edit": {
      const text = storable(act.text);
      assertSafeReply(deps.check(text), { acknowledged: act.acknowledge === true, redact: deps.redact });
      return { type: "agent.edited", messageId: act.message, text, any: act.any === true };
    }
    case "withdraw":
      return { type: "agent.withdrew", messageId: act.message, any: act.any === true };
    case "note":
      return { type: "agent.noted", text: deps.redact(storable(act.text)) };
    case "snooze": {
      const ahead = act.until - deps.now();
      if (ahead <= 0 || ahead > LONGEST_SNOOZE_MS) {
        throw new AppError("input_invalid", "until: must lie ahead of now, by a year at most.");
      }
      return { type: "agent.snoozed", until: act.until };
    }
  }
}

/** A file that can be taken to another channel. Its name is shown to the customer, and is held to what a reply is. */
function carried(file: FileRef, deps: Pick<CommandDeps, "redact">): FileRef {
  if (file.account === undefined || !CARRIED.has(file.kind)) {
    throw new AppError(
      "input_invalid",
      `files: a ${file.kind} cannot be sent on. Send a picture or a document.`,
    );
  }
  if ((file.bytes ?? 0) > LARGEST_CARRIED_FILE) {
    throw new AppError(
      "too_large",
      "files: a file may have 20 MB at most. Send a smaller one, or a link to it.",
    );
  }
  return file.name === undefined ? file : { ...file, name: deps.redact(storable(file.name)) };
}

const CARRIED: ReadonlySet<FileRef["kind"]> = new Set([
  "image",
  "video",
  "audio",
  "voice",
  "sticker",
  "document",
]);
/** More than any platform's album; one reply is not an archive. */
const MOST_FILES = 10;

function explain({ refusal, owner }: Refusal): {
  refusal: Refusal["refusal"];
  message: string;
  owner: string;
} {
  const who = ownerName(owner);
  const message: Record<Refusal["refusal"], string> = {
    owned_by_other: `${who} has this conversation. Write a note, or ask ${who} to hand it over.`,
    not_owner: `${who} has this conversation, not you.`,
    already_resolved: "This conversation is resolved. The customer's next message opens a new one.",
    not_open: "This conversation is not open.",
    bot_owns: "The bot has this conversation. Claim it first.",
    queue_owns: "This conversation waits in the queue already.",
    no_such_reply: "Only what an agent replied to the customer can be changed or taken back.",
    not_author: "This reply is a colleague's. They can change it, or a supervisor.",
    taken_back: "This reply was taken back already.",
    channel_cannot: "This channel cannot change what was sent. Send a correction instead.",
    too_old: "It is too old: the customer's platform no longer lets us remove it. Send a correction instead.",
    uncertain:
      "Nobody knows whether this reply arrived. Settle that first: send it again, or ask the customer.",
    does_not_fit:
      "The new text does not fit the messages the old one went out as. Shorten it, or send the rest as a further reply.",
  };
  return { refusal, message: message[refusal], owner: who };
}

function told(newer: NewerMessages): { message: string; newer: NewerMessages } {
  const what = newer.count === 1 ? "1 message" : `${newer.count} messages`;
  return {
    message: `${what} came in after what you have seen. Read them, then send again with seenSeq: ${newer.seq}.`,
    newer,
  };
}

function ownerName(owner: Owner): string {
  return owner.kind === "agent" ? owner.agentName : owner.kind;
}

function refuseWhenStopping(dispatch: Dispatch): void {
  if (dispatch.health().phase !== "stopping") return;
  throw new AppError("stopping", "The desk is restarting. Try again in a moment.", { retryable: true });
}

function unknownConversation(): AppError {
  return new AppError("not_found", "There is no conversation with this id or reference.");
}

/** Text every store can keep: no NUL, no half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}
