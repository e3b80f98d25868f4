import { describe, expect, it } from "vitest";
import type { RoomThread } from "../../src/store/rooms.ts";
import type { Bench } from "./store-contract.ts";
import { ACCOUNT, acceptOne, inboundOf, messageOf } from "./store-scene.ts";

const ROOM = "telegram:1/-100";
const HOUR = 3_600_000;

/** What a room keeps: what was written in it, what it was shown, and who is who there. */
export function roomsContract({ store, restart }: Bench): void {
  const rooms = () => store().rooms;
  const written = (...keys: string[]) =>
    rooms().accept({
      account: ACCOUNT,
      room: ROOM,
      at: 1000,
      items: keys.map((key) => ({
        event: inboundOf("message", { key, msgId: key, text: key, staff: true }),
        found: [],
      })),
    });
  const threadOf = (conversationId: string, fields: Partial<RoomThread> = {}): RoomThread => ({
    room: ROOM,
    conversationId,
    opening: 1,
    thread: "t1",
    cardId: "c1",
    card: "{}",
    status: "queue",
    rating: "",
    seq: 3,
    shelved: false,
    ...fields,
  });
  const escalated = async () => (await acceptOne(store(), messageOf(1, "human"))).conversationId;

  describe("what is written in a room", () => {
    it("is kept once by its key, in order, over a restart", async () => {
      expect((await written("a", "b")).map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
      expect((await written("b", "c")).map(({ outcome }) => outcome)).toEqual(["duplicate", "accepted"]);
      const again = (await restart()).rooms;
      const order: string[] = [];
      for (let item = await again.next(ROOM); item; item = await again.next(ROOM)) {
        order.push(item.event.key);
        await again.finish(item.id);
      }
      expect(order).toEqual(["a", "b", "c"]);
      expect(await again.next("another room")).toBeUndefined();
    });

    it("is not done again when its key comes back after it was dealt with", async () => {
      await written("a");
      await rooms().finish((await rooms().next(ROOM))?.id ?? 0);
      expect((await written("a")).map(({ outcome }) => outcome)).toEqual(["duplicate"]);
      expect(await rooms().next(ROOM)).toBeUndefined();
    });

    it("leaves an answer to be said until it was said", async () => {
      await written("a");
      await rooms().finish((await rooms().next(ROOM))?.id ?? 0, "Tom has this case.");
      const answer = await (await restart()).rooms.answer(ROOM);
      expect(answer).toMatchObject({ text: "Tom has this case.", event: { key: "a" } });
      await rooms().answered(answer?.id ?? 0);
      expect(await rooms().answer(ROOM)).toBeUndefined();
    });

    it("is given up with an answer after so many failures", async () => {
      await written("a");
      const id = (await rooms().next(ROOM))?.id ?? 0;
      expect([await rooms().failed(id, 2, "sorry"), await rooms().failed(id, 2, "sorry")]).toEqual([
        false,
        true,
      ]);
      expect(await rooms().next(ROOM)).toBeUndefined();
      expect(await rooms().answer(ROOM)).toMatchObject({ text: "sorry" });
    });
  });

  describe("what a room was shown", () => {
    it("is found by case and by thread, and forgotten with a thread that is no more", async () => {
      const id = await escalated();
      const mark = { kind: "message", messageId: "m", part: 0, platformId: "77", shown: "sent" } as const;
      await rooms().record(threadOf(id), [mark]);
      const again = (await restart()).rooms;
      expect(await again.thread(ROOM, id)).toEqual(threadOf(id));
      expect(await again.byThread(ROOM, "t1")).toMatchObject({ conversationId: id });
      expect(await again.marksOf(ROOM, "t1", "77")).toEqual([mark]);
      await again.lost(ROOM, id);
      expect(await again.byThread(ROOM, "t1")).toBeUndefined();
      expect(await again.marks(ROOM, id)).toEqual([]);
    });

    it("replaces a mark by its like, and keeps reply mode when the thread is written again", async () => {
      const id = await escalated();
      await rooms().record(threadOf(id), []);
      await written("live");
      const asked = (await rooms().next(ROOM))?.id ?? 0;
      await rooms().setLive({ room: ROOM, conversationId: id }, 4, { id: asked, answer: "on" });
      const mark = { kind: "message", messageId: "m", part: 0, platformId: "77", shown: "ready" } as const;
      await rooms().record(threadOf(id, { seq: 4 }), [mark]);
      await rooms().record(threadOf(id, { seq: 5 }), [{ ...mark, shown: "sent" }]);
      expect(await rooms().thread(ROOM, id)).toMatchObject({ seq: 5, liveEpoch: 4 });
      expect(await rooms().marks(ROOM, id)).toEqual([{ ...mark, shown: "sent" }]);
    });
  });

  describe("a one-time code", () => {
    const who = { account: ACCOUNT, actorId: "500" };
    const hired = () => store().people.add({ email: "mei@example.org", name: "Mei", role: "agent" }, 1000);

    it("binds an account to an agent, once, and not after its time", async () => {
      const mei = await hired();
      await rooms().addLinkCode(mei.id, "h1", HOUR);
      expect(await rooms().link("h0", who, 1000)).toBeUndefined();
      expect(await rooms().link("h1", who, HOUR + 1)).toBeUndefined();
      await rooms().addLinkCode(mei.id, "h2", 3 * HOUR);
      expect(await rooms().link("h2", who, 2 * HOUR)).toMatchObject({ id: mei.id });
      expect(await rooms().link("h2", { ...who, actorId: "600" }, 2 * HOUR)).toBeUndefined();
      expect(await (await restart()).rooms.linked(ACCOUNT, "500")).toMatchObject({ id: mei.id });
      expect(await rooms().linked("slack:1", "500")).toBeUndefined();
    });

    it("ends when another is made, and the bond ends when it is undone or the agent is disabled", async () => {
      const mei = await hired();
      await rooms().addLinkCode(mei.id, "h1", HOUR);
      await rooms().addLinkCode(mei.id, "h2", HOUR);
      expect(await rooms().link("h1", who, 1000)).toBeUndefined();
      await rooms().link("h2", who, 1000);
      await store().people.setDisabled(mei.id, 2000);
      expect(await rooms().linked(ACCOUNT, "500")).toBeUndefined();
      await store().people.setDisabled(mei.id, undefined);
      expect(await rooms().unlink(mei.id)).toBe(1);
      expect(await rooms().linked(ACCOUNT, "500")).toBeUndefined();
      expect(await rooms().links()).toEqual([]);
    });
  });
}
