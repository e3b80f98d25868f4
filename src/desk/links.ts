import { AppError } from "../errors.ts";
import type { RoomStore } from "../store/rooms.ts";
import type { Agent } from "../store/store.ts";
import { fingerprint, readableCode } from "./tokens.ts";

/** Long enough to pick up the phone, short enough that a code left lying about opens nothing. */
const CODE_MS = 15 * 60_000;

/** Which accounts on the platforms are which agent's. */
export interface Links {
  /** A code, told this once, with which the agent says who they are in a staff room (`/link`). Earlier codes end. */
  make(agent: Agent): Promise<{ code: string; expiresAt: number }>;
  /** Ends all bonds of an agent, and codes not used yet; how many bonds there were. */
  end(agentId: string): Promise<number>;
}

export function links({ rooms, now }: { rooms: RoomStore; now(): number }): Links {
  return {
    async make(agent) {
      if (agent.disabledAt !== undefined) {
        throw new AppError("conflict", "This agent is disabled. Enable them first: kefu agents enable EMAIL");
      }
      const code = readableCode(2);
      const expiresAt = now() + CODE_MS;
      await rooms.addLinkCode(agent.id, codeMark(code), expiresAt);
      return { code, expiresAt };
    },
    end: (agentId) => rooms.unlink(agentId),
  };
}

/** What of a code is stored and compared; case, spaces and dashes do not count. */
export function codeMark(code: string): string {
  return fingerprint(code.toLowerCase().replace(/[\s-]/g, ""));
}
