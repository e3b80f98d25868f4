import type { FileRef } from "../channel/contract.ts";
import { fill } from "../conversation/phrases/phrases.ts";
import type { Conversation } from "../conversation/state.ts";
import type { CommandResult, DeskAct, DeskCommands } from "../desk/commands.ts";
import { UnsafeReply } from "../desk/reply-check.ts";
import { atLeast } from "../desk/roles.ts";
import { eventId } from "../dispatch/ids.ts";
import { AppError } from "../errors.ts";
import type { MessageView } from "../store/desk.ts";
import type { RoomItem } from "../store/rooms.ts";
import type { Store } from "../store/store.ts";
import { intentOf, type RoomIntent, type RoomRefusal } from "./intent.ts";
import type { Openings } from "./openings.ts";
import type { RoomPhrases } from "./phrases.ts";
import { albumOf, type Scene, sceneOf } from "./scene.ts";

export interface ActsContext {
  store: Pick<Store, "rooms" | "desk" | "audit">;
  commands: DeskCommands;
  phrases: RoomPhrases;
  now(): number;
  /** Says that a case's thread may have something new to show. */
  wake(conversationId: string): void;
  /** True the first time it is asked for somebody: whoever only talks is told once who they are not. */
  firstHint(who: string): boolean;
  openings: Pick<Openings, "known">;
  /** Albums whose first picture went to the customer: the others follow it. */
  sentAlbums: Set<string>;
  /** Counts a code tried; false when there were too many. */
  mayTry(who: string): boolean;
}

type Acting = Scene & Required<Pick<Scene, "agent" | "thread" | "conversation">>;

/**
 * Carries out one event of a room. Every act runs under the event's own key, so that doing it again after a kill does
 * nothing twice. Resolves with what is to be said in the thread; "said" means that it was seen to already.
 */
export async function carryOut(
  item: RoomItem,
  context: ActsContext,
): Promise<{ answer?: string; said?: true }> {
  const scene = await sceneOf(item, context);
  const intent = intentOf(item.event, scene);
  const answer = await done(intent, scene, context);
  if (answer === SAID) return { said: true };
  return answer === undefined ? {} : { answer };
}

const SAID = Symbol("said");

async function done(
  intent: RoomIntent,
  scene: Scene,
  context: ActsContext,
): Promise<string | typeof SAID | undefined> {
  const { phrases } = context;
  switch (intent.do) {
    case "ignore":
      return undefined;
    case "help":
    case "notHere":
    case "linkAlone":
      return phrases[intent.do];
    case "unlinked":
      return unlinked(scene, context);
    case "link":
      return link(intent.code, scene, context);
    case "refuse":
      return refusal(intent.why, scene.conversation, phrases);
    default:
      if (!isActing(scene)) return phrases.notHere;
      return atLeast(scene.agent.role, "agent") ? act(intent, scene, context) : phrases.refuse.viewer;
  }
}

type CaseIntent = Exclude<
  RoomIntent,
  { do: "help" | "unlinked" | "notHere" | "linkAlone" | "ignore" } | { do: "link" } | { do: "refuse" }
>;

async function act(intent: CaseIntent, scene: Acting, context: ActsContext) {
  switch (intent.do) {
    case "live":
      return toggleLive(scene, context);
    case "snooze":
      return run({ verb: "snooze", until: context.now() + intent.ms }, scene, context);
    case "note": {
      const said = await run({ verb: "note", text: intent.text }, scene, context);
      if (scene.found.length > 0) return said ?? context.phrases.refuse.secret;
      return said ?? (intent.hint === undefined ? undefined : context.phrases.refuse.transcript);
    }
    case "reply": {
      const { text, acknowledge } = intent;
      const album = albumOf(scene.item);
      if (album !== undefined) context.sentAlbums.add(album);
      const files = intent.files.map(
        (file): FileRef => ({ ...file, account: file.account ?? scene.item.account }),
      );
      return run({ verb: "reply", text, files, acknowledge }, scene, context);
    }
    case "edit": {
      const { message, text, acknowledge } = intent;
      return run({ verb: "edit", message, text, acknowledge, any: mayAny(scene) }, scene, context);
    }
    case "withdraw":
      return run({ verb: "withdraw", message: intent.message, any: mayAny(scene) }, scene, context);
    case "undo": {
      const message = await lastReply(scene, context);
      if (message === undefined) return context.phrases.refuse.nothingSaid;
      return run({ verb: "withdraw", message }, scene, context);
    }
    default:
      return run({ verb: intent.do }, scene, context);
  }
}

function mayAny({ agent }: Acting): boolean {
  return atLeast(agent.role, "supervisor");
}

/** What this agent replied last and has not taken back. */
async function lastReply(
  { agent, conversation }: Acting,
  { store }: ActsContext,
): Promise<string | undefined> {
  const messages = (await store.desk.show(conversation.id))?.messages ?? [];
  return messages.findLast(
    ({ author, agentId, deletedAt, change }) =>
      author === "agent" && agentId === agent.id && deletedAt === undefined && !goes(change),
  )?.id;
}

function goes(change: MessageView["change"]): boolean {
  return change?.kind === "delete" && change.state === "pending";
}

