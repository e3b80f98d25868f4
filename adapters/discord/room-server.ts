import type { ChannelPorts } from "../../src/channel/contract.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import type { DiscordApi } from "./api.ts";
import { setCommands } from "./commands.ts";
import { roomCommands } from "./room-commands.ts";

const cursorName = "staff-server";

/**
 * Offers the staff's commands on this server, and takes them back from one where they were offered before; undefined where
 * there is no staff's room any more. A failure is logged, no more.
 */
export async function offerStaffCommands(
  guildId: string | undefined,
  parts: {
    api: DiscordApi;
    log: Log;
    applicationId: string;
    cursor: ChannelPorts["cursor"] | undefined;
    signal: AbortSignal;
  },
): Promise<void> {
  const { cursor, applicationId, log } = parts;
  const routeOf = (id: string) => `/applications/${applicationId}/guilds/${id}/commands` as const;
  try {
    const before = await cursor?.get(cursorName);
    if (before && before !== guildId) await setCommands(parts, routeOf(before), []);
    if (before !== guildId && (before || guildId)) await cursor?.set(cursorName, guildId ?? "");
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, "discord staff server not remembered");
  }
  if (guildId !== undefined) await setCommands(parts, routeOf(guildId), roomCommands);
}
