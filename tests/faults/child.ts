/** The process that is killed: the real store, engine and dispatch over channels of the referee's platform. */
import { systemClock } from "../../src/dispatch/clock.ts";
import { createDispatch } from "../../src/dispatch/run.ts";
import { openSqlite } from "../../src/store/sqlite/open.ts";
import { GREETING, KNOWLEDGE } from "../unit/dispatch/scene.ts";
import { httpChannel } from "./http-channel.ts";

const [folder = "", url = "", policy = "hold"] = process.argv.slice(2);
const uncertain = policy === "resend" ? "resend" : "hold";
const store = openSqlite({ folder });
const dispatch = createDispatch({
  store,
  channels: [
    httpChannel({ url, account: "keyed", idempotent: true, uncertain }),
    httpChannel({ url, account: "plain", idempotent: false, uncertain }),
  ],
  clock: systemClock,
  log: { debug() {}, info() {}, warn() {}, error: (fields, message) => console.error(message, fields) },
  match: async () => {
    await new Promise((resolve) => setTimeout(resolve, 3));
    return GREETING;
  },
  knowledge: () => KNOWLEDGE,
  // What is measured here is the sender: nothing it gives up is to be handed to people.
  answerWithin: Number.POSITIVE_INFINITY,
  perSecond: () => 10_000,
  floodLimitsOf: () => ({ burst: 100_000, refillMs: 1, storedPerHour: 1_000_000 }),
  parts: () => ({ matcher: { state: "ready" }, knowledge: { state: "ok", hash: "test" } }),
});

process.on("SIGTERM", () => {
  dispatch
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0));
});

// Asked by its parent how much is still to be handled or sent: the store is this process's alone.
process.on("message", () => {
  Promise.all([store.inbound.waiting(), store.desk.gauges(Date.now())]).then(([waiting, { outbox }]) =>
    process.send?.(waiting.length + outbox.ready + outbox.sending + outbox.retry),
  );
});

await dispatch.start();
