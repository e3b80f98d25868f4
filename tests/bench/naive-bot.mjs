// The bot one writes in an afternoon: telegraf's own polling, Fuse.js over all titles and phrasings, ctx.reply.
// Nothing is stored. It is what our figures are held against.
import { readFileSync } from "node:fs";
import Fuse from "fuse.js";
import { Telegraf } from "telegraf";

const { lines, answers } = JSON.parse(readFileSync(process.env.NAIVE_KNOWLEDGE, "utf8"));
const fuse = new Fuse(lines, { keys: ["text"], threshold: 0.6, ignoreLocation: true });
const bot = new Telegraf(process.env.TELEGRAM_BOT_TOKEN, {
  telegram: { apiRoot: process.env.TELEGRAM_API_ROOT },
});
bot.on("text", (ctx) => {
  const [hit] = fuse.search(ctx.message.text, { limit: 1 });
  return ctx.reply(hit ? answers[hit.item.topic] : "Sorry, I do not know that.");
});
bot.launch();
process.once("SIGTERM", () => bot.stop("SIGTERM"));
