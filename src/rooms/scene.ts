import type { Conversation } from "../conversation/state.ts";
import type { RoomItem, RoomThread } from "../store/rooms.ts";
import type { Agent, Store } from "../store/store.ts";
import type { RoomScene } from "./intent.ts";
import type { Openings } from "./openings.ts";

type RoomStores = Pick<Store, "rooms" | "desk">;

interface SceneContext {
  store: RoomStores;
  sentAlbums: ReadonlySet<string>;
  openings: Pick<Openings, "known">;
}

/** An event with all that is known around it. */
export interface Scene extends RoomScene {
  item: RoomItem;
  agent?: Agent;
  thread?: RoomThread;
  conversation?: Conversation;
}

/** Looks up who it was, in which case, and what it is about. */
export async function sceneOf(item: RoomItem, { store, sentAlbums, openings }: SceneContext): Promise<Scene> {
  const { account, event, room } = item;
  const agent = await store.rooms.linked(account, event.actor.id);
  const place = event.staff === true ? event.space.thread : undefined;
  const find = async () => (place === undefined ? undefined : store.rooms.byThread(room, place));
  let thread = await find();
  if (thread === undefined && place !== undefined) {
    await openings.known(place);
    thread = await find();
  }
  const conversation = thread && (await store.rooms.conversation(thread.conversationId));
  const follows = sentAlbums.has(albumOf(item) ?? "");
  const about: About | undefined = follows
    ? { about: "customer" }
    : thread && (await aboutOf(item, thread, store));
  return {
    item,
    found: item.found,
    live: conversation !== undefined && isLive(conversation, thread),
    ...(agent === undefined ? {} : { agent }),
    ...(thread === undefined ? {} : { thread }),
    ...(conversation === undefined ? {} : { conversation, case: conversation }),
    ...about,
  };
}

type About = Required<Pick<RoomScene, "about">> & Pick<RoomScene, "reply">;

/** An album as its sender's: nobody else's pictures can follow it. */
export function albumOf({ account, event }: RoomItem): string | undefined {
  if (event.kind !== "message" || event.album === undefined) return undefined;
  return [account, event.actor.id, event.space.thread, event.album].join("\n");
}

/** What the message replies to, or what was edited or deleted. */
async function aboutOf({ event, room }: RoomItem, thread: RoomThread, store: RoomStores) {
  const ids =
    event.kind === "message"
      ? [event.replyTo]
      : event.kind === "edit"
        ? [event.msgId]
        : event.kind === "delete"
          ? event.msgIds
          : [];
  for (const id of ids) {
    if (id === undefined || thread.thread === undefined) continue;
    const about = await aboutOne(id, room, thread as RoomThread & { thread: string }, store);
    if (about !== undefined) return about;
  }
  return undefined;
}

async function aboutOne(
  platformId: string,
  room: string,
  thread: RoomThread & { thread: string },
  { rooms, desk }: RoomStores,
): Promise<About | undefined> {
  const marks = await rooms.marksOf(room, thread.thread, platformId);
  const [mark] = marks;
  if (mark === undefined) return undefined;
  const messages = (await desk.show(thread.conversationId))?.messages ?? [];
  const has = (id: string) => messages.some((message) => message.id === id);
  if (mark.kind === "source") {
    // A note may have been sent to the customer later: that counts for more.
    const reply = marks.map(({ messageId }) => `${messageId}.a`).find(has);
    if (reply !== undefined) return { about: "reply", reply };
    return { about: marks.some(({ messageId }) => has(`${messageId}.n`)) ? "note" : "other" };
  }
  const said = marks.filter(({ messageId }) => messageId !== "");
  if (mark.kind === "transcript" && said.length !== 1) return { about: "transcript" };
  const message = messages.find(({ id }) => id === said[0]?.messageId);
  return { about: message?.author === "customer" ? "customer" : "other" };
}

function isLive({ epoch, owner }: Conversation, thread: RoomThread | undefined): boolean {
  return thread?.liveEpoch === epoch && owner.kind === "agent";
}
