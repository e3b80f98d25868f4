import { compose } from "../../src/compose.ts";
import type { Config } from "../../src/config.ts";
import { en } from "../../src/conversation/phrases/en.ts";
import { zh } from "../../src/conversation/phrases/zh.ts";
import { deskCommands } from "../../src/desk/commands.ts";
import { doorsOf } from "../../src/doors.ts";
import { silentLog } from "../../src/log.ts";
import type { Agent } from "../../src/store/store.ts";
import { type FakeChannel, fakeChannel, wrote } from "../../tests/fakes/channel.ts";
import { manualClock } from "../../tests/fakes/clock.ts";
import { ACCOUNTS, CASES, type Colleague, GUESTS, type Plot, QUESTIONS, type Step } from "./plots.ts";

const MINUTE = 60_000;
/** So many customers whom the bot alone answers, over so many minutes. */
const ALONE = 60;
const DAY_MINUTES = 9 * 60;
/** The demo's one password, for everybody in it. */
export const PASSWORD = "a quiet harbour at dawn";

export const PEOPLE: Record<Colleague, { email: string; name: string; role: "supervisor" | "agent" }> = {
  ada: { email: "ada@example.com", name: "Ada", role: "supervisor" },
  lin: { email: "lin@example.com", name: "小林", role: "agent" },
  tom: { email: "tom@example.com", name: "Tom", role: "agent" },
};

/** Channels whose platform is this process: what is sent through them has arrived. */
export function demoChannels(accounts: readonly string[] = ACCOUNTS): FakeChannel[] {
  return accounts.map((account) => fakeChannel({ account }));
}

/** Lives through a busy day, ending at `end`, in the given data folder: the real program over a clock run by hand. */
export async function liveThroughTheDay(config: Config, end: number): Promise<void> {
  const channels = demoChannels();
  const clock = manualClock(end - DAY_MINUTES * MINUTE);
  // Whatever looks every second looks every minute here: a day of seconds takes too long to live through.
  const coarse = {
    ...clock,
    after: (ms: number, work: () => void) => clock.after(ms < 1_000 ? ms : Math.max(ms, MINUTE), work),
  };
  const parts = await compose(config, { log: silentLog, clock: coarse, only: channels });
  try {
    const doors = await doorsOf(parts);
    const commands = deskCommands({ ...doors, desk: parts.store.desk });
    const team = {} as Record<Colleague, Agent>;
    for (const [who, person] of Object.entries(PEOPLE) as [Colleague, (typeof PEOPLE)[Colleague]][]) {
      team[who] = await doors.accounts.add({ ...person, password: PASSWORD }).then(({ agent }) => agent);
    }
    await parts.dispatch.start();

    /** Everything that can happen at this moment has happened. */
    const quiet = async (): Promise<void> => {
      for (;;) {
        await clock.advance(50);
        const { inboxWaiting, outbox } = await parts.store.desk.gauges(clock.now());
        if (inboxWaiting + outbox.ready + outbox.sending + outbox.retry === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    const scene = { channels, team, commands, now: clock.now };
    for (const { at, plot, step } of timeline(end)) {
      await clock.advance(Math.max(0, at - clock.now()));
      await play(scene, plot, step);
      await quiet();
    }
    await clock.advance(Math.max(0, end - clock.now()));
    await parts.dispatch.stop();
  } finally {
    await parts.close();
  }
}

interface Scene {
  channels: FakeChannel[];
  team: Record<Colleague, Agent>;
  commands: ReturnType<typeof deskCommands>;
  now(): number;
}

/** Everybody's steps, in the order of time. */
function timeline(end: number): { at: number; plot: Plot; step: Step }[] {
  const plots = [...CASES, ...alone()];
  const all = plots.flatMap((plot) => {
    let at = end - plot.ago * MINUTE;
    const begin = at;
    return plot.steps.map((step) => {
      at = begin + step.after * MINUTE;
      return { at, plot, step };
    });
  });
  return all.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
}

/** Customers whom the bot answers: most say that it helped. The same every time. */
function alone(): Plot[] {
  return Array.from({ length: ALONE }, (_, n): Plot => {
    const locale = n % 2 === 0 ? "zh" : "en";
    const pick = <T>(list: readonly T[], step: number): T => list[(n * step) % list.length] as T;
    const answer: Step[] = n % 4 === 3 ? [] : [{ after: 1 + (n % 3), presses: n % 9 === 8 ? "no" : "yes" }];
    return {
      account: pick(ACCOUNTS, 7),
      name: pick(GUESTS[locale], 3),
      locale,
      ago: DAY_MINUTES - 5 - ((n * 37) % (DAY_MINUTES - 10)),
      steps: [{ after: 0, says: pick(QUESTIONS[locale], 3) }, ...answer],
    };
  });
}

async function play({ channels, team, commands, now }: Scene, plot: Plot, step: Step): Promise<void> {
  const channel = channels.find(({ account }) => account === plot.account);
  if (channel === undefined) throw new Error(`no channel ${plot.account}`);
  const who = `${plot.name} ${plot.ago}`;
  if ("says" in step) {
    await channel.hears(
      wrote(step.says, { at: now(), who, actor: { id: who, name: plot.name, locale: plot.locale } }),
    );
    return;
  }
  if ("presses" in step) {
    const token = tokenOf(channel, who, step.presses);
    // Asked back instead of answered, a customer has nothing to say yes to.
    if (token === undefined) return;
    const press = { kind: "press", token, at: now(), who, actor: { id: who, name: plot.name } } as const;
    await channel.hears(wrote("", press));
    return;
  }
  const conversation = channel.posted.findLast(({ space }) => space.id === who)?.conversationId ?? "";
  const key = `${plot.name}-${step.after}-${step.act}`.replace(
    /[^\x21-\x7e]/g,
    (one) => one.codePointAt(0)?.toString(16) ?? "",
  );
  const outcome = await commands.run({ agent: team[step.agent], conversation, key, act: actOf(step, now()) });
  if (!outcome.ok) throw new Error(`${plot.name}, ${step.act}: ${outcome.message}`);
}

function actOf(step: Extract<Step, { agent: Colleague }>, at: number) {
  switch (step.act) {
    case "reply":
    case "note":
      return { verb: step.act, text: step.text };
    case "transfer":
      return { verb: step.act, to: PEOPLE[step.to].email, note: step.text };
    case "snooze":
      return { verb: step.act, until: at + step.hours * 60 * MINUTE };
    default:
      return { verb: step.act };
  }
}

function tokenOf(channel: FakeChannel, who: string, wanted: string): string | undefined {
  const label = (number: string) => new RegExp(`^${number}\\b|${"★".repeat(Number(number))}(?!★)`);
  const labels: Record<string, (text: string) => boolean> = {
    yes: (text) => text === zh.buttons.yes || text === en.buttons.yes,
    no: (text) => text === zh.buttons.no || text === en.buttons.no,
    rate5: (text) => label("5").test(text),
    rate4: (text) => label("4").test(text),
    rate2: (text) => label("2").test(text),
  };
  const offered = channel.posted.filter(({ space }) => space.id === who).flatMap(({ part }) => part.choices);
  return offered.findLast((one) => labels[wanted]?.(one.label))?.token;
}
