let last = 0n;

/** The next snowflake: later ones are larger, and each tells when it was made. */
export function nextId(at = Date.now()): string {
  const id = (BigInt(at) - 1_420_070_400_000n) << 22n;
  last = id > last ? id : last + 1n;
  return String(last);
}

export const applicationId = "1040000000000000001";
export const guildId = "4040000000000000001";
export const generalId = "3040000000000000002";
export const threadId = "3040000000000000003";
/** The staff's: a forum, and a text channel. */
export const forumId = "3040000000000000004";
export const officeId = "3040000000000000005";

export const botUser = { id: applicationId, username: "desk", global_name: null, bot: true };

export interface Person {
  id: string;
  username: string;
  global_name: string | null;
}

export const lin: Person = { id: "2040000000000000042", username: "lin.w", global_name: "Lin Wei" };
export const sam: Person = { id: "2040000000000000043", username: "sam_o", global_name: null };
