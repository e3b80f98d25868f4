import { expect, it } from "vitest";
import { en } from "../../src/conversation/phrases/en.ts";
import { hire } from "./agent.ts";
import { sharedKefu } from "./process.ts";
import { spoken } from "./spoken.ts";
import { visit } from "./visitor.ts";

const kefu = sharedKefu(() => ({}));

it("takes a rating with a comment from the website's own form", async () => {
  const agent = await hire(kefu(), "rate@example.com");
  const customer = await visit(kefu());
  await customer.say("human");
  await customer.hears(spoken(en.handoff.wish));
  const id = customer.conversationId;
  await agent.act(id, "reply", { text: "Done." });
  await agent.act(id, "resolve");
  await customer
    .stream()
    .waitFor(
      (events) => events.find(({ event, data }) => event === "state" && (data as { rating: boolean }).rating),
      "the state that asks for a rating",
    );
  await customer.rate(4, "quick and kind");
  await customer.hears(spoken(en.ratingThanks));
  expect((await agent.show(id)).conversation.rating).toMatchObject({ score: 4, comment: "quick and kind" });
});
