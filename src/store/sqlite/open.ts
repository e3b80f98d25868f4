import { AppError } from "../../errors.ts";
import type { Store } from "../store.ts";
import { alertRaising } from "./alert-raising.ts";
import { alertStore } from "./alerts.ts";
import { alterations } from "./alterations.ts";
import { applying } from "./apply.ts";
import { audit } from "./audit.ts";
import { availability } from "./availability.ts";
import { backupTo } from "./backup.ts";
import { canned } from "./canned.ts";
import { contacts } from "./contacts.ts";
import { conversations } from "./conversations.ts";
import { type DatabaseOptions, openDatabase } from "./database.ts";
import { desk } from "./desk.ts";
import { feed } from "./feed.ts";
import { files } from "./files.ts";
import { unfinished } from "./forget.ts";
import { handling } from "./handle.ts";
import { identities } from "./identities.ts";
import { inbound } from "./inbound.ts";
import { inbox } from "./inbox.ts";
import { insight } from "./insight.ts";
import { messages } from "./messages.ts";
import { outbound } from "./outbound.ts";
import { outbox } from "./outbox.ts";
import { people } from "./people.ts";
import { rooms as staffRooms } from "./rooms.ts";
import { search } from "./search.ts";
import { tags } from "./tags.ts";
import { timers } from "./timers.ts";
import { asPromises, type Db, promised, transactions } from "./transaction.ts";
import { watchdog } from "./watchdog.ts";
import { webhooks } from "./webhooks.ts";

/**
 * Opens the store of a data folder and takes the folder for this process.
 * Throws `data_folder_in_use`, `database_foreign`, `database_newer`, `database_unsafe` or `store_failed`.
 */
export function openSqlite(options: DatabaseOptions): Store {
  const { db, close } = openDatabase(options);
  return sqliteStore(db, close);
}

/** The port over an open database. Each write is a transaction of its own inside, and shares its commit with its neighbours. */
export function sqliteStore(db: Db, close: () => void): Store {
  unfinished(db).makeUp();
  const stream = feed(db);
  const { write, flush } = transactions(db, stream);
  const rooms = {
    feed: stream,
    inbox: inbox(db),
    timers: timers(db),
    watchdog: watchdog(db),
    outbox: outbox(db, stream),
  };
  const known = conversations(db);
  const alerts = alertRaising(db, stream);
  stream.hear(alerts.heard);
  const said = {
    ...rooms,
    alerts,
    conversations: known,
    identities: identities(db),
    messages: messages(db, stream, known),
  };
  const parts = { ...said, alterations: alterations(db, said) };
  const handle = handling(db, write, { ...parts, apply: applying(db, parts) });
  const probe = db
    .prepare<[number], number>(
      "INSERT INTO probe (id, at) VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at RETURNING at",
    )
    .pluck();

  return {
    inbound: asPromises(inbound(db, write, parts)),
    outbound: asPromises(outbound(db, write, { ...parts, handle })),
    desk: asPromises(desk(db, known, stream)),
    search: asPromises(search(db)),
    people: asPromises(people(db, write)),
    audit: asPromises(audit(db, write)),
    files: asPromises(files(db, write)),
    availability: asPromises(availability(db, write)),
    canned: asPromises(canned(db, write)),
    contacts: asPromises(contacts(db, write, parts)),
    insight: asPromises(insight(db, write)),
    tags: asPromises(tags(db, write, stream)),
    rooms: asPromises(staffRooms(db, write, known)),
    webhooks: asPromises(webhooks(db, write)),
    alerts: asPromises(alertStore(db, write, stream)),
    watch: (listener) => stream.watch(listener),
    probe: (at) =>
      promised(async () => {
        if ((await write(() => probe.get(at))) === at) return;
        throw new AppError("store_failed", "The store did not give back what was written to it.");
      }),
    backup: (file) => backupTo(db, file),
    close: () =>
      promised(() => {
        flush();
        close();
      }),
  };
}
