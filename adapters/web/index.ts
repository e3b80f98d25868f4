import { openWeb } from "./channel.ts";
import { settings } from "./settings.ts";

/** The web channel: always on, needs no account. */
export const web = { name: "web", settings, open: openWeb };
