import { expect, it, vi } from "vitest";
import type { Delivery, InboundEvent, OutboundMessage } from "../../src/channel/contract.ts";
import { render } from "../../src/channel/render.ts";
import type { Ability, Absent, Script, Shown, Stage, Verbs, Who } from "./channel-stage.ts";

type Needed = keyof Verbs | Ability;
/** The stage with the verbs a case needs. */
type With<Names extends Needed> = Stage & Pick<Verbs, Extract<Names, keyof Verbs>>;

/** Registers one case; where the channel lacks what it needs, its reason is shown in the case's place. */
export type Case = <Names extends Needed = never>(
  title: string,
  needs: readonly Names[],
  play: (stage: With<Names>) => Promise<void>,
) => void;

export function casesOf({ stage, absent }: Script): Case {
  return (title, needs, play) => {
    const lacking = needs.find((name) => absent[name] !== undefined);
    if (lacking === undefined) {
      it(title, async () => {
        for (const name of needs) expect(has(stage, name), `${name}: play it, or say why not`).toBe(true);
        await play(stage as With<(typeof needs)[number]>);
      });
      return;
    }
    // Not skipped: a channel that has it after all must not go on saying that it has not.
    it(`${title} [absent: ${reasonFor(absent, lacking)}]`, () => {
      expect(has(stage, lacking), `declared absent, and there: ${lacking}`).toBe(false);
    });
  };
}

function reasonFor(absent: Absent, name: Needed): string {
  return absent[name] ?? "";
}

function has(stage: Stage, name: Needed): boolean {
  const { capabilities } = stage.channel;
  switch (name) {
    case "lookup":
      return stage.channel.lookup !== undefined;
    case "caption":
      return capabilities.files > 0 && capabilities.caption > 0;
    case "buttons":
      return capabilities.buttons > 0;
    case "typing":
      return capabilities.typing;
    default:
      return stage[name] !== undefined;
  }
}

/** Resolves with the core's events once there are so many. */
export async function stored(stage: Stage, count: number): Promise<InboundEvent[]> {
  await vi.waitFor(() => expect(stage.events().length).toBeGreaterThanOrEqual(count), {
    interval: 2,
    timeout: 10_000,
  });
  return stage.events();
}

export const textsOf = (events: readonly InboundEvent[]) =>
  events.flatMap((event) => (event.kind === "message" ? [event.text] : []));

let sends = 0;

/** A part on its way to a customer; each call is a part of its own. */
export function delivery(
  stage: Stage,
  who: Who,
  part: Partial<Delivery["part"]>,
  more: Partial<Delivery> = {},
): Delivery {
  sends += 1;
  return {
    idempotencyKey: `out-${sends}:0`,
    conversationId: "c1",
    space: stage.space(who),
    author: "bot",
    part: { text: "", choices: [], files: [], ...part },
    attempt: 1,
    ...more,
  };
}

export const never = (): AbortSignal => new AbortController().signal;

/** Fits a message to the channel, sends it part by part, and gives what the customer sees of it. */
export async function tell(
  stage: Stage,
  message: Partial<OutboundMessage>,
  who: Who = "lin",
): Promise<Shown[]> {
  const before = (await stage.shown(who)).length;
  const whole = { text: "", choices: [], files: [], ...message };
  for (const part of render(whole, stage.channel.capabilities)) {
    const result = await stage.send(delivery(stage, who, part), never());
    expect(result.outcome, JSON.stringify(result)).toBe("sent");
  }
  return (await stage.shown(who)).slice(before);
}

/** What is read, without what takes no room: seams that keep signs apart, and the breaks between parts. */
export function read(shown: readonly Shown[]): string {
  return shown
    .map(({ text }) => text)
    .join("")
    .replace(/[\u200b\s]+/g, "");
}
