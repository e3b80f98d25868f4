/** Mei and Tom are linked agents, Vic is a linked viewer, Eve is somebody in the group. */
export type Who = "mei" | "tom" | "vic" | "eve";

export interface ModelCase {
  owner: "queue" | "bot" | "mei" | "tom";
  resolved: boolean;
  /** Grows whenever somebody else owns the case. */
  epoch: number;
  /** The epoch reply mode was switched on in. */
  live: number | undefined;
  /** Agents' words in the thread, by what became of them. */
  notes: string[];
}

/**
 * What is promised of words in a staff room, told without any of its code: who owns each case of one customer, and so which
 * words the customer hears, in order.
 */
export class LeakModel {
  /** Oldest first; the last one is where the customer's next message goes, unless it is resolved. */
  readonly cases: ModelCase[] = [];
  readonly heard: string[] = [];
  readonly linked = new Set<Who>(["mei", "tom", "vic"]);

  constructor() {
    this.customerWrites();
  }

  /** Every word of this customer's is the wish for a person. */
  customerWrites(): void {
    const last = this.cases.at(-1);
    if (last === undefined || last.resolved)
      this.cases.push({ owner: "queue", resolved: false, epoch: 1, live: undefined, notes: [] });
    else if (last.owner === "bot") own(last, "queue");
  }

  /** Buttons, and the commands of the same names. */
  acts(who: Who, act: "claim" | "live" | "return" | "snooze" | "resolve", n: number): void {
    const one = this.at(n);
    const agent = this.agent(who);
    if (one.resolved || agent === undefined || isAnothers(one, agent)) return;
    const waits = one.owner === "queue";
    if (act === "claim" || (act === "snooze" && waits)) own(one, agent);
    else if (act === "resolve") one.resolved = true;
    else if (act === "return" && one.owner !== "bot") own(one, "bot");
    else if (act === "live" && one.owner === agent) one.live = isLive(one) ? undefined : one.epoch;
  }

  /** Words that are meant for the customer beyond doubt. */
  replies(who: Who, words: string, n: number): void {
    const one = this.at(n);
    if (this.agent(who) === one.owner && !one.resolved) this.heard.push(words);
  }

  /** Words in the thread, not meant for anybody in particular. */
  talks(who: Who, words: string, n: number): void {
    const one = this.at(n);
    if (this.agent(who) === one.owner && isLive(one)) this.replies(who, words, n);
    else this.notes(who, words, n);
  }

  notes(who: Who, words: string, n: number): void {
    if (this.agent(who) !== undefined) this.at(n).notes.push(words);
  }

  /** At the desk a reply in an unowned case takes it. */
  deskReplies(who: "mei" | "tom", words: string, n: number): void {
    const one = this.at(n);
    if (one.resolved || isAnothers(one, who)) return;
    own(one, who);
    this.heard.push(words);
  }

  deskActs(who: "mei" | "tom", act: "release" | "transfer", n: number): void {
    const one = this.at(n);
    if (one.resolved || isAnothers(one, who)) return;
    if (act === "transfer") own(one, who === "mei" ? "tom" : "mei");
    else if (one.owner === who) own(one, "queue");
  }

  private at(n: number): ModelCase {
    return this.cases[n] as ModelCase;
  }

  private agent(who: Who): "mei" | "tom" | undefined {
    return this.linked.has(who) && (who === "mei" || who === "tom") ? who : undefined;
  }
}

function own(one: ModelCase, owner: ModelCase["owner"]): void {
  if (one.owner !== owner) one.epoch += 1;
  one.owner = owner;
}

function isLive(one: ModelCase): boolean {
  return one.live === one.epoch;
}

function isAnothers({ owner }: ModelCase, agent: "mei" | "tom"): boolean {
  return (owner === "mei" || owner === "tom") && owner !== agent;
}
