import { beforeAll } from "vitest";
import { en } from "../../../src/conversation/phrases/en.ts";
import { en as roomEn } from "../../../src/rooms/phrases-en.ts";
import { type Agent, hire, linkCode } from "../agent.ts";
import { fakeTelegram, pollingEnv } from "../customers.ts";
import { discordEnv, fakeDiscord } from "../discord-customer.ts";
import { type Ending, sharedKefu } from "../process.ts";
import { fakeSlack, socketEnv } from "../slack-customer.ts";
import { spoken } from "../spoken.ts";
import type { CustomersOf, PairCustomer } from "./customer.ts";
import type { Member, Room, RoomOn } from "./room.ts";
import type { Platforms, Shown } from "./shown.ts";

/** A case that waits for a person, as its customer, its thread in the room and the desk have it. */
export interface Case {
  id: string;
  reference: string;
  thread: string;
  customer: PairCustomer;
  /** What the program wrote in the thread. */
  shown(): Shown[];
  card(): Shown;
  /** Waits for a post of the thread. */
  post(pattern: RegExp): Promise<Shown>;
  /** Waits until the card reads so. */
  cardSays(pattern: RegExp): Promise<Shown>;
  /** Customer's words of a post that stands alone. */
  wrote(text: string): Promise<Shown>;
}

/** The room's program with all three customers' channels, and Mei and Tom linked to the desk. */
export function pairScene(roomOn: RoomOn) {
  let platforms: Platforms;
  let room: Room;
  const kefu = sharedKefu(async (ending: Ending) => {
    platforms = {
      telegram: await fakeTelegram(ending),
      discord: await fakeDiscord(ending),
      slack: await fakeSlack(ending),
    };
    room = roomOn(platforms);
    const { telegram, discord, slack } = platforms;
    const env = { ...pollingEnv(telegram), ...discordEnv(discord), ...socketEnv(slack), ...room.env };
    return { env: { ...env, RATE_LIMITS: "telegram=600,discord=600,slack=600" } };
  });
  const agents = {} as Record<"mei" | "tom", Agent>;

  beforeAll(async () => {
    await kefu().untilReadyz(({ channels }) => Object.values(channels).every(({ state }) => state === "up"));
    for (const [who, name] of [
      ["mei", "Mei"],
      ["tom", "Tom"],
    ] as const) {
      agents[who] = await hire(kefu(), `${who}@example.com`, name);
      await link(who, `${who}@example.com`, name);
    }
  });

  async function link(who: Member, email: string, name: string): Promise<void> {
    room.tells(who, `/link ${await linkCode(kefu(), email)}`);
    await room.until(`the welcome of ${name}`, () =>
      room.told(who).some((text) => text.includes(`Welcome, ${name}`)),
    );
  }

  /** A customer asks, is answered, and then wants a person. */
  async function waiting(open: CustomersOf): Promise<Case> {
    const customer = open(platforms);
    await customer.say("I forgot my password");
    await customer.hears(/tap Forgot password/);
    await customer.say("I want to talk to a human");
    const { text } = await customer.hears(spoken(en.handoff.wish));
    const reference = /reference is ([\w-]+)/.exec(text)?.[1] ?? "none";
    const find = () => room.threads().find(({ id }) => room.shown(id)[0]?.text.includes(reference));
    await room.until(`a thread for ${reference}`, () => find() !== undefined);
    const thread = find()?.id ?? "";
    const row = (await agents.mei.list("all")).find((one) => one.reference === reference);
    const one = caseOf({ id: row?.id ?? "", reference, thread, customer });
    await one.wrote("I want to talk to a human");
    return one;
  }

  function caseOf(base: Pick<Case, "id" | "reference" | "thread" | "customer">): Case {
    const shown = () => room.shown(base.thread);
    const found = async (what: string, find: () => Shown | undefined): Promise<Shown> => {
      await room
        .until(what, () => find() !== undefined)
        .catch((cause: unknown) => {
          const all = JSON.stringify(
            shown().map(({ text }) => text),
            null,
            1,
          );
          throw new Error(`${what} did not come to the thread of ${base.reference}. There: ${all}`, {
            cause,
          });
        });
      return find() as Shown;
    };
    const card = () => shown()[0] as Shown;
    const post = (pattern: RegExp) =>
      found(String(pattern), () =>
        shown()
          .slice(1)
          .find(({ text }) => pattern.test(text)),
      );
    return {
      ...base,
      shown,
      card,
      post,
      cardSays: (pattern) =>
        found(`${pattern} on the card`, () => (pattern.test(card().text) ? card() : undefined)),
      wrote: (text) =>
        found(text, () => shown().find((one) => one.text.startsWith("👤") && one.text.includes(text))),
    };
  }

  return {
    kefu,
    room: () => room,
    agents,
    waiting,
    /** A waiting case, taken by Mei with the button. */
    async claimed(open: CustomersOf): Promise<Case> {
      const one = await waiting(open);
      room.press("mei", one.thread, roomEn.buttons.claim);
      await one.post(/Mei has this case now/);
      return one;
    },
  };
}
