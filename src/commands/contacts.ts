import { writeFile } from "node:fs/promises";
import type { ErasureReport } from "../desk/erasure.ts";
import { AppError, reasonOf } from "../errors.ts";
import type { ContactRow, PersonRecord } from "../store/contacts.ts";
import type { DeskClient } from "./desk-client.ts";
import { oneLine, show, table } from "./output.ts";
import { recordAsText } from "./record-text.ts";

/** `kefu export CONTACT`: everything held of a person, as text or as one JSON document; a file is readable by its owner alone. */
export async function exportContact(
  client: DeskClient,
  asked: string,
  options: { json?: boolean; out?: string },
): Promise<void> {
  const id = await contactOf(client, asked);
  const { record } = await client.request<{ record: PersonRecord }>({
    method: "GET",
    path: `/local/contacts/${id}/export`,
  });
  const text = options.json ? JSON.stringify(record, null, 2) : recordAsText(record);
  if (options.out === undefined) {
    process.stdout.write(`${text}\n`);
    return;
  }
  try {
    await writeFile(options.out, `${text}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw new AppError("input_invalid", `${options.out} cannot be written: ${reasonOf(cause)}`, { cause });
  }
  process.stdout.write(`Written to ${options.out}. It holds what a customer told you: keep it safe.\n`);
}

/** `kefu erase CONTACT --yes`: forgets a person for good, and says which copies only people can reach. */
export async function eraseContact(
  client: DeskClient,
  asked: string,
  options: { yes?: boolean; json?: boolean },
): Promise<void> {
  const id = await contactOf(client, asked);
  if (!options.yes) {
    throw new AppError(
      "input_invalid",
      `This cannot be undone. See what it takes away with: kefu export ${id}\nThen erase it with: kefu erase ${id} --yes`,
    );
  }
  const { erased } = await client.request<{ erased: ErasureReport }>({
    method: "POST",
    path: `/local/contacts/${id}/erase`,
  });
  show(options.json, erased, () => saidOf(erased));
}

function saidOf({ conversations, messages, rooms, accounts }: ErasureReport): string {
  const lines = [
    `Erased: ${messages} messages in ${conversations} conversations. Reports still count them, without the person.`,
    "",
    "Copies that kefu cannot reach:",
    ...accounts.map((account) => `  ${account}: the customer's own chat with you. They can delete it there.`),
    ...rooms.map(({ room, thread }) => `  staff room ${room}, thread ${thread}: delete the thread there.`),
    "  Backups, and kefu.db.before-* in the data folder: delete those made before today once you can spare them.",
    "  Files this command wrote, and logs: they hold ids, no words.",
  ];
  return lines.join("\n");
}

/** One contact, by id, conversation, name or platform's id. Several are listed, and nothing is done. */
async function contactOf(client: DeskClient, asked: string): Promise<string> {
  const { contacts } = await client.request<{ contacts: ContactRow[] }>({
    method: "GET",
    path: `/local/contacts?query=${encodeURIComponent(asked)}`,
  });
  const [only, ...others] = contacts;
  if (only === undefined) {
    throw new AppError(
      "not_found",
      `No contact is called ${oneLine(asked)}. Give a name, a contact's id, or a conversation (K-XXXXXX).`,
    );
  }
  if (others.length === 0) return only.id;
  throw new AppError(
    "input_invalid",
    `More than one contact fits. Give the id of one:\n${table(contacts.map(lineOf))}`,
  );
}

function lineOf({ id, name, identities }: ContactRow): string[] {
  return [`  ${id}`, oneLine(name ?? "-", 24), identities.map(({ account }) => account).join(", ")];
}
