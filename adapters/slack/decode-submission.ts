import { z } from "zod";
import type { InboundEvent } from "../../src/channel/contract.ts";
import { actorIdOf } from "./actor.ts";
import type { DecodeContext, Decoded } from "./decode.ts";
import { formAction } from "./dialog.ts";
import { personSchema } from "./payload.ts";

const id = z.string().min(1).max(64);

/** A dialog of ours that was sent. */
const submissionSchema = z.object({
  type: z.literal("view_submission"),
  user: personSchema,
  team: z.object({ id }).nullish(),
  view: z.object({
    id,
    callback_id: z.string().max(255),
    private_metadata: z.string().max(3_000),
    state: z.object({
      values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))),
    }),
  }),
});

/** What `viewOf` wrote into the dialog (see DialogPlace). Only Slack and we have had it. */
const placeSchema = z.object({
  space: z.object({ id, kind: z.enum(["dm", "group", "channel"]), thread: z.string().exactOptional() }),
  addressed: z.enum(["dm", "reply", "command"]),
  msgId: z.string().exactOptional(),
});

/** A dialog that was sent: one event in the place where it was opened. */
export function submissionEvents(body: unknown, context: DecodeContext): Partial<Decoded> | string {
  const parsed = submissionSchema.safeParse(body);
  if (!parsed.success) return "malformed: view_submission";
  const { user, team, view } = parsed.data;
  const place = placeSchema.safeParse(jsonIn(view.private_metadata));
  if (!view.callback_id.startsWith(formAction) || !place.success) return "a dialog that is not ours";
  const fields = Object.values(view.state.values).flatMap((block) => Object.entries(block));
  const name = user.name || user.username;
  const event: InboundEvent = {
    key: `form:${view.id}`,
    at: context.now,
    ...place.data,
    actor: {
      id: actorIdOf(user.id, user.team_id ?? team?.id, context.bot.teamId),
      ...(name ? { name } : {}),
    },
    kind: "form",
    token: view.callback_id.slice(formAction.length),
    values: Object.fromEntries(fields.map(([field, { value }]) => [field, value ?? ""])),
  };
  return { arrivals: [{ event, stranger: user.id }] };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
