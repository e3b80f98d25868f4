import type { Log } from "../../src/log.ts";
import type { DiscordApi } from "./api.ts";
import type { Interaction } from "./decode-interaction.ts";
import { languageOf, phrases } from "./phrases.ts";

/** Acknowledges interactions, and knows which replies Discord still expects. */
export interface Interactions {
  /** Tells Discord that an interaction was taken in. Call it after the commit; it never rejects. */
  acknowledge(interaction: Interaction, dmId?: string): Promise<void>;
  /** Opens a dialog, which is the acknowledgement of a press; false when Discord would not have it. */
  open(interaction: Interaction, modal: object): Promise<boolean>;
  /** Tells the person who pressed or called, and nobody else, why nothing comes of it. */
  refuse(interaction: Interaction, why: "closed" | "notYours" | "useless" | "elsewhere"): Promise<void>;
  /** Resolves when the acknowledgement of this token, if one is on its way, has arrived. */
  settled(token: string): Promise<void>;
  /** The reply is given: nothing needs to stand in for it. */
  replied(token: string): void;
}

const MESSAGE = 4;
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const MODAL = 9;
const EPHEMERAL = 64;
/** How long "thinking" may stand before we say that the message arrived: a person may take longer than the bot. */
const silenceMs = 60_000;

export function interactions(parts: {
  api: DiscordApi;
  applicationId(): string;
  log: Log;
  delay(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
}): Interactions {
  const { api, log } = parts;
  const acks = new Map<string, Promise<void>>();
  const waiting = new Map<string, AbortController>();

  async function answer({ id, token }: Interaction, body: object): Promise<boolean> {
    try {
      await api.call("POST", `/interactions/${id}/${token}/callback`, { body, auth: false });
      return true;
    } catch (error) {
      log.debug({ reason: api.faultOf(error).detail }, "discord interaction not acknowledged");
      return false;
    }
  }

  function told({ ephemeral }: Interaction, content: string) {
    return {
      type: MESSAGE,
      data: { content, flags: ephemeral ? EPHEMERAL : 0, allowed_mentions: { parse: [] } },
    };
  }

  /** Nobody may answer for a long time, and Discord would call the command failed: so we say that it arrived. */
  async function standIn({ token, locale }: Interaction): Promise<void> {
    const answered = new AbortController();
    const end = () => answered.abort();
    parts.signal.addEventListener("abort", end, { once: true });
    waiting.set(token, answered);
    await parts.delay(silenceMs, answered.signal);
    parts.signal.removeEventListener("abort", end);
    waiting.delete(token);
    if (answered.signal.aborted) return;
    const body = { content: phrases[languageOf(locale)].received, allowed_mentions: { parse: [] } };
    const route = `/webhooks/${parts.applicationId()}/${token}/messages/@original` as const;
    await api.call("PATCH", route, { body, auth: false }).catch(() => undefined);
  }

  return {
    acknowledge(interaction, dmId) {
      const words = phrases[languageOf(interaction.locale)];
      const alone = { ...interaction, ephemeral: true };
      const bodies: Record<Interaction["ack"], object> = {
        quiet: { type: DEFERRED_UPDATE },
        think: { type: DEFERRED_MESSAGE, data: { flags: interaction.ephemeral ? EPHEMERAL : 0 } },
        private: told(alone, words.continued(`https://discord.com/channels/@me/${dmId}`)),
        received: told(alone, words.noted),
        elsewhere: told(alone, words.elsewhere),
      };
      const body = bodies[interaction.ack];
      const { token } = interaction;
      const done = answer(interaction, body).then((arrived) => {
        acks.delete(token);
        if (arrived && interaction.ack === "think") void standIn(interaction);
      });
      acks.set(token, done);
      return done;
    },
    open: (interaction, modal) => answer(interaction, { type: MODAL, data: modal }),
    async refuse(interaction, why) {
      const words = phrases[languageOf(interaction.locale)];
      await answer(interaction, told({ ...interaction, ephemeral: true }, words[why]));
    },
    settled: (token) => acks.get(token) ?? Promise.resolve(),
    replied: (token) => waiting.get(token)?.abort(),
  };
}
