import { expect, it } from "vitest";
import { hire } from "./agent.ts";
import { startKefu } from "./process.ts";
import { visit } from "./visitor.ts";

const CASES = 100;
const AGENTS = 10;

it(`of ${CASES * AGENTS} claims at the same moment one for each case wins, and all others are told who has it`, async () => {
  const kefu = await startKefu({ env: { RATE_LIMITS: "web=3000" } });
  const team = await Promise.all(
    Array.from({ length: AGENTS }, (_, n) => hire(kefu, `agent${n}@example.com`, `Agent ${n}`)),
  );
  const [first] = team;
  if (first === undefined) throw new Error("nobody was hired");
  const visitors = [];
  for (let n = 0; n < CASES; n += 1) {
    const visitor = await visit(kefu);
    await visitor.say("human");
    visitors.push(visitor);
  }
  await Promise.all(visitors.map((visitor) => visitor.hears(({ author }) => author === "system")));
  const ids = visitors.map(({ conversationId }) => conversationId);

  const answers = await Promise.all(
    ids.flatMap((id) => team.map(async (agent) => ({ id, ...(await agent.act(id, "claim")) }))),
  );

  for (const id of ids) {
    const mine = answers.filter((answer) => answer.id === id);
    const won = mine.filter(({ status }) => status === 200);
    expect(won, id).toHaveLength(1);
    const owner = won[0]?.body.conversation?.owner;
    const name = owner?.kind === "agent" ? owner.agentName : "nobody";
    const refused = mine.filter(({ status }) => status === 409).map(({ body }) => body.error?.owner);
    expect(refused, id).toEqual(Array.from({ length: AGENTS - 1 }, () => name));
    const { conversation } = await first.show(id);
    expect(conversation.owner).toMatchObject({ kind: "agent", agentName: name });
  }
  // Each customer was told once that somebody is there.
  for (const visitor of visitors.slice(0, 5)) {
    await visitor.hears(({ author, text }) => author === "system" && /Agent \d/.test(text));
    expect(visitor.messages().filter(({ text }) => /Agent \d/.test(text))).toHaveLength(1);
  }
});
