import { z } from "zod";

/** The web channel's variables. None is needed: without them the page served by kefu itself is the channel. */
export const settings = z.object({
  /** Shared with the tenant's backend, which signs who its customer is (JWT, HS256). Unset: nobody can claim an identity. */
  WEB_IDENTITY_SECRET: z
    .string()
    .min(32, { error: "use at least 32 characters, for example from `openssl rand -base64 32`" })
    .optional(),
  /** Sites that may call the channel from their own pages, comma separated: `https://www.example.com,https://app.example.com`. */
  WEB_ALLOWED_ORIGINS: z
    .string()
    .superRefine((list, context) => {
      for (const [n, entry] of entriesOf(list).entries()) {
        if (originOf(entry) !== undefined) continue;
        const message = `entry ${n + 1} is not an origin; write scheme and host only, like https://www.example.com`;
        context.addIssue({ code: "custom", message });
      }
    })
    .optional(),
});

export type WebSettings = z.output<typeof settings>;

/** The origins of a list that passed `settings`, as browsers write them. */
export function originsOf(list: string | undefined): string[] {
  return entriesOf(list ?? "").flatMap((entry) => originOf(entry) ?? []);
}

function entriesOf(list: string): string[] {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function originOf(entry: string): string | undefined {
  if (!URL.canParse(entry)) return undefined;
  const url = new URL(entry);
  const bare = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return bare && (url.protocol === "https:" || url.protocol === "http:") ? url.origin : undefined;
}
