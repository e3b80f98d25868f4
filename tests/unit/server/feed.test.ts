import { describe, expect, it } from "vitest";
import type { FeedItem } from "../../../src/store/desk.ts";
import { bench, readEvents } from "./bench.ts";

async function feed() {
  const all = await bench();
  const mei = await all.agent("mei@example.com", "Mei");
  const open = (after?: number | string, query = "") =>
    mei.get(`/api/desk/feed${query}`, after === undefined ? {} : { "last-event-id": String(after) });
  return { ...all, mei, open };
}

const ids = (events: { id: number }[]) => events.map(({ id }) => id);
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + 1 + n);

describe("the feed", () => {
  it("replays what came after the last id, then goes on live, with no gap and no repeat", async () => {
    const { open, customer, store } = await feed();
    for (let n = 0; n < 5; n++) await customer("c1", `before ${n}`);
    const newest = await store.desk.lastSeq();
    const answer = await open(2);
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const writing = (async () => {
      for (let n = 0; n < 20; n++) await customer(`c${n}`, `live ${n}`);
      return store.desk.lastSeq();
    })();
    const { events, reader } = await readEvents(answer, newest - 2 + 20);
    await writing;
    expect(ids(events)).toEqual(upTo(2, 2 + events.length));
    expect(events[0]).toMatchObject({ event: "message", data: { seq: 3, kind: "message" } });
    await reader.cancel();
  });

  it("misses nothing that is written while a page is read", async () => {
    const { open, store, customer } = await feed();
    await customer("c1");
    const newest = await store.desk.lastSeq();
    const read = store.desk.feed.bind(store.desk);
    let late = 0;
    store.desk.feed = async (after, limit): Promise<FeedItem[]> => {
      const page = await read(after, limit);
      // Comes in after the page was read, before it is sent.
      if (late++ < 3) await customer(`late${late}`);
      return page;
    };
    const { events, reader } = await readEvents(await open(newest), 3);
    expect(ids(events)).toEqual(upTo(newest, newest + 3));
    await reader.cancel();
  });

  it("carries on where a cut left it, however often it is cut", async () => {
    const { open, customer, store } = await feed();
    for (let n = 0; n < 300; n++) await customer(`c${n % 7}`, `word ${n}`);
    const newest = await store.desk.lastSeq();
    const seen: number[] = [];
    while (seen.length < newest) {
      // What the client had not shown yet when the line was cut comes again.
      const { events, reader } = await readEvents(await open(seen.at(-1) ?? 0), 1);
      seen.push(...ids(events).slice(0, 37));
      await reader.cancel();
    }
    expect(seen).toEqual(upTo(0, newest));
  });

  it("begins now where no id is named, and tells the browser from where", async () => {
    const { open, customer, store } = await feed();
    await customer("c1");
    const newest = await store.desk.lastSeq();
    const answer = await open();
    const reading = readEvents(answer, 1);
    while ((await store.desk.lastSeq()) === newest) await customer("c2");
    const { events, raw, reader } = await reading;
    expect(raw).toContain(`id: ${newest}\n\n`);
    expect(ids(events)).toEqual([newest + 1]);
    await reader.cancel();
  });

  it("takes the id from the address too, the header being newer", async () => {
    const { open, customer } = await feed();
    for (let n = 0; n < 4; n++) await customer("c1", `w${n}`);
    const fromAddress = await readEvents(await open(undefined, "?lastEventId=1"), 1);
    const fromHeader = await readEvents(await open(3, "?lastEventId=1"), 1);
    expect([ids(fromAddress.events)[0], ids(fromHeader.events)[0]]).toEqual([2, 4]);
    const nonsense = await readEvents(await open("abc"), 1);
    expect(ids(nonsense.events)[0]).toBe(1);
    for (const { reader } of [fromAddress, fromHeader, nonsense]) await reader.cancel();
  });

  it("tells a client that knows more than there is to load anew", async () => {
    const { open, customer, store } = await feed();
    await customer("c1");
    const newest = await store.desk.lastSeq();
    const { events, reader } = await readEvents(await open(newest + 1000), 1);
    expect(events).toEqual([{ id: newest, event: "reset", data: { seq: newest } }]);
    await reader.cancel();
  });

  it("beats while nothing happens, and leaves nothing behind when the client goes", async () => {
    const { open, customer, beats } = await feed();
    await customer("c1");
    const { reader } = await readEvents(await open(1), 1);
    for (const beat of beats) beat();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(": here\n\n");
    expect(beats.size).toBe(1);
    await reader.cancel();
    await expect.poll(() => beats.size).toBe(0);
  });

  it("ends at the next beat for an agent who was disabled, and after an hour for everyone", async () => {
    const gone = await feed();
    await gone.customer("c1");
    const first = await readEvents(await gone.open(1), 1);
    await gone.accounts.setDisabled("mei@example.com", true);
    for (const beat of gone.beats) beat();
    await expect(readEvents(new Response(drain(first.reader)), 9)).resolves.toMatchObject({ events: [] });

    const long = await feed();
    await long.customer("c1");
    const second = await readEvents(await long.open(1), 1);
    for (let n = 0; n < 180; n++) for (const beat of long.beats) beat();
    await expect(readEvents(new Response(drain(second.reader)), 9)).resolves.toMatchObject({ events: [] });
  });

  it("tells nothing more to an agent who was disabled, or whose key was replaced, before the next beat comes", async () => {
    for (const end of ["setDisabled", "reset"] as const) {
      const { accounts, customer, open } = await feed();
      await customer("c1");
      const { reader } = await readEvents(await open(1), 1);
      if (end === "reset") await accounts.reset("mei@example.com", { key: true });
      else await accounts.setDisabled("mei@example.com", true);
      await customer("c2", "not for them");
      const { raw } = await readEvents(new Response(drain(reader)), 9);
      expect(raw).toBe("");
    }
  });

  it("ends with the server, which then opens no new one", async () => {
    const { app, open, customer } = await feed();
    await customer("c1");
    const { reader } = await readEvents(await open(1), 1);
    app.endStreams();
    expect((await reader.read()).done).toBe(true);
    expect((await open(0)).status).toBe(503);
  });
});

/** The rest of a stream, as a stream of its own: it ends when the first one does. */
function drain(reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}
