import type { ActAnswer, Refused } from "./api.ts";
import type { Desk } from "./desk.ts";
import type { Phrases } from "./phrases.ts";
import type { Agent, Owner } from "./types.ts";

/** What a person does to a conversation, told on the screen whichever way it ends. Resolves to whether it was done. */
export interface Acts {
  claim(id: string): Promise<boolean>;
  release(id: string): Promise<boolean>;
  resolve(id: string): Promise<boolean>;
  giveBack(id: string): Promise<boolean>;
  snooze(id: string, until: number, shown: string): Promise<boolean>;
  transfer(id: string, to: Agent, note: string): Promise<boolean>;
}

export function actsOf(desk: Desk, words: Phrases): Acts {
  const tell = async (answer: Promise<ActAnswer>, done: string): Promise<boolean> => {
    const came = await answer;
    if (came.ok) desk.notify(done);
    else desk.notify(refusalText(came, words), "bad");
    return came.ok;
  };
  const held = (agent: Pick<Agent, "id" | "name">): Owner => ({
    kind: "agent",
    agentId: agent.id,
    agentName: agent.name,
    since: Date.now(),
  });
  const { done } = words;
  return {
    claim: (id) =>
      tell(
        desk.act(id, "claim", { patch: { owner: held(desk.store.get().agent), status: "open" } }),
        done.claim,
      ),
    release: (id) => {
      const owner: Owner = { kind: "queue", since: Date.now(), reason: "agent-released", priority: "normal" };
      return tell(desk.act(id, "release", { patch: { owner, status: "open" } }), done.release);
    },
    resolve: (id) => tell(desk.act(id, "resolve", { patch: { status: "resolved" } }), done.resolve),
    giveBack: (id) =>
      tell(desk.act(id, "return", { patch: { owner: { kind: "bot" }, status: "open" } }), done.return),
    snooze: (id, until, shown) =>
      tell(desk.act(id, "snooze", { body: { until }, patch: { status: "snoozed" } }), done.snooze(shown)),
    transfer: (id, to, note) => {
      const body = { to: to.email, ...(note.trim() === "" ? {} : { note }) };
      return tell(
        desk.act(id, "transfer", { body, patch: { owner: held(to), status: "open" } }),
        done.transfer(to.name),
      );
    },
  };
}

/** Why something was not done, in the reader's words: who has the conversation, where somebody does. */
export function refusalText(refused: Refused, words: Phrases): string {
  if (refused.status === 0) return words.unreached;
  const known = words.refusals[refused.code];
  if (known !== undefined) return known;
  const owner = refused.owner;
  if (owner === undefined) return refused.message;
  return words.refusedBy(owner === "bot" ? words.ownerBot : owner === "queue" ? words.ownerQueue : owner);
}
