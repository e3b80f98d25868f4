import { describe, expect, vi } from "vitest";
import { type Case, delivery, never, stored, tell } from "./channel-cases.ts";

export function sending(when: Case): void {
  describe("a send that works", () => {
    when("names the ids it got, and the customer sees it", [], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      const result = await stage.send(delivery(stage, "lin", { text: "Hello" }), never());
      expect(result).toMatchObject({ outcome: "sent" });
      if (result.outcome !== "sent") return;
      expect(result.ids.length).toBeGreaterThan(0);
      for (const id of result.ids) expect(id).toMatch(/^\S+$/);
      expect(await stage.shown("lin")).toMatchObject([{ text: "Hello" }]);
    });

    when("is seen by nobody else", [], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stage.say("sam", "hi");
      await stored(stage, 2);
      await stage.send(delivery(stage, "lin", { text: "for lin" }), never());
      expect(await stage.shown("sam")).toEqual([]);
    });

    when("keeps the order of three", [], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      for (const text of ["one", "two", "three"]) await stage.send(delivery(stage, "lin", { text }), never());
      expect((await stage.shown("lin")).map(({ text }) => text)).toEqual(["one", "two", "three"]);
    });

    when("may answer a certain message", [], async (stage) => {
      await stage.begin();
      const said = await stage.say("lin", "hi");
      await stored(stage, 1);
      const more = { replyTo: said.id };
      const result = await stage.send(delivery(stage, "lin", { text: "Hello" }, more), never());
      expect(result.outcome).toBe("sent");
    });

    when("needs no start: what is left over from yesterday goes out first", [], async (stage) => {
      const result = await stage.send(delivery(stage, "lin", { text: "left over" }), never());
      expect(result.outcome).not.toBe("failed");
    });

    when("works while receiving is over, until the channel is closed", [], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      await stage.channel.stop();
      const result = await stage.send(delivery(stage, "lin", { text: "last words" }), never());
      expect(result.outcome).toBe("sent");
    });

    when("shows that somebody writes, and does not mind when it cannot", ["typing"], async (stage) => {
      await stage.begin();
      await stage.channel.typing?.(stage.space("lin"), never());
      await stage.channel.typing?.({ id: "999", kind: "dm" }, never());
    });
  });

  troubles(when);
  refusals(when);
  lifecycle(when);
}

function troubles(when: Case): void {
  describe("a send that may have worked", () => {
    for (const kind of ["answer lost", "server error", "silence"] as const) {
      when(`is not called sent or failed: ${kind}`, ["trouble"], async (stage) => {
        await stage.begin();
        await stage.say("lin", "hi");
        await stored(stage, 1);
        stage.trouble(kind);
        const stop = new AbortController();
        const result = stage.send(delivery(stage, "lin", { text: "there?" }), stop.signal);
        if (kind === "silence") {
          await vi.waitFor(async () => expect(await stage.shown("lin")).toHaveLength(1), { interval: 5 });
          stop.abort();
        }
        expect((await result).outcome).toBe("unknown");
        expect(await stage.shown("lin")).toHaveLength(1);
      });
    }

    when("is found again", ["trouble", "lookup"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      stage.trouble("answer lost");
      const lost = delivery(stage, "lin", { text: "there?" });
      await stage.send(lost, never());
      expect(await stage.channel.lookup?.(lost, never())).toBe("posted");
    });

    when("and did not, is found missing", ["trouble", "lookup"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      stage.trouble("cut");
      const lost = delivery(stage, "lin", { text: "there?" });
      await stage.send(lost, never());
      expect(await stage.channel.lookup?.(lost, never())).toBe("absent");
    });

    when("sent again with the same key shows once, where the channel says so", ["trouble"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      stage.trouble("answer lost");
      const same = delivery(stage, "lin", { text: "there?" });
      await stage.send(same, never());
      const again = await stage.send({ ...same, attempt: 2 }, never());
      expect(again.outcome).toBe("sent");
      const { idempotent } = stage.channel.capabilities;
      expect(await stage.shown("lin")).toHaveLength(idempotent ? 1 : 2);
    });
  });
}

