import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { decodeDelivery } from "../../../../adapters/slack/decode.ts";
import { missingScopes } from "../../../../adapters/slack/scopes.ts";

const root = new URL("../../../../", import.meta.url);
const manifest = z
  .object({
    features: z.object({
      slash_commands: z.array(z.object({ command: z.string() })),
      shortcuts: z.array(z.object({ type: z.string(), callback_id: z.string() })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.boolean() }),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.boolean(),
    }),
  })
  .parse(parse(readFileSync(new URL("docs/slack-manifest.yml", root), "utf8")));

describe("the manifest an operator pastes", () => {
  it("asks for every scope the channel needs", () => {
    const scopes = manifest.oauth_config.scopes.bot;
    expect(missingScopes({ response_metadata: { scopes } }, { staff: true })).toBeUndefined();
    for (const scope of scopes.filter((one) => one !== "im:read" && one !== "groups:history")) {
      const without = scopes.filter((one) => one !== scope);
      expect(missingScopes({ response_metadata: { scopes: without } }, { staff: true })).toContain(scope);
    }
    const customersOnly = scopes.filter((one) => one !== "reactions:write");
    expect(missingScopes({ response_metadata: { scopes: customersOnly } })).toBeUndefined();
    expect(missingScopes({})).toBeUndefined();
  });

  it("hears direct messages, calls and threads, by the connection kefu opens itself", () => {
    const events = manifest.settings.event_subscriptions.bot_events;
    for (const event of [
      "message.im",
      "app_mention",
      "message.channels",
      "message.groups",
      "app_home_opened",
    ]) {
      expect(events).toContain(event);
    }
    expect(manifest.settings).toMatchObject({
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    });
  });

  it("has shortcuts and a command that kefu understands", () => {
    const context = { bot: {}, now: 0, commands: ["menu", "human", "help", "start"] };
    const shortcuts = manifest.features.shortcuts.filter((one) => one.callback_id !== "reply_to_customer");
    const kinds = shortcuts.map(({ type, callback_id }) => {
      const body = {
        type: type === "message" ? "message_action" : "shortcut",
        callback_id,
        user: { id: "U1" },
        message: { ts: "1.1", text: "why?" },
        trigger_id: "1",
      };
      const event = decodeDelivery(body, context).arrivals[0]?.event;
      return event?.kind === "command" ? event.name : event?.kind;
    });
    expect(kinds).toEqual(["start", "human", "message"]);
    expect(manifest.features.shortcuts).toHaveLength(kinds.length + 1);
    for (const { command } of manifest.features.slash_commands) {
      const body = { command, text: "why?", user_id: "U1", team_id: "T1", channel_id: "C1", trigger_id: "1" };
      expect(decodeDelivery(body, context).arrivals[0]?.event).toMatchObject({
        kind: "message",
        text: "why?",
      });
    }
  });
});
