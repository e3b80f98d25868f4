import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { SlackApi } from "./api.ts";
import type { Act } from "./decode.ts";
import { faultOf } from "./errors.ts";
import { homeView, type Menus, say, suggestedPrompts } from "./home.ts";
import type { People } from "./people.ts";

export interface ActParts {
  api: SlackApi;
  people: People;
  menus: Menus;
  log: Log;
  /** The app was removed from the workspace. */
  removed(): void;
}

/** Conveniences around the conversation. Each may fail alone; the log says so, and nothing waits for it. */
export function performer({ api, people, menus, log, removed }: ActParts): (act: Act) => Promise<void> {
  async function perform(act: Act): Promise<void> {
    switch (act.kind) {
      case "home": {
        const { locale } = await people.of(act.user);
        await api.call("views.publish", { user_id: act.user, view: homeView(menus, locale) });
        return;
      }
      case "prompts": {
        const { locale } = await people.of(act.user);
        const where = { channel_id: act.channel, thread_ts: act.thread };
        await api.call("assistant.threads.setSuggestedPrompts", {
          ...where,
          ...suggestedPrompts(menus, locale),
        });
        return;
      }
      case "tell": {
        const { locale } = await people.of(act.user);
        const text = say(act.what, locale);
        await api.respond(act.responseUrl, { response_type: "ephemeral", replace_original: false, text });
        return;
      }
      case "uninstalled":
        removed();
    }
  }

  return (act) =>
    perform(act).catch((error: unknown) => {
      const reason = api.redact(faultOf(error, api.redact).detail || reasonOf(error));
      log.warn({ act: act.kind, reason }, "slack: not shown to the customer");
    });
}