function refusals(when: Case): void {
  describe("a send that did not work", () => {
    when("cut off on the way is never called sent, and nothing shows", ["trouble"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      stage.trouble("cut");
      const result = await stage.send(delivery(stage, "lin", { text: "x" }), never());
      expect(["retry", "unknown"]).toContain(result.outcome);
      expect(await stage.shown("lin")).toEqual([]);
    });

    when("for the pace waits as long as the platform asks", ["trouble"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      stage.trouble("flood");
      const result = await stage.send(delivery(stage, "lin", { text: "x" }), never());
      expect(result).toMatchObject({ outcome: "retry" });
      if (result.outcome === "retry") expect(result.afterMs).toBeGreaterThanOrEqual(3_000);
      expect(await stage.shown("lin")).toEqual([]);
    });

    when("for the token says so", ["trouble"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      stage.trouble("auth");
      const result = await stage.send(delivery(stage, "lin", { text: "x" }), never());
      expect(result).toMatchObject({ outcome: "failed", reason: "auth" });
    });

    when("to who does not want it is given up", ["block"], async (stage) => {
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      await stage.block("lin");
      const result = await stage.send(delivery(stage, "lin", { text: "x" }), never());
      expect(result).toMatchObject({ outcome: "failed", reason: "blocked" });
    });

    when("to a place that is no more is given up", ["gone"], async (stage) => {
      await stage.begin();
      const space = stage.gone();
      const result = await stage.send(delivery(stage, "lin", { text: "x" }, { space }), never());
      expect(result).toMatchObject({ outcome: "failed", reason: "space_gone" });
    });

    when("while the platform is not there may be tried again", ["vanish"], async (stage) => {
      await stage.vanish();
      const result = await stage.send(delivery(stage, "lin", { text: "x" }), never());
      expect(result).toMatchObject({ outcome: "retry", scope: "call" });
      if (result.outcome === "retry") expect(result.afterMs).toBeGreaterThan(0);
    });

    when("waits longer at each attempt", ["vanish"], async (stage) => {
      await stage.vanish();
      const waits: number[] = [];
      for (const attempt of [1, 2, 3]) {
        const result = await stage.send(delivery(stage, "lin", { text: "x" }, { attempt }), never());
        if (result.outcome === "retry") waits.push(result.afterMs);
      }
      expect(waits).toHaveLength(3);
      expect(waits).toEqual([...waits].sort((a, b) => a - b));
      expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
    });

    when("called off before it began leaves nothing behind", ["trouble"], async (stage) => {
      const result = await stage.send(delivery(stage, "lin", { text: "x" }), AbortSignal.abort());
      expect(["retry", "unknown"]).toContain(result.outcome);
      expect(await stage.shown("lin")).toEqual([]);
    });

    when("never names a secret, in its words or in the log", ["trouble"], async (stage) => {
      await stage.begin();
      const told: unknown[] = [];
      for (const kind of ["cut", "server error", "flood", "auth"] as const) {
        stage.trouble(kind);
        told.push(await stage.send(delivery(stage, "lin", { text: "x" }), never()));
      }
      const all = JSON.stringify([told, stage.lines, stage.channel.health()]);
      for (const secret of stage.secrets) expect(all).not.toContain(secret);
    });
  });
}

function lifecycle(when: Case): void {
  describe("the account", () => {
    when("has a name that begins with the channel's, and stays over a restart", [], async (stage) => {
      const { account } = stage.channel;
      expect(account).toMatch(/^[a-z]+(?::\w+)?$/);
      for (const secret of stage.secrets) expect(account).not.toContain(secret);
      await stage.restart();
      expect(stage.channel.account).toBe(account);
    });

    when("is up once it works, and stopped once it is stopped", [], async (stage) => {
      await stage.begin();
      expect(stage.channel.health().state).toBe("up");
      await stage.channel.stop();
      expect(stage.channel.health().state).toBe("stopped");
    });

    when("may be stopped twice, and before it ever began", [], async (stage) => {
      await stage.channel.stop();
      await stage.channel.stop();
      expect(stage.channel.health().state).toBe("stopped");
    });

    when("goes on after a restart with what comes then", [], async (stage) => {
      await stage.begin();
      await stage.say("lin", "before");
      await stored(stage, 1);
      await stage.restart();
      await stage.begin();
      await stage.say("lin", "after");
      expect((await stored(stage, 2)).map((event) => event.kind)).toEqual(["message", "message"]);
    });

    when("tells what is wrong with it, when nothing is: nothing", [], async (stage) => {
      const found = await stage.channel.diagnose?.({ now: Date.now() }, never());
      expect(found?.filter(({ level }) => level !== "ok")).toEqual([]);
      expect(found?.length).toBeGreaterThan(0);
    });

    when("promises what it can count", [], async (stage) => {
      const { text, caption, buttons, buttonLabel, files } = stage.channel.capabilities;
      for (const number of [text.limit, caption, buttons, buttonLabel, files])
        expect(Number.isSafeInteger(number) && number >= 0, String(number)).toBe(true);
      expect(text.limit).toBeGreaterThan(500);
      await stage.begin();
      await stage.say("lin", "hi");
      await stored(stage, 1);
      expect(await tell(stage, { text: "fits" })).toHaveLength(1);
    });
  });
}
