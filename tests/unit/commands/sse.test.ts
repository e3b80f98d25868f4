import fc from "fast-check";
import { expect, it } from "vitest";
import { serverSentEvents } from "../../../src/commands/sse.ts";

const STREAM =
  'retry: 2000\n\n: here\n\nid: 7\n\nid: 8\nevent: message\ndata: {"text":"你好"}\n\ndata: one\ndata:two\n\nevent: state\ndata: {}\n\n';
const EVENTS = [
  { event: "message", data: '{"text":"你好"}' },
  { event: "message", data: "one\ntwo" },
  { event: "state", data: "{}" },
];

async function eventsOf(chunks: string[]) {
  async function* source() {
    yield* chunks;
  }
  const events = [];
  for await (const event of serverSentEvents(source())) events.push(event);
  return events;
}

it("reads events and passes over comments, ids and retry times", async () => {
  expect(await eventsOf([STREAM])).toEqual(EVENTS);
});

it("reads the same whatever way the network cuts the stream, with either line ending", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 150 }), { maxLength: 12 }), fc.boolean(), async (cuts, crlf) => {
      const text = crlf ? STREAM.replaceAll("\n", "\r\n") : STREAM;
      const places = [...new Set([0, ...cuts.filter((at) => at < text.length), text.length])].sort(
        (a, b) => a - b,
      );
      const chunks = places.slice(1).map((end, n) => text.slice(places[n], end));
      expect(await eventsOf(chunks)).toEqual(EVENTS);
    }),
  );
});

it("gives nothing of an event that was cut off before its end", async () => {
  expect(await eventsOf(["data: whole\n\ndata: half\n"])).toEqual([{ event: "message", data: "whole" }]);
});
