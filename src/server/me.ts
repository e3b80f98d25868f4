import type { z } from "@hono/zod-openapi";
import { publicAgent } from "../desk/people.ts";
import { type DeskUser, rights, totpOf } from "../desk/roles.ts";
import type { Agent } from "../store/store.ts";
import type { MeShape } from "./shapes.ts";

/** Who is signed in, as they are told it: never a password hash. */
export function meOf(agent: Agent, user: DeskUser): z.infer<typeof MeShape> {
  return { agent: publicAgent(agent), totp: totpOf(user), rights: rights(user) };
}