async function run(deskAct: DeskAct, scene: Acting, context: ActsContext): Promise<string | undefined> {
  const { item, agent, conversation, thread } = scene;
  const key = `room/${item.account}/${item.event.key}`;
  const written = "msgId" in item.event ? item.event.msgId : undefined;
  if ((deskAct.verb === "reply" || deskAct.verb === "note") && written !== undefined) {
    // Before the act: the thread must know these words for its own when the case first has them.
    const id = eventId(agent.id, key, conversation.id);
    await context.store.rooms.source({
      room: thread.room,
      conversationId: conversation.id,
      platformId: written,
      eventId: id,
    });
  }
  try {
    const result = await context.commands.run({ agent, conversation: conversation.id, key, act: deskAct });
    if (!result.ok || !result.repeated) {
      const action = "message" in deskAct ? `messages.${deskAct.verb}` : `conversations.${deskAct.verb}`;
      await audit(action, scene, result.ok ? "done" : result.refusal, context);
    }
    return result.ok ? undefined : refused(result, context.phrases);
  } catch (error) {
    return faultOf(error, context.phrases);
  }
}

/** A line in the audit log, as for every other way in; `address` is the account whose room it was. */
async function audit(
  action: string,
  { item, agent, conversation }: Pick<Scene, "item" | "agent" | "conversation">,
  outcome: string,
  { store, now }: ActsContext,
): Promise<void> {
  await store.audit.add({
    at: now(),
    via: "door",
    action,
    address: item.account,
    outcome,
    ...(agent === undefined ? {} : { agentId: agent.id }),
    ...(conversation === undefined ? {} : { target: conversation.id }),
  });
}

/** What went wrong, in words; what may go well later is thrown on. */
function faultOf(error: unknown, { refuse }: RoomPhrases): string | undefined {
  if (error instanceof UnsafeReply) {
    const kinds = error.problems.map(({ kind }) => kind);
    if (kinds.includes("contains-secret")) return refuse.secret;
    if (kinds.includes("asks-for-secret")) return refuse.asksSecret;
    return fill(refuse.unknownNames, { excerpt: error.problems[0]?.excerpt ?? "" });
  }
  if (!(error instanceof AppError) || error.retryable) throw error;
  // Done before under the same key, by an attempt that read the event otherwise: it counts.
  if (error.code === "conflict") return undefined;
  if (error.code === "too_large" || error.code === "input_invalid") {
    return fill(refuse.tooLarge, { detail: error.message });
  }
  throw error;
}

function refused(result: Extract<CommandResult, { ok: false }>, { refuse }: RoomPhrases): string {
  // A room shows all that is said as it comes and asks nothing about it: no act of it names what was seen.
  if (result.refusal === "newer_messages") return result.message;
  const words: Record<typeof result.refusal, string> = {
    owned_by_other: refuse.ownedByOther,
    not_owner: refuse.ownedByOther,
    already_resolved: refuse.resolved,
    not_open: refuse.resolved,
    bot_owns: refuse.botOwns,
    queue_owns: refuse.queueOwns,
    no_such_reply: refuse.nothingSaid,
    not_author: refuse.notAuthor,
    taken_back: refuse.takenBack,
    channel_cannot: refuse.channelCannot,
    too_old: refuse.tooOld,
    uncertain: refuse.uncertain,
    does_not_fit: refuse.doesNotFit,
  };
  return fill(words[result.refusal], { name: result.owner });
}

function refusal(why: RoomRefusal, conversation: Conversation | undefined, { refuse }: RoomPhrases): string {
  const owner = conversation?.owner;
  return fill(refuse[why], { name: owner?.kind === "agent" ? owner.agentName : "" });
}

async function toggleLive(scene: Acting, context: ActsContext): Promise<typeof SAID> {
  const { item, thread, conversation, live } = scene;
  const answer = live ? context.phrases.live.off : context.phrases.live.on;
  const epoch = live ? undefined : conversation.epoch;
  await context.store.rooms.setLive(thread, epoch, { id: item.id, answer });
  context.wake(conversation.id);
  return SAID;
}

function unlinked({ item: { account, event } }: Scene, context: ActsContext): string | undefined {
  const first = context.firstHint(`${account}\n${event.actor.id}`);
  const asked = event.kind === "press" || event.kind === "command";
  return first || asked ? context.phrases.unlinked : undefined;
}

async function link(code: string, { item }: Scene, context: ActsContext): Promise<string> {
  const { account, event } = item;
  const { phrases } = context;
  if (!context.mayTry(`${account}\n${event.actor.id}`)) return phrases.badCode;
  const who = { account, actorId: event.actor.id };
  const agent = await context.store.rooms.link(code, who, context.now());
  await audit(
    "own.link",
    { item, ...(agent === undefined ? {} : { agent }) },
    agent === undefined ? "unauthorized" : "done",
    context,
  );
  return agent === undefined ? phrases.badCode : fill(phrases.linked, { name: agent.name });
}

function isActing(scene: Scene): scene is Acting {
  return scene.agent !== undefined && scene.thread !== undefined && scene.conversation !== undefined;
}
