import type { PersonRecord } from "../store/contacts.ts";
import { table } from "./output.ts";

/** Everything held of a person, for people to read. The JSON form holds more of why the bot said what it said. */
export function recordAsText(record: PersonRecord): string {
  const { identities, conversations, contact, createdAt } = record;
  return [
    `Contact ${contact}, known since ${when(createdAt)}`,
    "",
    table([
      ["CHANNEL", "ID THERE", "NAME", "VERIFIED", "FIRST", "LAST"],
      ...identities.map((one) => [
        one.account,
        one.customerId,
        one.name ?? "-",
        one.verified ? "yes" : "no",
        when(one.firstAt),
        when(one.lastAt),
      ]),
    ]),
    ...conversations.flatMap(conversationLines),
  ].join("\n");
}

type Told = PersonRecord["conversations"][number];

function conversationLines({
  conversation,
  messages,
  ratings,
  escalations,
  decisions,
  rooms,
}: Told): string[] {
  const { reference, account, openedAt, status, collected } = conversation;
  return [
    "",
    `== ${reference}, ${account}, ${status}, from ${when(openedAt)} ==`,
    ...Object.entries(collected).map(([slot, value]) => `  given: ${slot} = ${value}`),
    ...escalations.map(
      ({ at, reason, priority }) => `  passed to people ${when(at)}: ${reason} (${priority})`,
    ),
    ...ratings.map(
      ({ at, score, comment }) => `  rated ${when(at)}: ${score}${comment ? `, "${comment}"` : ""}`,
    ),
    ...rooms.map(({ room, thread }) => `  also shown in staff room ${room}, thread ${thread}`),
    `  decisions of the bot: ${decisions.length} (see --json)`,
    ...messages.flatMap((message) => [
      `  [${when(message.at)}] ${message.author}${message.name ? ` ${message.name}` : ""}${message.deletedAt ? " (deleted)" : ""}`,
      ...message.text.split("\n").map((line) => `    ${line}`),
      ...message.files.map(({ kind, name, id }) => `    file: ${kind} ${name ?? ""} ${id}`),
    ]),
  ];
}

function when(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}
