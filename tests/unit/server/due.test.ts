import { expect, it } from "vitest";
import { RowShape, TargetShape } from "../../../src/server/shapes.ts";
import { bench } from "./bench.ts";

it("the API says what is due, how that stands at this moment, and how many wait by priority", async () => {
  const { store, clock, customer, agent } = await bench();
  const id = await customer("c1");
  const next = await store.inbound.next(id);
  const start = clock.at;
  const running = { since: start, from: start, openMs: 0, allMs: 0 };
  await store.outbound.handle({
    conversationId: id,
    at: start,
    cause: { kind: "inbox", id: next?.item.id ?? 0, revision: 1 },
    event: { id: next?.item.eventId ?? "", at: start, type: "customer.reached", state: "ok" },
    decide: (conversation) => ({
      ok: true,
      actions: [],
      reason: "queued",
      conversation: {
        ...conversation,
        owner: { kind: "queue", since: start, reason: "wish", priority: "high" },
        timing: {
          first: { ...running, warnAt: start + 750, dueAt: start + 1000 },
          resolve: { ...running, warnAt: start + 7500, dueAt: start + 10_000 },
        },
      },
    }),
    fit: (message) => [message],
  });
  const mei = await agent("mei@example.com", "Mei");
  const states: string[] = [];
  for (const after of [0, 750, 1000]) {
    clock.at = start + after;
    const list = await (await mei.get("/api/desk/conversations?view=queue")).json();
    const { due } = RowShape.parse(list.conversations[0]);
    expect(due).toMatchObject({ kind: "first", at: start + 1000, warnAt: start + 750 });
    states.push(due?.state ?? "");
    expect(list.queue).toEqual({ urgent: 0, high: 1, normal: 0 });
  }
  expect(states).toEqual(["ok", "warning", "breached"]);
  const shown = await (await mei.get(`/api/desk/conversations/${id}`)).json();
  expect(
    shown.due
      .map((one: unknown) => TargetShape.parse(one))
      .map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`),
  ).toEqual(["first breached", "resolve ok"]);
});
